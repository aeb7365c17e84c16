"""What the CRM must be told."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.ports.crm import OutcomeReport
from domain.shared.ids import ConversationId


class Outcomes(Protocol):
    """Keeps how every conversation of one tenant ended, and its agreement, until the CRM has it.

    What is told of one debtor is told in the order in which it was kept: a later outcome never passes an
    earlier one that the CRM may still take.
    """

    async def put(self, report: OutcomeReport, now: datetime) -> None:
        """Keep a report, last in its debtor's queue; the same session again changes nothing."""

    async def claim(
        self, conversation_id: ConversationId, now: datetime, until: datetime
    ) -> tuple[OutcomeReport, int] | None:
        """Take the earliest unreported outcome of the conversation's debtor, if it is due.

        With it comes the number of this attempt.
        """

    async def reported(self, session_id: UUID, now: datetime) -> None:
        """Record that the CRM has it."""

    async def retry(self, session_id: UUID, at: datetime, reason: str) -> None:
        """Record that the CRM did not answer; it is due again at `at`."""

    async def bury(self, session_id: UUID, reason: str) -> None:
        """Record that the CRM will never take it."""
