"""Showing the debtor that they are being heard."""

from typing import Protocol


class Attention(Protocol):
    """Shows a message as read, and that an answer is being written."""

    async def show_typing(self, provider_message_id: str) -> bool:
        """Show the message as read and an answer as being written; tell whether the channel did. Never fails.

        The sign goes by itself, with the answer or after a while.
        """
