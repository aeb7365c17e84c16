"""End a conversation because the channel told that nothing may be written in it any more."""

from collections.abc import Callable
from datetime import datetime

from application.outcome_report import outcome_report
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWork
from domain.negotiation.negotiation import Decision, Negotiation, Status
from domain.shared.ids import ConversationId


async def cut_off(
    uow: UnitOfWork,
    conversation_id: ConversationId,
    reason: str,
    decide: Callable[[Negotiation, datetime], Decision],
    now: datetime,
) -> None:
    """End the conversation, and let nothing leave that still waits in it; the CRM is told.

    Raises:
        StaleAggregate: a turn was kept in between; decide anew.
    """
    await uow.outbox.silence(conversation_id, reason)
    negotiation = await negotiation_of(uow, conversation_id)
    if negotiation is None:
        return
    decision = decide(negotiation, now)
    if not decision.events:
        return
    await uow.negotiations.save(decision.negotiation, decision.events, now)
    if negotiation.status is Status.ACTIVE:
        debtor = await uow.debtors.get(negotiation.debtor_id)
        await uow.outcomes.put(outcome_report(decision, debtor, now), now)


async def negotiation_of(uow: UnitOfWork, conversation_id: ConversationId) -> Negotiation | None:
    """Return the negotiation of a conversation; a stranger's thread has none."""
    try:
        return await uow.negotiations.get(conversation_id)
    except NotFound:
        return None
