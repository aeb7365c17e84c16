"""What a person has to look at, because no program can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from domain.messaging.details import Attachment
from domain.shared.ids import ConversationId, MessageId

CheckKind = Literal["receipt"]


@dataclass(frozen=True, slots=True)
class HumanCheck:
    """A file that somebody must look at, in the message that brought it; `closed_at` when somebody has."""

    kind: CheckKind
    conversation_id: ConversationId
    message_id: MessageId
    file: Attachment
    opened_at: datetime
    closed_at: datetime | None = None


class HumanChecks(Protocol):
    """Keeps what one tenant's people have to check."""

    async def open(self, checks: Sequence[HumanCheck]) -> None:
        """Keep checks; one that is there already stays as it is."""

    async def close(self, message_id: MessageId, now: datetime) -> bool:
        """Record that somebody looked at a message; tell whether something was open there."""

    async def close_all(self, conversation_id: ConversationId, now: datetime) -> int:
        """Record that everything of a conversation is settled; return how many checks were open."""

    async def of_message(self, message_id: MessageId) -> HumanCheck | None:
        """Return the check of a message, open or not."""

    async def waiting(self, limit: int) -> tuple[HumanCheck, ...]:
        """Return the checks that are open, the oldest first."""
