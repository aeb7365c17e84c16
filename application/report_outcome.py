"""Tell the CRM how a conversation ended."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from application.ports.clock import Clock
from application.ports.crm import Crm, CrmRejected, CrmUnavailable
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=1)
_SLOWEST_RETRY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """Hands an outcome to the CRM until it has it; a CRM that is down for a day loses none.

    Every unit of work here is one call.

    Raises:
        StoreUnavailable: try again.
    """

    at_once: UnitOfWorkFactory
    crm: Crm
    clock: Clock

    async def __call__(self, conversation_id: ConversationId) -> bool:
        """Report the conversation's outcome if it is due; tell whether the CRM has it now."""
        now = self.clock.now()
        async with self.at_once() as uow:
            claimed = await uow.outcomes.claim(conversation_id, now, now + CLAIM)
        if claimed is None:
            return False
        report, attempts = claimed
        try:
            await self.crm.report(report)
        except CrmUnavailable as unavailable:
            wait = min(timedelta(seconds=2 ** min(attempts, 12)), _SLOWEST_RETRY)
            async with self.at_once() as uow:
                await uow.outcomes.retry(conversation_id, self.clock.now() + wait, str(unavailable))
                return False
        except CrmRejected as rejected:
            log.error("outcome rejected by the CRM", extra={"reason": rejected.reason})
            async with self.at_once() as uow:
                await uow.outcomes.bury(conversation_id, rejected.reason)
                return False
        async with self.at_once() as uow:
            await uow.outcomes.reported(conversation_id, self.clock.now())
        return True
