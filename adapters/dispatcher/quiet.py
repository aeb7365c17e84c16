"""Wait a moment before a conversation is worked: what is written in a burst is answered as one."""

import asyncio

from application.ports.dispatcher import Dispatcher
from domain.shared.ids import ConversationId


class QuietDispatcher:
    """Hands each nudge on after `seconds`; those that come meanwhile for the same conversation go with it.

    What is on hold when the process dies is found by the sweep, as any nudge that is lost.
    """

    def __init__(self, dispatcher: Dispatcher, seconds: float) -> None:
        self._dispatcher = dispatcher
        self._seconds = seconds
        self._on_hold: dict[ConversationId, asyncio.Task[None]] = {}

    async def nudge(self, conversation_id: ConversationId) -> None:
        """Announce the conversation when the quiet time is over."""
        if not self._seconds:
            await self._dispatcher.nudge(conversation_id)
        elif conversation_id not in self._on_hold:
            self._on_hold[conversation_id] = asyncio.create_task(self._hand_on(conversation_id))

    async def _hand_on(self, conversation_id: ConversationId) -> None:
        try:
            await asyncio.sleep(self._seconds)
        finally:
            del self._on_hold[conversation_id]
        await self._dispatcher.nudge(conversation_id)
