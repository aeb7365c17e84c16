"""`/api/v1/payments`: what was paid, told by the CRM or by a person."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import Body, HeaderParameter, SkipValidation

from application.ports.clock import Clock
from application.ports.payments import PaymentId
from application.ports.unit_of_work import UnitOfWorkFactory
from application.record_payment import PaymentRecorded, RecordPayment
from domain.payments.received import PaymentReceived
from domain.shared.calendar import business_date
from domain.shared.errors import RuleBroken
from domain.shared.ids import AgreementId
from domain.shared.money import CENT, ZERO, brl
from entrypoints.http import examples

IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\S")]

_MOST_UNMATCHED = 200
_UNHEARD_OF = Decimal(10) ** 12
_FIRST_DAY = date(2000, 1, 1)


class PaymentRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One payment, in BRL: told again under the same `id` (or `Idempotency-Key`) it is the same payment.

    What it pays is named by `nosso_numero` or `txid`, or by `agreement_id` with or without `installment`.
    `reference` names the payment wherever it is told: the end-to-end id of a Pix. `paid_at` is a date or a
    time (ISO 8601), today when it is left out.
    """

    amount: Decimal
    paid_at: str | None = None
    id: Name | None = None
    source: Literal["manual", "crm"] = "manual"
    nosso_numero: Name | None = None
    txid: Name | None = None
    agreement_id: UUID | None = None
    installment: Annotated[int, msgspec.Meta(ge=1, le=120)] | None = None
    reference: Name | None = None


class PaymentBody(msgspec.Struct, frozen=True):
    """What became of it: `recorded`, `repeated`, or `unmatched` when nobody knows what it pays."""

    id: PaymentId
    status: str
    source: str
    external_id: str
    amount: Decimal
    paid_on: date
    agreement_id: AgreementId | None
    installment: int | None


class PaymentNeedsName(RuleBroken):
    """Nothing tells this payment apart from another one."""

    def __init__(self) -> None:
        super().__init__("diga o id do pagamento, ou envie Idempotency-Key, para que ele conte uma vez só")


class NotAPaymentDay(RuleBroken):
    """The text is no day, or one that has not come."""

    def __init__(self) -> None:
        super().__init__("paid_at deve ser uma data de hoje ou de antes, como 2026-12-10")


class NotAnAmount(RuleBroken):
    """Nobody paid that much, or less than a cent."""

    def __init__(self) -> None:
        super().__init__("amount deve ser um valor em reais, até os centavos, como 300.00")


class PaymentNamesNothing(RuleBroken):
    """An instalment without its agreement is nobody's."""

    def __init__(self) -> None:
        super().__init__("diga o que foi pago: nosso_numero, txid ou agreement_id")


@post(
    "/payments",
    summary="Registra um pagamento, uma vez só",
    responses=examples.problems(401, 404, 409, 422, 503),
)
async def record_payment(
    data: Annotated[PaymentRequest, Body(examples=examples.PAYMENT)],
    record: NamedDependency[SkipValidation[RecordPayment]],
    clock: NamedDependency[SkipValidation[Clock]],
    idempotency_key: IdempotencyKey = None,
) -> Response[PaymentBody]:
    """Keep a payment: 201 the first time, 200 when it was told before."""
    recorded = await record(_received(data, idempotency_key, business_date(clock.now())))
    return Response(_body(recorded), status_code=200 if recorded.status == "repeated" else 201)


@get(
    "/payments/unmatched",
    summary="Pagamentos que ninguém sabe o que pagam",
    responses=examples.problems(401, 503),
)
async def list_unmatched(uow: NamedDependency[UnitOfWorkFactory]) -> tuple[PaymentBody, ...]:
    """Return the latest of them; telling one again with what it pays places it."""
    async with uow() as work:
        unmatched = await work.payments.unmatched(_MOST_UNMATCHED)
    return tuple(
        _body(PaymentRecorded(payment_id, "unmatched", payment)) for payment_id, payment in unmatched
    )


def _received(data: PaymentRequest, idempotency_key: str | None, today: date) -> PaymentReceived:
    external_id = data.id or (sha256(idempotency_key.encode()).hexdigest() if idempotency_key else None)
    if external_id is None:
        raise PaymentNeedsName
    if data.agreement_id is None and data.nosso_numero is None and data.txid is None:
        raise PaymentNamesNothing
    if not (data.amount.is_finite() and ZERO < data.amount < _UNHEARD_OF and data.amount % CENT == ZERO):
        raise NotAnAmount
    return PaymentReceived(
        source=data.source,
        external_id=external_id,
        amount=brl(data.amount),
        paid_on=_day(data.paid_at, today),
        nosso_numero=data.nosso_numero,
        txid=data.txid,
        agreement_id=AgreementId(data.agreement_id) if data.agreement_id else None,
        installment=data.installment,
        reference=data.reference,
    )


def _day(text: str | None, today: date) -> date:
    """Return the day in America/Sao_Paulo; a time without its zone is of there."""
    if text is None:
        return today
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotAPaymentDay from None
    day = business_date(moment) if moment.tzinfo else moment.date()
    if not _FIRST_DAY <= day <= today:
        raise NotAPaymentDay
    return day


def _body(recorded: PaymentRecorded) -> PaymentBody:
    payment = recorded.payment
    return PaymentBody(
        recorded.id,
        recorded.status,
        payment.source,
        payment.external_id,
        payment.amount,
        payment.paid_on,
        payment.agreement_id,
        payment.installment,
    )
