"""End a conversation in which the debtor fell silent."""

from dataclasses import dataclass, replace

from application.compose_turn import ComposeTurn
from application.outcome_report import outcome_report
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from application.take_turn import LEASE
from domain.negotiation.negotiation import expire
from domain.shared.ids import ConversationId


@dataclass(frozen=True, slots=True)
class ExpireConversation:
    """Lets the clock run over a conversation, under the same lease as its messages.

    A message that waits for an answer keeps the conversation alive, however late the answer is.

    Raises:
        StaleAggregate: the debtor wrote meanwhile.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    compose: ComposeTurn
    clock: Clock

    async def __call__(self, conversation_id: ConversationId) -> bool:
        """Expire the conversation if its time is over; tell whether it was."""
        now = self.clock.now()
        async with self.uow() as uow:
            if expire(await uow.negotiations.get(conversation_id), now) is None:
                return False
            # Decided again while holding the conversation; leaving without a commit gives the lease back.
            if not await uow.conversations.lease(conversation_id, now, now + LEASE):
                return False
            negotiation = await uow.negotiations.get(conversation_id)
            decision = expire(negotiation, now)
            if decision is None or await uow.inbox.pending(conversation_id):
                return False
            if await uow.outbox.has_unfinished(conversation_id):
                # Our own answer has not left: the debtor's time begins when it has.
                await uow.negotiations.save(replace(negotiation, last_activity_at=now), (), now)
                await uow.conversations.release(conversation_id)
                await uow.commit()
                return False
            debtor = await uow.debtors.get(negotiation.debtor_id)
            conversation = await uow.conversations.get(conversation_id)
            last_text = await uow.conversations.last_text_to(conversation_id)
            await uow.commit()
        turn = await self.compose(decision, debtor, conversation.contact, last_text)
        async with self.uow() as uow:
            await uow.negotiations.save(turn.decision.negotiation, turn.decision.events, now)
            await uow.outbox.put(turn.messages, now)
            await uow.outcomes.put(outcome_report(decision, debtor, now), now)
            await uow.conversations.release(conversation_id)
            await uow.commit()
        return True
