"""O acordo até o fim: pagamentos, lembretes e o que o CRM fica sabendo"""

from decimal import Decimal
from uuid import uuid4

from application.ports.views import AgreedInstallmentView
from domain.payments.received import PaymentReceived
from domain.shared.money import format_brl
from entrypoints.workbench.folded import folded
from entrypoints.workbench.problem import Unmet
from entrypoints.workbench.steps.records import outcomes_told
from entrypoints.workbench.vocabulary import entao, quando
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

_LAST = -1


@quando(
    'ela paga "R$ 300,00" da parcela 1',
    "{quem:pessoa} paga {valor:dinheiro} da parcela {numero:numeros}",
    "{quem:pessoa} paga {valor:dinheiro} da {ordem:ordem} parcela",
    "{quem:pessoa} paga {valor:dinheiro}( do acordo|)",
    also=('Maria paga "R$ 900,00" do acordo',),
)
def pays(
    world: World, quem: str, valor: Decimal, numero: str | None = None, ordem: int | None = None
) -> None:
    """Um pagamento é registrado: da parcela que se diz, ou das mais antigas em aberto."""
    named = _installment(world, numero, ordem, quem).number if numero or ordem else None
    _is_paid(world, _payment(world, quem, valor, str(uuid4()), named))


@quando(
    "ela paga a parcela 2",
    "{quem:pessoa} paga (toda |)a parcela {numero:numeros}( inteira| em dia|)",
    "{quem:pessoa} paga (toda |)a {ordem:ordem} parcela( inteira| em dia|)",
    also=("ela paga a segunda parcela",),
)
def pays_installment(world: World, quem: str, numero: str | None = None, ordem: int | None = None) -> None:
    """A parcela é paga por inteiro."""
    named = _installment(world, numero, ordem, quem)
    _is_paid(world, _payment(world, quem, named.amount, str(uuid4()), named.number))


@quando(
    'o mesmo pagamento de "R$ 300,00" é contado 3 vezes',
    "o mesmo pagamento de {valor:dinheiro} é (contado|registrado|avisado) {vezes:numeros} vezes",
)
def is_told_again(world: World, valor: Decimal, vezes: str) -> None:
    """O mesmo pagamento, com o mesmo identificador, chega várias vezes."""
    name = str(uuid4())
    for _ in range(int(vezes)):
        _is_paid(world, _payment(world, "ela", valor, name))


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
    named = _installment(world, numero, ordem)
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
    world.check(len(said) == 1, "um agradecimento", f"foram {len(said)}")


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
    world.check(len(said) == 1, "um lembrete", f"foram {len(said)}")


@entao(
    'o CRM fica sabendo que o acordo foi "quitado"',
    "o CRM (fica sabendo|é avisado) (de |)que o acordo (foi|está) {situacao:livre}",
)
def crm_knows(world: World, situacao: str) -> None:
    """O último aviso ao CRM diz o que aconteceu com o acordo."""
    told = outcomes_told(world)
    last = told[-1] if told else "nada"
    world.check(folded(situacao) in folded(last), f"o CRM avisado: {situacao}", f"o último aviso foi: {last}")


def _installment(
    world: World, number: str | None, rank: int | None, who: str = "ela"
) -> AgreedInstallmentView:
    """Return the instalment that a sentence names by its number or by its place."""
    installments = world.agreement(who).installments
    wanted = len(installments) if rank == _LAST else rank or int(number or 0)
    found = next((each for each in installments if each.number == wanted), None)
    if found is None:
        raise Unmet(f"uma parcela {wanted}", f"o acordo tem {len(installments)}")
    return found


def _is_paid(world: World, payment: PaymentReceived) -> None:
    """Have a payment told to Certobot."""
    world.happens()
    world.tape.note(f"Chega um pagamento de {format_brl(payment.amount)}.")
    world.house.run(world.certobot.container.record_payment()(payment))
    world.settle()


def _payment(
    world: World, who: str, amount: Decimal, name: str, number: int | None = None
) -> PaymentReceived:
    return PaymentReceived(
        "manual",
        name,
        amount,
        world.today,
        agreement_id=world.agreement(who).id,
        installment=number,
    )


def _agreement_is(world: World, who: str, status: str) -> None:
    found = world.agreement(who).status
    said = _AGREEMENT.get(found, found)
    world.check(found == status, f"um acordo {_AGREEMENT[status]}", f"está {said}")
