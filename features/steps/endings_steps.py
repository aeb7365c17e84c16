"""Então: como a conversa terminou, o que o CRM soube, e se um novo contato é permitido."""

from decimal import Decimal

from pytest_bdd import then

from domain.identity.contact_rule import ContactRule
from domain.negotiation.outcome import Outcome
from domain.shared.money import format_brl
from features.steps import said
from features.steps.phrase import Phrase
from features.steps.world import World

_STATUS = {
    "continua aberta": "active",
    "fica aberta": "active",
    "termina com acordo": "completed",
    "termina com uma promessa": "completed",
    "termina sem acordo": "failed",
    "é abandonada": "abandoned",
}
_OUTCOMES = {
    "sucesso": Outcome.SUCCESSFUL,
    "sucesso parcial": Outcome.PARTIALLY_SUCCESSFUL,
    "insucesso": Outcome.UNSUCCESSFUL,
    "sem contato": Outcome.NO_CONTACT,
}
_RULES = {
    "a pessoa pediu para não receber mensagens": ContactRule.OPT_OUT,
    "o telefone não é da pessoa": ContactRule.WRONG_NUMBER,
    "a identidade não foi confirmada": ContactRule.LOCKOUT,
    "a dívida prescreveu": ContactRule.PRESCRIBED,
    "já houve contato demais": ContactRule.FREQUENCY,
}


@then(Phrase(f"a conversa {{situação|{'|'.join(_STATUS)}}}"))
def ends(world: World, situação: str) -> None:
    """Aberta, ou como terminou."""
    status = world.conversation("ela").status
    world.check(status == _STATUS[situação], f"a conversa {situação}; está {status}")


@then(
    Phrase(
        "a identidade (de|do|da) {quem:pessoa} (fica|está|continua) "
        "{situação|confirmada|por confirmar|não confirmada}"
    )
)
def verification(world: World, quem: str, situação: str) -> None:
    """Se já se sabe com quem se fala."""
    expected = {"confirmada": "verified", "por confirmar": "pending", "não confirmada": "failed"}[situação]
    status = world.conversation(quem).verification.status
    world.check(status == expected, f"a identidade {situação}; está {status}")


@then(Phrase(f"o CRM (registra|recebe|fica sabendo de) {{resultado|{'|'.join(_OUTCOMES)}}}"))
def crm_outcome(world: World, resultado: str) -> None:
    """O resultado que o credor vê."""
    report = world.report("ela")
    world.check(report, "um resultado no CRM")
    told = report.outcome if report else None
    world.check(told is _OUTCOMES[resultado], f"{resultado} no CRM; foi {told}")


@then(Phrase("o CRM (registra|recebe) (que|a anotação) {nota:texto}"))
def crm_note(world: World, nota: str) -> None:
    """A explicação que uma pessoa lerá."""
    report = world.report("ela")
    notes = report.notes if report else ""
    world.check(nota in notes, f"a anotação “{nota}” no CRM; há “{notes}”")


@then(Phrase("o CRM (ainda |)não (sabe|recebe|recebeu) (de |)nada"))
def crm_knows_nothing(world: World) -> None:
    """Nenhum resultado ainda."""
    world.check(world.report("ela") is None, "nenhum resultado no CRM ainda")


@then(Phrase("o CRM é avisado uma (única |)vez( só|)"))
def crm_told_once(world: World) -> None:
    """Nem nenhuma, nem duas."""
    world.check(world.crm.calls == 1, f"um aviso ao CRM; foram {world.crm.calls}")


@then(Phrase("o CRM (registra|recebe) o acordo de {total:dinheiro} com {desconto:dinheiro} de desconto"))
def crm_agreement(world: World, total: Decimal, desconto: Decimal) -> None:
    """O valor, o desconto, os vencimentos e o número do boleto."""
    report = world.report("ela")
    told = (report.agreed_amount, report.discount_amount) if report else None
    world.check(told == (total, desconto), f"{format_brl(total)} e {format_brl(desconto)} no CRM; há {told}")
    agreement = world.agreement("ela")
    dates = tuple(each.due_date for each in agreement.installments)
    world.check(report and report.payment_dates == dates, "os vencimentos do acordo no CRM")
    number = world.documents("ela")[0].boleto.nosso_numero
    world.check(report and report.payment_slip_reference == number, "o número do primeiro boleto no CRM")


@then(Phrase("o WhatsApp recebeu cada mensagem uma (única |)vez( só|)"))
def sent_once(world: World) -> None:
    """Nenhuma mensagem saiu duas vezes."""
    calls = world.messenger.calls
    world.check(calls and len(calls) == len(set(calls)), f"nenhuma repetição em {len(calls)} envios")


@then(Phrase(f"o contato é recusado(, | )porque {{motivo|{'|'.join(_RULES)}}}"))
def refused(world: World, motivo: str) -> None:
    """A regra que proíbe."""
    rule = world.refusal.decision.rule if world.refusal else None
    world.check(rule is _RULES[motivo], f"um contato recusado porque {motivo}; a regra foi {rule}")


@then(Phrase("o contato é permitido"))
def allowed(world: World) -> None:
    """Nenhuma regra proíbe."""
    world.check(world.opened, f"um contato permitido; foi recusado: {world.refusal}")


@then(Phrase("a primeira mensagem sai (na hora|agora)"))
def leaves_now(world: World) -> None:
    """O modelo de abertura já saiu."""
    world.check(len(world.answer) == 1, "a mensagem de abertura")


@then(Phrase("a primeira mensagem fica para {dia:dia}(,|) às {hora:hora}"))
def scheduled(world: World, dia: str, hora: str) -> None:
    """Quando o Certobot vai escrever, em São Paulo."""
    expected = said.moment(dia, hora, world.today)
    at = world.opened.scheduled_for if world.opened else None
    world.check(at == expected, f"um contato marcado para {expected:%d/%m às %H:%M}; ficou para {at}")
    says_nothing_yet = not world.answer
    world.check(says_nothing_yet, "nenhuma mensagem antes da hora")
