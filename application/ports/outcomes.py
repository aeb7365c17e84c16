"""What the CRM must be told."""

from datetime import datetime
from typing import Protocol

from application.ports.crm import OutcomeReport
from domain.shared.ids import ConversationId


class Outcomes(Protocol):
    """Keeps how every conversation of one tenant ended, until the CRM has it."""

    async def put(self, report: OutcomeReport, now: datetime) -> None:
        """Keep the outcome of a conversation; the same conversation again changes nothing."""

    async def claim(
        self, conversation_id: ConversationId, now: datetime, until: datetime
    ) -> tuple[OutcomeReport, int] | None:
        """Take an unreported outcome that is due, with the number of this attempt."""

    async def reported(self, conversation_id: ConversationId, now: datetime) -> None:
        """Record that the CRM has it."""

    async def retry(self, conversation_id: ConversationId, at: datetime, reason: str) -> None:
        """Record that the CRM did not answer; it is due again at `at`."""

    async def bury(self, conversation_id: ConversationId, reason: str) -> None:
        """Record that the CRM will never take it."""
