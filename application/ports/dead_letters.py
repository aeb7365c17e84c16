"""What failed for good, until somebody brings it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from domain.shared.ids import ConversationId

DeadKind = Literal["inbound", "outbound", "outcome"]
StaysFor = Literal["silence", "newer_conversation"]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message nobody could answer, one nobody could send, or an outcome nobody would take.

    `stays_for` says why it may not be brought back, if it may not: whoever reads it asked for silence or is
    not the debtor, or it would open a conversation although a newer one with the debtor was opened since.
    """

    kind: DeadKind
    conversation_id: ConversationId
    reason: str
    at: datetime
    stays_for: StaysFor | None = None


class DeadLetters(Protocol):
    """Keeps what failed for good of one tenant, with its reason."""

    async def all(self, limit: int, conversation_id: ConversationId | None = None) -> tuple[DeadLetter, ...]:
        """Return the dead letters, of one conversation when it is named, oldest first."""

    async def revive(self, now: datetime, conversation_id: ConversationId | None = None) -> int:
        """Let them wait again as if they had never been tried; return how many do.

        What `stays_for` something stays where it is. What we start leaves within the rules of contact only.
        """
