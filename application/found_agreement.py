"""What a new agreement sets in motion: its following, and the end of the one whose place it takes."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from application.ports.unit_of_work import UnitOfWork
from domain.negotiation.agreement import Agreement, AgreementStatus
from domain.shared.calendar import SAO_PAULO, business_date
from domain.shared.ids import AgreementId


async def follow_from_now_on(uow: UnitOfWork, agreement: Agreement, now: datetime) -> None:
    """Have `agreement` looked at from tomorrow on, in the transaction at hand; end what it renegotiates."""
    tomorrow = business_date(now) + timedelta(days=1)
    await uow.follow_ups.wake(agreement.conversation_id, datetime.combine(tomorrow, time(), SAO_PAULO))
    if agreement.renegotiates is not None:
        await _end(uow, agreement.renegotiates, now)


async def _end(uow: UnitOfWork, agreement_id: AgreementId, now: datetime) -> None:
    """Let another agreement take the place of this one: its documents stand no more."""
    agreement = await uow.agreements.get(agreement_id)
    await uow.follow_ups.wake(agreement.conversation_id, now)
    await uow.agreements.save(replace(agreement, status=AgreementStatus.RENEGOTIATED))
    for document in await uow.agreements.documents(agreement_id):
        await uow.registrations.cancel(document.boleto.bank_code, document.boleto.nosso_numero, now)
    await uow.second_copies.cancel_all(agreement_id, now)
