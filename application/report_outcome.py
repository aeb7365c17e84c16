"""Tell the CRM how conversations ended, and what became of their agreements."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from application.ports.clock import Clock
from application.ports.crm import Crm, CrmRejected, CrmUnavailable
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=1)
# A CRM that asks for more has made a mistake.
_LONGEST_ASKED = 24 * 60 * 60
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
        """Report what is due of the conversation's debtor, in order; tell whether the CRM has any now."""
        told = False
        while (report := await self._report_next(conversation_id)) is not None:
            told = told or report
        return told

    async def _report_next(self, conversation_id: ConversationId) -> bool | None:
        """Report the earliest outcome; tell whether the CRM has it, None when nothing more is due."""
        now = self.clock.now()
        async with self.at_once() as uow:
            claimed = await uow.outcomes.claim(conversation_id, now, now + CLAIM)
        if claimed is None:
            return None
        report, attempts = claimed
        try:
            await self.crm.report(report)
        except CrmUnavailable as unavailable:
            wait = _wait(attempts, unavailable)
            async with self.at_once() as uow:
                await uow.outcomes.retry(report.session_id, self.clock.now() + wait, str(unavailable))
            return None
        except CrmRejected as rejected:
            log.error("outcome rejected by the CRM", extra={"reason": rejected.reason})
            async with self.at_once() as uow:
                await uow.outcomes.bury(report.session_id, rejected.reason)
            return False
        async with self.at_once() as uow:
            await uow.outcomes.reported(report.session_id, self.clock.now())
        return True


def _wait(attempts: int, unavailable: CrmUnavailable) -> timedelta:
    """Return how long to leave the CRM alone: longer each time, and no shorter than it asked for."""
    backoff = min(timedelta(seconds=2 ** min(attempts, 12)), _SLOWEST_RETRY)
    return max(backoff, timedelta(seconds=min(unavailable.wait_seconds, _LONGEST_ASKED)))
