"""What came in and waits for a turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from application.conversation import PendingInbound
from application.ports.webhook_gate import InboundMessage
from domain.negotiation.understanding import Understanding
from domain.shared.ids import ConversationId, MessageId


class Inbox(Protocol):
    """Keeps every inbound message of one tenant once, until a turn has answered it."""

    async def accept(
        self,
        message: InboundMessage,
        message_id: MessageId,
        conversation_id: ConversationId | None,
        now: datetime,
    ) -> bool:
        """Keep a message, and show it in its thread; False when this provider id was kept before.

        A message of nobody we know has no conversation: it is kept and waits for nothing. A user id that
        comes with it is remembered for its conversation.
        """

    async def pending(self, conversation_id: ConversationId) -> tuple[PendingInbound, ...]:
        """Return the unanswered messages of a conversation, oldest first; equal moments as they came."""

    async def answered(
        self, messages: Sequence[MessageId], understanding: Understanding | None, now: datetime
    ) -> None:
        """Mark messages as answered by one turn, and keep what the turn understood."""

    async def move(self, messages: Sequence[MessageId], to: ConversationId) -> None:
        """Hand unanswered messages over to another conversation of the same debtor."""
