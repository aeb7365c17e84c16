"""Do whatever waits in one conversation."""

import logging
from dataclasses import dataclass

from application.deliver_messages import DeliverMessages
from application.expire_conversation import ExpireConversation
from application.ports.negotiation_repository import NotFound, StaleAggregate
from application.ports.payment_issuer import IssuerUnavailable
from application.ports.unit_of_work import StoreUnavailable
from application.report_outcome import ReportOutcome
from application.take_turn import TakeTurn
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkConversation:
    """Answers, lets the clock run, delivers and reports; what fails for a while is left to the sweep."""

    take_turn: TakeTurn
    expire: ExpireConversation
    deliver: DeliverMessages
    report: ReportOutcome

    async def __call__(self, conversation_id: ConversationId) -> None:
        """Leave nothing due in the conversation, or leave it to the next sweep; never fail."""
        try:
            await self._work(conversation_id)
        except (StaleAggregate, IssuerUnavailable, StoreUnavailable) as passing:
            log.warning("conversation left for later", extra={"cause": type(passing).__name__})
        except Exception:
            log.exception("conversation could not be worked", extra={"conversation": str(conversation_id)})

    async def _work(self, conversation_id: ConversationId) -> None:
        working = {conversation_id: None}
        while (moved := await self.take_turn(conversation_id)) is not None:
            working[moved] = None
            conversation_id = moved
        for each in working:
            try:
                await self.expire(each)
            except NotFound:
                # A stranger's thread has messages to deliver, but no negotiation.
                log.debug("thread without negotiation", extra={"conversation": str(each)})
            await self.deliver(each)
            await self.report(each)
