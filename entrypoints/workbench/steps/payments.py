"""Os pagamentos que chegam"""

from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

from application.ports.views import AgreedInstallmentView
from application.record_payment import PaymentRecorded
from domain.payments.document import PaymentDocument
from domain.payments.received import PaymentReceived
from domain.shared.calendar import SAO_PAULO
from domain.shared.money import ZERO, format_brl
from entrypoints.workbench.problem import Unmet
from entrypoints.workbench.vocabulary import quando
from entrypoints.workbench.world import World

_LAST = -1
_NOON = time(12)
_WHICH = "( da parcela {numero:numeros}| da {ordem:ordem} parcela|)"
_LATE = "( (com|depois de) {atraso:duracao} de atraso| {atraso:duracao} depois do vencimento| em dia|)"
_THAT = "(toda |)a (parcela {numero:numeros}|{ordem:ordem} parcela)( inteira| toda|)"
_DUE = "o vencimento( d[oa] (parcela {numero:numeros}|{ordem:ordem} parcela|parcela|boleto|acordo)|)"
_NEXT = "(a|uma|sua|a próxima) (parcela|prestação|entrada)( do mês|)"


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
    named = installment_of(world, numero, ordem, quem).number if numero or ordem else None
    _is_paid(world, _payment(world, quem, valor, str(uuid4()), named))


@quando(
    "ela paga a parcela 2",
    f"{{quem:pessoa}} paga {_THAT}{_LATE}",
    f"{{quem:pessoa}} paga {_NEXT}{_LATE}",
    also=("ela paga a segunda parcela", "ela paga a primeira parcela com 3 dias de atraso"),
)
def pays_installment(
    world: World,
    quem: str,
    numero: str | None = None,
    ordem: int | None = None,
    atraso: timedelta | None = None,
) -> None:
    """O que falta da parcela, com multa e juros se está atrasada; sem dizer qual, a mais antiga em aberto."""
    named = _to_pay(world, quem, numero, ordem, atraso)
    _is_paid(world, _payment(world, quem, named.remaining, str(uuid4()), named.number))


@quando(
    "ela paga o boleto",
    f"{{quem:pessoa}} (paga|quita) (o|seu|um|o seu) (próximo |primeiro |)boleto{_WHICH}{_LATE}",
    f"{{quem:pessoa}} paga {_THAT} (com|pelo|por|no|via)( o|) boleto{_LATE}",
    also=("ela paga o boleto da segunda parcela com 2 dias de atraso",),
)
def pays_boleto(
    world: World,
    quem: str,
    numero: str | None = None,
    ordem: int | None = None,
    atraso: timedelta | None = None,
) -> None:
    """O banco avisa que o boleto foi pago, com multa e juros se está atrasado."""
    named = _to_pay(world, quem, numero, ordem, atraso)
    number = _document(world, quem, named).boleto.nosso_numero
    paid = PaymentReceived("cnab", str(uuid4()), named.remaining, world.today, nosso_numero=number)
    _is_placed(_is_paid(world, paid))


@quando(
    "ela paga o Pix",
    f"{{quem:pessoa}} (paga|quita) (o|seu|um|o seu|com|por|no|via)( o|) pix( copia e cola|){_WHICH}",
    f"{{quem:pessoa}} paga {_THAT} (com|pelo|por|no|via)( o|) pix",
    f"{{quem:pessoa}} faz o pix{_WHICH}",
    also=("ela paga a segunda parcela por Pix",),
)
def pays_pix(world: World, quem: str, numero: str | None = None, ordem: int | None = None) -> None:
    """O banco avisa que o Pix foi pago."""
    named = _to_pay(world, quem, numero, ordem)
    charge = _document(world, quem, named).pix
    if charge is None:
        raise Unmet("um Pix a pagar", "a parcela só tem boleto")
    name = f"E{uuid4().hex}"
    paid = PaymentReceived("pix", name, charge.amount, world.today, txid=charge.txid, reference=name)
    _is_placed(_is_paid(world, paid))


@quando(
    "ela quita o acordo",
    "{quem:pessoa} (quita|paga) (tudo|o acordo( inteiro| todo|)|o que falta|todas as parcelas|"
    "as parcelas que faltam)( de uma vez|)",
)
def pays_all(world: World, quem: str) -> None:
    """Tudo o que falta do acordo, hoje."""
    left = world.agreement(quem).remaining
    world.check(left > ZERO, "um acordo a pagar", "não falta pagar nada")
    _is_paid(world, _payment(world, quem, left, str(uuid4())))


@quando(
    "faltam 2 dias para o vencimento",
    f"(faltam|falta) {{tempo:duracao}} para {_DUE}",
    also=("faltam 2 dias para o vencimento da segunda parcela",),
)
def before_due(world: World, tempo: timedelta, numero: str | None = None, ordem: int | None = None) -> None:
    """O relógio anda até antes de um vencimento; sem dizer qual, o da parcela mais antiga em aberto."""
    _stands_after(world, _to_pay(world, "ela", numero, ordem), -tempo)


