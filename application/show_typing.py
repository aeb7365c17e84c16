"""Let the debtor see that they are being heard, while a turn is taken."""

import asyncio
from dataclasses import dataclass, field

from application.ports.attention import Attention

_PATIENCE = 5.0
# Beyond this many the channel is slow: an answer must not queue behind signs that one is coming.
_MOST = 256


@dataclass(slots=True, eq=False)
class ShowTyping:
    """Shows messages as read and answers as being written, in the background; close it with `aclose`.

    Nothing waits for it, and nothing fails with it. Turned off, it shows nothing.
    """

    attention: Attention
    enabled: bool = True
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def __call__(self, provider_message_id: str) -> None:
        """Begin to show; return at once."""
        if not self.enabled or not provider_message_id or len(self._under_way) >= _MOST:
            return
        task = asyncio.create_task(self._show(provider_message_id))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def aclose(self) -> None:
        """Stop showing."""
        tasks = tuple(self._under_way)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _show(self, provider_message_id: str) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.attention.show_typing(provider_message_id)
        except TimeoutError:
            return
