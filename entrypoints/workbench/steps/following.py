"""O acordo até o fim: em que pé está, lembretes e o que o CRM fica sabendo"""

from decimal import Decimal

from domain.shared.money import format_brl
from entrypoints.workbench.folded import folded
from entrypoints.workbench.steps.payments import installment_of
from entrypoints.workbench.steps.records import outcomes_told
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

_AGREEMENT = {"active": "valendo", "paid": "quitado", "broken": "quebrado", "renegotiated": "renegociado"}
_INSTALLMENT = {
    "open": "em aberto",
    "partial": "paga em parte",
    "overdue": "vencida",
    "paid": "paga",
    "cancelled": "cancelada",
    "promised": "prometida",
}


@entao("o acordo está valendo", "o acordo (com {quem:pessoa} |)(está|continua|segue) (valendo|de pé)")
def agreement_stands(world: World, quem: str = "ela") -> None:
    """Nada está vencido além da tolerância."""
    _agreement_is(world, quem, "active")


@entao("o acordo está quitado", "o acordo (com {quem:pessoa} |)(está|fica|é|foi) (quitado|pago|todo pago)")
def agreement_is_paid(world: World, quem: str = "ela") -> None:
    """Não falta pagar nada."""
    _agreement_is(world, quem, "paid")


@entao(
    "o acordo está quebrado", "o acordo (com {quem:pessoa} |)(está|fica|é|foi) (quebrado|rompido|descumprido)"
)
def agreement_is_broken(world: World, quem: str = "ela") -> None:
    """Uma parcela passou da tolerância sem ser paga."""
    _agreement_is(world, quem, "broken")


@entao(
    "a parcela 1 está paga",
    "a parcela {numero:numeros} (está|fica|continua|foi) {situacao:livre}",
    "a {ordem:ordem} parcela (está|fica|continua|foi) {situacao:livre}",
    also=("a segunda parcela está em aberto", "a parcela 1 fica paga em parte"),
)
def installment_is(world: World, situacao: str, numero: str | None = None, ordem: int | None = None) -> None:
    """Em aberto, paga em parte, vencida, paga ou cancelada."""
    named = installment_of(world, numero, ordem)
    said = _INSTALLMENT[named.status]
    world.check(folded(said) == folded(situacao), f"a parcela {named.number} {situacao}", f"está {said}")


@entao(
    "todas as parcelas estão pagas",
    "(todas as|as) parcelas (estão|foram|ficam) pagas",
)
def all_paid(world: World) -> None:
    """Nenhuma parcela em aberto."""
    unpaid = [each for each in world.agreement().installments if each.status != "paid"]
    found = ", ".join(f"a parcela {each.number} está {_INSTALLMENT[each.status]}" for each in unpaid)
    world.check(not unpaid, "todas as parcelas pagas", found)


@entao(
    'faltam "R$ 600,00" do acordo',
    "(ainda |)(falta|faltam|restam)( pagar|) {valor:dinheiro}( do acordo| para quitar( o acordo|)|)",
)
def is_left(world: World, valor: Decimal) -> None:
    """O que falta pagar hoje, com multa e juros do que está atrasado."""
    left = world.agreement().remaining
    world.check(left == valor, f"falta de {format_brl(valor)}", f"faltam {format_brl(left)}")


@entao(
    'sobram "R$ 50,00" para uma pessoa decidir',
    "(sobra|sobram) {valor:dinheiro}( para uma pessoa decidir| a mais|)",
)
def is_too_much(world: World, valor: Decimal) -> None:
    """O que foi pago a mais fica guardado."""
    surplus = world.agreement().overpaid
    world.check(surplus == valor, f"sobra de {format_brl(valor)}", f"sobram {format_brl(surplus)}")


@entao("o Certobot agradece o pagamento", "<bot> (agradece|confirma) (o|pelo) pagamento")
def thanks(world: World) -> None:
    """Um agradecimento, uma vez."""
    said = [text for text in world.texts if "obrigad" in folded(text)]
    world.check(len(said) == 1, "um agradecimento", _count(said))


@entao(
    "o Certobot lembra a pessoa do que foi combinado",
    "<bot> (lembra|avisa) {quem:pessoa} do que foi combinado",
    "<bot> manda um lembrete( a {quem:pessoa}|)",
    also=("o Certobot manda um lembrete",),
)
def reminds(world: World, quem: str = "ela") -> None:
    """Um modelo aprovado, que não cita débito nem valor."""
    world.person(quem)
    said = [text for text in world.texts if "combinamos" in text]
    world.check(len(said) == 1, "um lembrete", _count(said))


@entao(
    "o Certobot escreve sobre o atraso",
    "<bot> (escreve|pergunta|manda mensagem) sobre o (atraso|pagamento que não veio)",
)
def asks_about_late(world: World) -> None:
    """Um modelo aprovado, que não cita débito nem valor, depois que uma parcela venceu sem ser paga."""
    said = [text for text in world.texts if "sobre o que combinamos" in text]
    world.check(len(said) == 1, "uma mensagem sobre o atraso", _count(said))


@entao(
    "as outras 2 parcelas estão em aberto",
    "as (outras|demais) {quantas:quantos} parcelas (estão|ficam|continuam|foram) {situacao:livre}",
    "(as |)(outras |demais |){quantas:quantos} parcelas (estão|ficam|continuam) {situacao:livre}",
)
def so_many_are(world: World, quantas: int, situacao: str) -> None:
    """Quantas parcelas estão assim, nem mais nem menos."""
    wanted = folded(situacao).rstrip("s").replace("pagas em", "paga em")
    counted = [each for each in world.agreement().installments if folded(_INSTALLMENT[each.status]) == wanted]
    expected = f"{quantas} parcela(s) {situacao}"
    world.check(len(counted) == quantas, expected, f"são {len(counted)}")


@entao(
    'o CRM fica sabendo que o acordo foi "quitado"',
    "o CRM (fica sabendo|é avisado) (de |)que o acordo (foi|está) {situacao:livre}",
)
def crm_knows(world: World, situacao: str) -> None:
    """O último aviso ao CRM, ou um dos que saíram agora, diz o que aconteceu com o acordo."""
    told = outcomes_told(world)
    new = told[world.told_before :] or told[-1:]
    knows = any(folded(situacao) in folded(each) for each in new)
    world.check(knows, f"o CRM avisado: {situacao}", f"o último aviso foi: {'; '.join(new) or 'nenhum'}")


def _count(said: list[str]) -> str:
    return f"foram {len(said)}" if said else "nada foi dito agora"


def _agreement_is(world: World, who: str, status: str) -> None:
    found = world.agreement(who).status
    said = _AGREEMENT.get(found, found)
    world.check(found == status, f"um acordo {_AGREEMENT[status]}", f"está {said}")
