"""O que o CRM fica sabendo"""

import re
from decimal import Decimal

from application.ports.crm import OutcomeReport
from domain.negotiation.outcome import Outcome
from domain.shared.money import format_brl
from entrypoints.workbench.folded import folded
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

_OUTCOMES = {
    Outcome.SUCCESSFUL: ("sucesso", "(um |)sucesso( total|)|acordo fechado"),
    Outcome.PARTIALLY_SUCCESSFUL: ("sucesso parcial", "(um |)sucesso parcial"),
    Outcome.UNSUCCESSFUL: ("insucesso", "(um |)insucesso|fracasso|sem acordo"),
    Outcome.NO_CONTACT: ("sem contato", "sem contato|falta de contato"),
}
_KNOWS = (
    "o CRM( do credor|) (registra|recebe|fica sabendo d[eo]|anota|guarda|fica com)"
    "( o resultado| como resultado| resultado|)( de|)"
)


def _teach(outcome: Outcome, name: str, ways: str) -> None:
    def crm_outcome(world: World, quem: str = "ela") -> None:
        found = _report(world, quem).outcome
        world.check(found is outcome, f"{name} no CRM", f"o CRM registrou {_OUTCOMES[found][0]}")

    crm_outcome.__doc__ = "O resultado que o credor vê."
    is_identity = outcome is Outcome.NO_CONTACT
    entao(
        f"o CRM registra {name}",
        f'{_KNOWS} "?({ways})"?( com {{quem:pessoa}}|)',
        f"o resultado( no CRM| da conversa|) é ({ways})",
        identity=is_identity,
    )(crm_outcome)


for _outcome, (_name, _ways) in _OUTCOMES.items():
    _teach(_outcome, _name, _ways)


@entao(
    'o CRM recebe a anotação "parou de responder"',
    "o CRM( do credor|) (registra|recebe|anota|guarda|fica com)( que| a anotação| a nota| a observação|"
    '):? ?"{nota:livre}"',
    'a (anotação|nota)( do CRM| no CRM|) (diz|tem|traz|contém|fala em):? ?"{nota:livre}"',
)
def crm_note(world: World, nota: str) -> None:
    """A explicação que uma pessoa lerá."""
    notes = _report(world).notes
    world.check(folded(nota) in folded(notes), f"a anotação “{nota}” no CRM", f"há “{notes}”")


@entao(
    "o CRM registra que a pessoa já pagou",
    "o CRM( do credor|) (registra|anota|fica sabendo) que {nota:livre}",
)
def crm_told_that(world: World, nota: str) -> None:
    """A anotação tem todas estas palavras, em qualquer ordem; nomes e artigos não contam."""
    notes = folded(_report(world).notes)
    words = [word for word in re.findall(r"\w{4,}", nota) if word[0].islower() and folded(word) != "pessoa"]
    missing = [word for word in words if folded(word)[:5] not in notes]
    world.check(words and not missing, f"uma anotação de que {nota}, no CRM", f"há “{_report(world).notes}”")


@entao(
    "o CRM ainda não recebeu nada",
    "o CRM( do credor|) (ainda |)não (sabe|recebe|recebeu|registra|registrou|ficou sabendo)( de|) "
    "nada( ainda|)",
    "nada (chega|chegou) ao CRM( ainda|)",
    "o CRM( do credor|) (ainda |)não (é|foi) avisado( ainda|)",
)
def crm_knows_nothing(world: World) -> None:
    """Nenhum resultado ainda."""
    report = world.report()
    found = f"há {_OUTCOMES[report.outcome][0]}" if report else ""
    world.check(report is None, "nenhum resultado no CRM ainda", found)


@entao(
    "o CRM é avisado uma única vez",
    "o CRM( do credor|) (é|foi) avisado( só|) uma (única |)vez( só|)",
    "o CRM( do credor|) (é|foi) avisado",
    "o CRM( do credor|) (recebe|registra) (um único|um só|só um) (aviso|resultado)",
)
def crm_told_once(world: World) -> None:
    """Nem nenhuma, nem duas."""
    count = len(
        [each for each in world.certobot.crm.reports if each.conversation_id == world.conversation().id]
    )
    world.check(count == 1, "um aviso ao CRM", f"foram {count}" if count else "não houve nenhum")


@entao(
    'o CRM recebe o acordo de "R$ 900,00" com "R$ 100,00" de desconto',
    "o CRM( do credor|) (registra|recebe) (o|um) acordo( de {total:dinheiro}|)"
    "( com {desconto:dinheiro} de desconto|)",
)
def crm_agreement(world: World, total: Decimal | None = None, desconto: Decimal | None = None) -> None:
    """O valor, o desconto, os vencimentos e o número do boleto."""
    report = _report(world)
    told = (report.agreed_amount, report.discount_amount)
    amount, discount = (format_brl(each) if each is not None else "nenhum valor" for each in told)
    found = f"o CRM recebeu um acordo de {amount}, com {discount} de desconto"
    agreed = total or world.agreement().total
    world.check(told[0] == agreed, f"{format_brl(agreed)} no CRM", found)
    world.check(
        desconto in {None, told[1]}, f"{format_brl(desconto or Decimal(0))} de desconto no CRM", found
    )
    dates = tuple(each.due_date for each in world.agreement().installments)
    world.check(report.payment_dates == dates, "os vencimentos do acordo no CRM", "são outros")
    number = world.documents()[0].boleto.nosso_numero
    world.check(report.payment_slip_reference == number, "o número do primeiro boleto no CRM", "é outro")


@entao(
    "o WhatsApp recebeu cada mensagem uma única vez",
    "o WhatsApp (recebeu|recebe) cada mensagem( só|) uma (única |)vez( só|)",
    "nenhuma mensagem (saiu|sai|foi enviada) (duas vezes|repetida)",
)
def sent_once(world: World) -> None:
    """Nenhuma mensagem saiu duas vezes."""
    calls = world.certobot.messenger.calls
    repeated = len(calls) - len(set(calls))
    world.check(calls, "alguma mensagem enviada", "nenhuma saiu")
    world.check(not repeated, "nenhuma repetição", f"houve {repeated} em {len(calls)} envios")


def outcomes_told(world: World) -> tuple[str, ...]:
    """Return what the CRM was told of every conversation, in Portuguese."""
    reports = world.certobot.crm.reports if world.is_inhabited else ()
    return tuple(f"{_OUTCOMES[each.outcome][0]}: {each.notes}" for each in reports)


def _report(world: World, quem: str = "ela") -> OutcomeReport:
    report = world.report(quem)
    world.check(report, "um resultado no CRM", "o CRM ainda não recebeu nada")
    assert report is not None  # noqa: S101 -- checked above, in words
    return report