@quando("chega o vencimento", f"(chega|é) (o dia d|){_DUE}", also=("chega o vencimento da parcela 2",))
def on_due(world: World, numero: str | None = None, ordem: int | None = None) -> None:
    """O relógio anda até o dia de um vencimento; sem dizer qual, o da parcela mais antiga em aberto."""
    _stands_after(world, _to_pay(world, "ela", numero, ordem), timedelta())


@quando(
    "passa o vencimento da primeira parcela",
    f"passa {_DUE}( e {{quem:pessoa}} não paga| sem pagamento|)",
    f"(passa|passam)( mais|) {{tempo:duracao}} d{_DUE}",
    "(a parcela {numero:numeros}|a {ordem:ordem} parcela|a parcela|o boleto) vence( e {quem:pessoa} não paga|"
    " sem pagamento)",
    also=("passam 3 dias do vencimento", "a primeira parcela vence e ela não paga"),
)
def after_due(
    world: World,
    quem: str = "ela",
    numero: str | None = None,
    ordem: int | None = None,
    tempo: timedelta = timedelta(days=1),
) -> None:
    """O relógio anda até depois de um vencimento: um dia, se não se diz quanto."""
    _stands_after(world, _to_pay(world, quem, numero, ordem), tempo)


@quando(
    "ela não paga a primeira parcela",
    "{quem:pessoa} não paga (a parcela {numero:numeros}|a {ordem:ordem} parcela|nada|o boleto|a parcela|"
    "a entrada)( até o fim da tolerância| no prazo|)",
)
def does_not_pay(world: World, quem: str, numero: str | None = None, ordem: int | None = None) -> None:
    """O tempo passa até um dia depois da tolerância da parcela; sem dizer qual, a mais antiga em aberto."""
    named = _to_pay(world, quem, numero, ordem)
    _stands_after(world, named, timedelta(days=world.settings.policy.grace_days + 1))


@quando(
    'o mesmo pagamento de "R$ 300,00" é contado 3 vezes',
    "o mesmo pagamento de {valor:dinheiro} é (contado|registrado|avisado) {vezes:numeros} vezes",
)
def is_told_again(world: World, valor: Decimal, vezes: str) -> None:
    """O mesmo pagamento, com o mesmo identificador, chega várias vezes."""
    name = str(uuid4())
    for _ in range(int(vezes)):
        _is_paid(world, _payment(world, "ela", valor, name))


def installment_of(
    world: World, number: str | None, rank: int | None, who: str = "ela"
) -> AgreedInstallmentView:
    """Return the instalment that a sentence names by its number or by its place.

    Raises:
        Unmet: the agreement has no such instalment, or there is no agreement.
    """
    installments = world.agreement(who).installments
    wanted = len(installments) if rank == _LAST else rank or int(number or 0)
    found = next((each for each in installments if each.number == wanted), None)
    if found is None:
        raise Unmet(f"uma parcela {wanted}", f"o acordo tem {len(installments)}")
    return found


def _to_pay(
    world: World, who: str, number: str | None, rank: int | None, late: timedelta | None = None
) -> AgreedInstallmentView:
    """Return the instalment that is named, or the oldest one open, as it stands when it is paid."""
    found = _named_or_oldest(world, who, number, rank)
    if late is not None:
        _stands_after(world, found, late)
        found = installment_of(world, str(found.number), None, who)
    world.check(found.remaining > ZERO, "uma parcela a pagar", f"a parcela {found.number} já está paga")
    return found


def _named_or_oldest(world: World, who: str, number: str | None, rank: int | None) -> AgreedInstallmentView:
    if number or rank:
        return installment_of(world, number, rank, who)
    is_open = (each for each in world.agreement(who).installments if each.remaining > ZERO)
    if (oldest := next(is_open, None)) is None:
        raise Unmet("uma parcela a pagar", "todas já estão pagas")
    return oldest


def _stands_after(world: World, due: AgreedInstallmentView, late: timedelta) -> None:
    world.stands_at(datetime.combine(due.due_date + timedelta(days=late.days), _NOON, SAO_PAULO))


def _document(world: World, who: str, paid: AgreedInstallmentView) -> PaymentDocument:
    found = [each for each in world.documents(who) if each.installment == paid.number]
    if not found:
        raise Unmet(f"um boleto da parcela {paid.number}", "nenhum foi emitido")
    return found[-1]


def _is_paid(world: World, payment: PaymentReceived) -> PaymentRecorded:
    """Have a payment told to Certobot."""
    world.happens()
    world.tape.note(f"Chega um pagamento de {format_brl(payment.amount)}.")
    recorded = world.house.run(world.certobot.container.record_payment()(payment))
    world.settle()
    return recorded


def _is_placed(recorded: PaymentRecorded) -> None:
    if recorded.status == "unmatched":
        raise Unmet("um pagamento que o Certobot reconhece", "ele não achou de que parcela é")


def _payment(
    world: World, who: str, amount: Decimal, name: str, number: int | None = None
) -> PaymentReceived:
    agreement_id = world.agreement(who).id
    return PaymentReceived("manual", name, amount, world.today, agreement_id=agreement_id, installment=number)
