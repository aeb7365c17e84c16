"""End a conversation in which the debtor fell silent."""

from dataclasses import dataclass

from application.compose_turn import ComposeTurn
from application.conversation import Held
from application.keep_turn import KeepTurn, TurnTaken
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.negotiation import expire


@dataclass(frozen=True, slots=True)
class ExpireConversation:
    """Lets the clock run over a conversation that is held, as a message would be answered.

    A message that waits for an answer keeps the conversation alive, however late the answer is: this is only
    for one in which nothing waits.

    Raises:
        StaleAggregate: somebody else holds the conversation by now.
        StoreUnavailable: try again.
    """

    at_once: UnitOfWorkFactory
    compose: ComposeTurn
    keep: KeepTurn
    clock: Clock

    async def __call__(self, held: Held) -> TurnTaken:
        """End the conversation if its time is over; return what follows."""
        decision = expire(held.negotiation, self.clock.now())
        if decision is None:
            async with self.at_once() as uow:
                await uow.turns.release(held.lease)
            return TurnTaken()
        turn = await self.compose(decision, held.debtor, held.conversation.contact, held.last_text)
        return await self.keep(held, turn)
