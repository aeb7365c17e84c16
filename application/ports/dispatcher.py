"""Waking whoever works a conversation."""

from typing import Protocol

from domain.shared.ids import ConversationId


class Dispatcher(Protocol):
    """Announces that something waits in a conversation.

    A nudge may be lost, doubled or late; what waits is in the store, and a sweep finds it.
    """

    async def nudge(self, conversation_id: ConversationId) -> None:
        """Announce a conversation; never fails, never waits for the work."""
