"""Record a payment, whoever tells of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from application.ports.clock import Clock
from application.ports.dispatcher import Dispatcher
from application.ports.negotiation_repository import StaleAggregate
from application.ports.payments import PaymentId
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.negotiation.agreement import Agreement, AgreementStatus
from domain.payments.received import PaymentReceived
from domain.shared.errors import RuleBroken
from domain.shared.ids import AgreementId

_MOST_TRIES = 5

RecordedAs = Literal["recorded", "repeated", "unmatched"]


class PaymentContradicted(RuleBroken):
    """The same source told of the same payment with another amount or day."""

    def __init__(self) -> None:
        super().__init__("este pagamento já foi registrado com outro valor ou outra data")


class UnknownInstallment(RuleBroken):
    """The agreement has no instalment with this number."""

    def __init__(self, installment: int) -> None:
        super().__init__(f"o acordo não tem a parcela {installment}")
        self.installment = installment


@dataclass(frozen=True, slots=True)
class PaymentRecorded:
    """What became of a payment: kept, known before, or kept without anybody knowing what it pays."""

    id: PaymentId
    status: RecordedAs
    payment: PaymentReceived


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """Keeps a payment once, finds the instalment it pays, and has its agreement looked at.

    What it pays is found by its document's number, else by the agreement it names. A payment of an agreement
    whose place another took pays that other one. One that nobody can place is kept for a person to see, and
    is placed when it is told again with what it pays.

    Raises:
        PaymentContradicted: it was told before with other facts; nothing changes.
        NotFound: it names an agreement that does not exist.
        UnknownInstallment: it names an instalment that the agreement does not have.
        StaleAggregate, StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    dispatcher: Dispatcher
    clock: Clock
    new_id: Callable[[], UUID]

    async def __call__(self, received: PaymentReceived) -> PaymentRecorded:
        """Keep `received`; told again, it is what it was."""
        for _ in range(_MOST_TRIES):
            with suppress(StaleAggregate):
                return await self._once(received)
        return await self._once(received)

    async def _once(self, received: PaymentReceived) -> PaymentRecorded:
        async with self.uow() as uow:
            recorded, agreement = await self._record(uow, received)
            await uow.commit()
        if agreement is not None:
            await self.dispatcher.nudge(agreement.conversation_id)
        return recorded

    async def _record(
        self, uow: UnitOfWork, received: PaymentReceived
    ) -> tuple[PaymentRecorded, Agreement | None]:
        agreement, installment = await _paid_by(uow, received)
        placed = replace(received, agreement_id=agreement.id if agreement else None, installment=installment)
        recorded = PaymentRecorded(PaymentId(self.new_id()), "recorded" if agreement else "unmatched", placed)
        if not await uow.payments.add(recorded.id, placed, self.clock.now()):
            recorded = await _known(uow, received)
            if agreement is None or recorded.status != "unmatched":
                return recorded, None
            await uow.payments.place(recorded.id, agreement.id, installment)
            recorded = PaymentRecorded(recorded.id, "recorded", placed)
        if agreement is not None:
            # Conversations first, as in every turn: in two orders, each would wait for the other.
            await _decided_anew(uow, agreement, self.clock.now())
            await uow.follow_ups.wake(agreement.conversation_id, self.clock.now())
            # The version is the fence: whoever decides about the agreement meanwhile decides again.
            await uow.agreements.save(agreement)
        return recorded, agreement


async def _paid_by(uow: UnitOfWork, received: PaymentReceived) -> tuple[Agreement | None, int | None]:
    """Return the agreement that is paid, and its instalment if that is known."""
    agreement_id, installment = received.agreement_id, received.installment
    found = await _of_document(uow, received)
    if found is not None:
        agreement_id, installment = found
    if agreement_id is None:
        return None, None
    agreement = await uow.agreements.get(agreement_id)
    if installment is not None and all(each.number != installment for each in agreement.installments):
        raise UnknownInstallment(installment)
    while agreement.status is AgreementStatus.RENEGOTIATED:
        successor = await uow.agreements.successor_of(agreement.id)
        if successor is None:
            break
        agreement, installment = successor, None
    return agreement, installment


async def _decided_anew(uow: UnitOfWork, agreement: Agreement, now: datetime) -> None:
    """Have whoever is deciding what is left of a broken agreement decide anew: less is left by now."""
    talk = await uow.negotiations.active_of(agreement.debtor_id)
    if talk is not None and talk.renegotiates == agreement.id:
        await uow.negotiations.save(talk, (), now)


async def _of_document(uow: UnitOfWork, received: PaymentReceived) -> tuple[AgreementId, int] | None:
    """Return the one instalment whose document has the number that was paid; two are nobody's."""
    for number in (received.nosso_numero, received.txid):
        found = await uow.payments.paid_by(number) if number else ()
        if received.agreement_id is not None:
            found = tuple(each for each in found if each[0] == received.agreement_id)
        if len(found) == 1:
            return found[0]
    return None


async def _known(uow: UnitOfWork, received: PaymentReceived) -> PaymentRecorded:
    """Return what is kept of a payment that was told before.

    Raises:
        PaymentContradicted: it was told with other facts.
    """
    known = await uow.payments.find(received.source, received.external_id)
    if known is None:
        raise StaleAggregate("pagamento")
    payment_id, payment = known
    if (payment.amount, payment.paid_on) != (received.amount, received.paid_on):
        raise PaymentContradicted
    return PaymentRecorded(payment_id, "repeated" if payment.agreement_id else "unmatched", payment)
