"""Find what no nudge announced."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class FindDue:
    """Names conversations in which something waits: an answer, a delivery, an outcome, or the clock.

    Raises:
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self) -> tuple[ConversationId, ...]:
        """Return up to 200 of them."""
        async with self.uow() as uow:
            return await uow.conversations.due(self.clock.now(), _AT_ONCE)
