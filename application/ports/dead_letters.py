"""What failed for good, until somebody brings it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from domain.shared.ids import ConversationId

DeadKind = Literal["inbound", "outbound", "outcome"]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message nobody could answer, one nobody could send, or an outcome nobody would take."""

    kind: DeadKind
    conversation_id: ConversationId
    reason: str
    at: datetime


class DeadLetters(Protocol):
    """Keeps what failed for good of one tenant, with its reason."""

    async def all(self, limit: int, conversation_id: ConversationId | None = None) -> tuple[DeadLetter, ...]:
        """Return the dead letters, of one conversation when it is named, oldest first."""

    async def revive(self, now: datetime, conversation_id: ConversationId | None = None) -> int:
        """Let them wait again as if they had never been tried; return how many do.

        A message to somebody who asked for silence, or who is not the debtor, stays where it is.
        """
