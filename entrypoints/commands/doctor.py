"""`certobot doctor`: whether everything that is set would work."""

import os

from application.ports.model_calls import CallOutcome
from application.ports.payment_issuer import IssuerUnavailable
from entrypoints.container import Container
from entrypoints.runtime import running
from entrypoints.settings import Settings, config_path

_COUNTED = 200
_NO_CHARGE = "0" * 26
_SAMPLE_PIX_KEY = "pix@lojasaurora.example"
_WHY_NOT = {
    CallOutcome.UNAUTHORIZED: "a Groq recusou CERTOBOT_GROQ_API_KEY",
    CallOutcome.MODEL_GONE: "a Groq não tem mais este modelo",
    CallOutcome.RATE_LIMITED: "a Groq pediu espera",
    CallOutcome.TIMEOUT: "não respondeu a tempo",
    CallOutcome.UNREACHABLE: "não se chega à Groq",
}


async def doctor(settings: Settings) -> None:
    """Start everything that would serve, say what it is, and stop it again; fail as the start would."""
    print(f"✓ configuração: {config_path(os.environ)}, política {settings.policy.version}")
    async with running(settings, dispatching=False) as container:
        embedded = f"PostgreSQL embutido em {settings.database.data_dir}"
        where = "PostgreSQL de CERTOBOT_DATABASE_URL" if settings.database.url else embedded
        print(f"✓ banco de dados: {where}, tabelas em dia")
        debtors = await container.crm().list_debtors(limit=_COUNTED)
        more = " ou mais" if len(debtors) == _COUNTED else ""
        print(f"✓ CRM: {settings.providers.crm}, {len(debtors)}{more} devedores")
        print(f"✓ documentos: {settings.providers.payments}, desenhados por {settings.providers.boleto}")
        if settings.providers.payments == "cobv":
            await _ask_psp(container)
        container.interpreter()
        container.narrator()
        print(f"✓ leitura e voz: {settings.providers.llm}")
        if settings.providers.llm == "groq":
            await _ask_models(container)
        print(f"✓ canal: {settings.providers.whatsapp}")
    for warning in _not_for_production(settings):
        print(f"! {warning}")


async def _ask_psp(container: Container) -> None:
    """Ask for a charge that nobody made: an answer is an answer."""
    try:
        await container.issuer().read(_NO_CHARGE)
    except IssuerUnavailable as unavailable:
        print(f"! {unavailable}; enquanto isso, nenhum acordo recebe os seus documentos")
    else:
        print("✓ PSP do Pix responde")


async def _ask_models(container: Container) -> None:
    for model, outcome in (await container.groq().answering()).items():
        why = _WHY_NOT.get(outcome, "falhou")
        silent = f"! {model}: {why} ({outcome}); enquanto isso, as regras leem e falam"
        print(f"✓ {model} responde" if outcome is CallOutcome.OK else silent)


def _not_for_production(settings: Settings) -> list[str]:
    """Name what works here and would be wrong with real debtors."""
    found = {
        "WhatsApp simulado: nenhuma mensagem sai de verdade (CERTOBOT_WHATSAPP=cloud_api)": (
            settings.providers.whatsapp == "mock"
        ),
        "a conta de [payments] é a do exemplo: ninguém recebe o que for pago nela": (
            settings.providers.payments != "crm" and settings.payments.get("pix_key") == _SAMPLE_PIX_KEY
        ),
        "devedores de exemplo: aponte CERTOBOT_CRM_FILE para os seus": not settings.crm.file,
        "banco embutido: para mais de um processo, defina CERTOBOT_DATABASE_URL": not settings.database.url,
        "sem CERTOBOT_API_KEY, a API só responde a esta máquina": not settings.http.api_key,
        "regras de contato desligadas em [contact] enforce": not settings.contact.enforce,
    }
    return [warning for warning, applies in found.items() if applies]
