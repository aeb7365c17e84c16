"""Hold a conversation for a turn, and give it back when the turn fails."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from application.conversation import Held
from application.ports.clock import Clock
from application.ports.negotiation_repository import StaleAggregate
from application.ports.payment_issuer import IssuerUnavailable
from application.ports.telemetry import Counted, Step, Telemetry
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)

# Longer than a model may think and a bank may take. Who holds longer is fenced off, and decides in vain.
LEASE = timedelta(seconds=15)
MOST_ATTEMPTS = 5
_LONGEST_REST = timedelta(minutes=5)
_STOPPED = "o processo foi parado durante o turno"
# What fails for a while, through no fault of the conversation.
PASSING = (StaleAggregate, IssuerUnavailable, StoreUnavailable)


@dataclass(frozen=True, slots=True)
class HoldConversation:
    """Lets one holder at a time decide in a conversation; every unit of work here is one call.

    A conversation whose turns keep failing, or keep killing their process, rests longer each time; after
    five attempts its messages are buried with the reason, and somebody has to bring them back.

    Raises:
        StoreUnavailable: try again.
    """

    at_once: UnitOfWorkFactory
    clock: Clock
    telemetry: Telemetry

    async def __call__(self, conversation_id: ConversationId) -> Held | None:
        """Return the conversation, held, with what waits in it; None when nothing is to be decided."""
        now = self.clock.now()
        with self.telemetry.step(Step.HOLD):
            async with self.at_once() as uow:
                held = await uow.turns.hold(conversation_id, now, now + LEASE)
        if held is None or held.attempts <= MOST_ATTEMPTS:
            return held
        await self._bury(held)
        return None

    async def give_back(self, held: Held, failure: Exception) -> None:
        """Let the conversation rest, the longer the more often it failed."""
        self.telemetry.count(Counted.TURNS_FAILED, type(failure).__name__)
        blameless = isinstance(failure, PASSING)
        rest = timedelta() if isinstance(failure, StaleAggregate) else _rest_after(held.attempts)
        async with self.at_once() as uow:
            until = self.clock.now() + rest
            await uow.turns.rest(held.lease, until, type(failure).__name__, blameless=blameless)

    async def hand_over(self, held: Held) -> None:
        """Have whoever comes next begin the turn at once, as if nobody had begun it."""
        async with self.at_once() as uow:
            await uow.turns.rest(held.lease, self.clock.now(), _STOPPED, blameless=True)

    async def _bury(self, held: Held) -> None:
        reason = held.last_error or "o processo caiu durante o turno"
        conversation_id = held.lease.conversation_id
        log.error(
            "conversation needs a person", extra={"conversation": str(conversation_id), "reason": reason}
        )
        now = self.clock.now()
        async with self.at_once() as uow:
            if held.inbound:
                messages = [message.message_id for message in held.inbound]
                await uow.turns.bury(held.lease, messages, reason, now)
            else:
                # Its time is over and it cannot be ended: it is tried again, but seldom.
                await uow.turns.rest(held.lease, now + _LONGEST_REST, reason, blameless=False)


def _rest_after(attempts: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(attempts - 1, 16)), _LONGEST_REST)
