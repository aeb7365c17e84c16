"""`certobot pagamento`: record by hand a payment that no file and no bank tells of."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

from application.ports.negotiation_repository import NotFound
from application.ports.views import AgreementView
from application.record_payment import PaymentRecorded
from domain.payments.received import PaymentReceived
from domain.shared.calendar import business_date
from domain.shared.errors import RuleBroken
from domain.shared.ids import AgreementId
from domain.shared.money import ZERO, NotMoney, brl, format_brl
from entrypoints.runtime import running
from entrypoints.settings import Settings

_RECORDED = {
    "recorded": "Pagamento registrado.",
    "repeated": "Este pagamento já estava registrado: nada mudou.",
    "unmatched": "Pagamento guardado, mas ninguém sabe o que ele paga: repita dizendo --agreement.",
}
_STATUS = {
    "active": "valendo",
    "promised": "prometido",
    "paid": "quitado",
    "broken": "quebrado",
    "renegotiated": "renegociado",
}


class UnusablePayment(RuleBroken):
    """What was told is no payment of anything known; the message says why, in Portuguese."""


def add_arguments(add: Callable[..., object]) -> None:
    """Add what `pagamento` takes."""
    add("--id", required=True, help="o seu identificador do pagamento: repetido, conta uma vez só")
    add("--amount", required=True, type=_amount, metavar="VALOR", help="em reais: 300.00 ou 300,00")
    add("--on", type=_day, metavar="DATA", help="o dia em que foi pago, como 2026-12-10; senão, hoje")
    what = "o que foi pago, pelo "
    add("--agreement", type=UUID, metavar="ID", help=f"{what}acordo")
    add("--installment", type=int, metavar="N", help="a parcela do acordo; senão, a mais antiga em aberto")
    add("--nosso-numero", metavar="N", help=f"{what}boleto")
    add("--txid", metavar="TXID", help=f"{what}Pix")


async def pagamento(settings: Settings, arguments: Namespace) -> None:
    """Record the payment, and say how its agreement stands.

    Raises:
        PaymentContradicted, UnknownInstallment, UnusablePayment: it cannot be recorded.
    """
    async with running(settings, dispatching=False) as container:
        today = business_date(container.clock().now())
        try:
            recorded = await container.record_payment()(_received(arguments, today))
        except NotFound:
            raise UnusablePayment("não existe um acordo com este identificador") from None
        agreement_id = recorded.payment.agreement_id
        agreement = await container.show_agreement()(agreement_id) if agreement_id else None
    print("\n".join(_lines(recorded, agreement)))


def _received(arguments: Namespace, today: date) -> PaymentReceived:
    paid_on = arguments.on or today
    if paid_on > today:
        raise UnusablePayment("a data do pagamento ainda não chegou")
    if not (arguments.agreement or arguments.nosso_numero or arguments.txid):
        raise UnusablePayment("diga o que foi pago: --agreement, --nosso-numero ou --txid")
    return PaymentReceived(
        source="manual",
        external_id=arguments.id,
        amount=arguments.amount,
        paid_on=paid_on,
        nosso_numero=arguments.nosso_numero,
        txid=arguments.txid,
        agreement_id=AgreementId(arguments.agreement) if arguments.agreement else None,
        installment=arguments.installment,
    )


def _lines(recorded: PaymentRecorded, agreement: AgreementView | None) -> list[str]:
    lines = [_RECORDED[recorded.status]]
    if agreement is not None:
        lines.append(f"Acordo {agreement.id}: {_STATUS[agreement.status]}.")
        lines.append(f"Pago: {format_brl(agreement.paid)}. Falta: {format_brl(agreement.remaining)}.")
        if agreement.overpaid > ZERO:
            lines.append(f"Pago a mais: {format_brl(agreement.overpaid)}; decida o que fazer com esse valor.")
    return lines


def _amount(text: str) -> Decimal:
    plain = text.replace(".", "").replace(",", ".") if "," in text else text
    try:
        amount = brl(plain)
    except NotMoney:
        raise ArgumentTypeError(f"{text} não é um valor em reais") from None
    if amount != Decimal(plain) or amount <= ZERO:
        raise ArgumentTypeError(f"{text} não é um valor em reais, até os centavos")
    return amount


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} não é uma data, como 2026-12-10") from None
