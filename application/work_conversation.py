"""Do whatever waits in one conversation."""

import asyncio
import logging
from dataclasses import dataclass

from application.conversation import Held
from application.deliver_messages import DeliverMessages
from application.expire_conversation import ExpireConversation
from application.follow_agreement import FollowAgreement
from application.hold_conversation import PASSING, HoldConversation
from application.keep_turn import TurnTaken
from application.ports.unit_of_work import StoreUnavailable
from application.report_outcome import ReportOutcome
from application.take_turn import TakeTurn
from domain.negotiation.negotiation import Status
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)

_HAND_OVER_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class WorkConversation:
    """Answers, lets the clock run, follows, delivers and reports; what fails is left to the sweep."""

    hold: HoldConversation
    take_turn: TakeTurn
    expire: ExpireConversation
    follow: FollowAgreement
    deliver: DeliverMessages
    report: ReportOutcome

    async def __call__(self, conversation_id: ConversationId) -> None:
        """Leave nothing due in the conversation, or leave it to the next sweep; never fail."""
        try:
            await self._work(conversation_id)
        except PASSING as passing:
            log.warning("conversation left for later", extra={"cause": type(passing).__name__})
        except Exception:
            log.exception("conversation could not be worked", extra={"conversation": str(conversation_id)})

    async def _work(self, conversation_id: ConversationId) -> None:
        held = await self.hold(conversation_id)
        if held is None:
            await self.deliver(conversation_id)
            await self.report(conversation_id)
        while held is not None:
            taken = await self._decide(held)
            if taken.first is not None:
                await self.deliver.from_first(taken.first)
            else:
                await self.deliver(held.lease.conversation_id)
            if taken.ended:
                await self.report(held.lease.conversation_id)
            held = await self.hold(taken.look_at) if taken.look_at else None

    async def _decide(self, held: Held) -> TurnTaken:
        try:
            if held.inbound:
                return await self.take_turn(held)
            is_active = held.negotiation.status is Status.ACTIVE
            return await (self.expire(held) if is_active else self.follow(held))
        except Exception as failure:
            await self._give_back(held, failure)
            raise
        except asyncio.CancelledError:
            await self._hand_over(held)
            raise

    async def _hand_over(self, held: Held) -> None:
        """Return what is held when this process is asked to stop; who stops waits for nothing for long."""
        try:
            async with asyncio.timeout(_HAND_OVER_SECONDS):
                await self.hold.hand_over(held)
        except (StoreUnavailable, TimeoutError):
            log.warning("lease left to run out")

    async def _give_back(self, held: Held, failure: Exception) -> None:
        try:
            await self.hold.give_back(held, failure)
        except StoreUnavailable:
            log.warning("lease left to run out")
