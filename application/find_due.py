"""Find what no nudge announced."""

from dataclasses import dataclass
from datetime import timedelta

from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId

_AT_ONCE = 200
# The statuses of what a dead process may have sent come within seconds.
_RECONCILIATION = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class FindDue:
    """Names conversations in which something waits: an answer, a delivery, an outcome, or the clock.

    What a dead process was sending waits for its statuses before it leaves again. Messages younger than
    `unannounced_after` are left to their nudge. Every unit of work here is one call.

    Raises:
        StoreUnavailable: try again.
    """

    at_once: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, unannounced_after: timedelta = timedelta()) -> tuple[ConversationId, ...]:
        """Return up to 200 of them."""
        now = self.clock.now()
        async with self.at_once() as uow:
            await uow.outbox.doubt(now + _RECONCILIATION)
            return await uow.conversations.due(now, _AT_ONCE, now - unannounced_after)
