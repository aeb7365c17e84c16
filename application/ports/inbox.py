"""What came in and waits for a turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from application.conversation import Accepted
from application.ports.webhook_gate import InboundMessage
from domain.shared.ids import ConversationId, MessageId


class Inbox(Protocol):
    """Keeps every inbound message of one tenant once, until a turn has answered it."""

    async def accept(
        self, messages: Sequence[tuple[MessageId, InboundMessage]], now: datetime
    ) -> tuple[Accepted, ...]:
        """Keep messages under the ids given, and show each in the latest conversation with its contact.

        Returned are those whose provider id was never kept before, and those of nobody we know, new or not:
        they have no conversation and wait for nothing. A user id that comes with a message is remembered.
        """

    async def move(self, messages: Sequence[MessageId], to: ConversationId) -> None:
        """Hand unanswered messages over to another conversation of the same debtor."""
