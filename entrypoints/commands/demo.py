"""`certobot demo`: everything embedded, and a first conversation to watch."""

import asyncio

import msgspec

from application.open_conversation import ContactForbidden
from domain.identity.debtor import DebtorRecord
from domain.shared.ids import ConversationId
from domain.shared.money import ZERO, format_brl
from entrypoints.app import create_app
from entrypoints.container import Container
from entrypoints.runtime import running
from entrypoints.server import CannotListen, serving
from entrypoints.settings import Settings
from entrypoints.stopping import stop_asked

_PORTS_TRIED = 10


class NobodyToDemonstrate(Exception):
    """No debtor of the CRM may be contacted: all opted out, are locked out, or owe nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Nenhum devedor do CRM pode ser contatado agora: pediram silêncio, estão bloqueados ou não devem."
        )


async def demo(settings: Settings) -> None:
    """Open a conversation with a sample debtor and serve the simulator until SIGINT or SIGTERM."""
    stopping = stop_asked()
    settings = simulated(settings)
    print("Preparando o banco de dados (na primeira vez leva alguns segundos)...", flush=True)
    async with running(settings) as container:
        debtor, conversation_id = await _first_conversation(container)
        await _serve_on_a_free_port(container, settings, debtor, conversation_id, stopping)
    print("Até logo.", flush=True)


def simulated(settings: Settings) -> Settings:
    """Return `settings` with the mock WhatsApp and no contact hours: a demonstration may happen at night."""
    return msgspec.structs.replace(
        settings,
        providers=msgspec.structs.replace(settings.providers, whatsapp="mock"),
        contact=msgspec.structs.replace(settings.contact, enforce=False),
    )


async def _first_conversation(container: Container) -> tuple[DebtorRecord, ConversationId]:
    for debtor in await container.crm().list_debtors():
        try:
            opened = await container.open_conversation()(debtor.cpf)
        except ContactForbidden:
            continue
        return debtor, opened.conversation_id
    raise NobodyToDemonstrate


async def _serve_on_a_free_port(
    container: Container,
    settings: Settings,
    debtor: DebtorRecord,
    conversation_id: ConversationId,
    stopping: asyncio.Event,
) -> None:
    host, first = settings.http.host, settings.http.port
    for port in range(first, first + _PORTS_TRIED):
        try:
            async with serving(create_app(container), host, port):
                address = f"http://{host}:{port}/simulador#{conversation_id}"
                print(_invitation(address, debtor, settings.database.data_dir), flush=True)
                await stopping.wait()
                return
        except CannotListen:
            if port == first + _PORTS_TRIED - 1:
                raise


def _invitation(address: str, debtor: DebtorRecord, data_dir: str) -> str:
    owed = format_brl(sum((debt.amount for debt in debtor.debts), ZERO))
    name = debtor.name.split()[0]
    return f"""
Certobot no ar. Abra no navegador:

    {address}

Você faz o papel de {name}, que deve {owed} ({debtor.debts[0].creditor}). A primeira mensagem já chegou.

    1. Responda:                          oi
    2. Confirme quem você é:              {debtor.cpf.digits[:3]}
    3. Negocie como quiser, por exemplo:  tem desconto?   ·   consigo 150 por mês   ·   em 3x
    4. Aceite e confirme:                 fechado   ·   sim
    5. Abra o boleto e copie o Pix na própria conversa.

Ctrl+C para parar. A conversa fica guardada em {data_dir} e continua na próxima vez.
"""
