"""A conversation, live: one server-sent event each time it has changed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import msgspec
from anyio import CancelScope
from litestar.response import ServerSentEventMessage

from application.ports.unit_of_work import StoreUnavailable
from application.ports.views import ConversationView

POLL = timedelta(milliseconds=300)
HEARTBEAT = timedelta(seconds=15)
RECONNECT = timedelta(seconds=1)

ReadView = Callable[[], Awaitable[ConversationView | None]]
Pause = Callable[[float], Awaitable[None]]


async def live_view(
    read: ReadView, stopping: asyncio.Event, pause: Pause = asyncio.sleep
) -> AsyncIterator[ServerSentEventMessage]:
    """Yield the view as JSON at once and whenever it changes, and a comment after 15 seconds of silence.

    Ends when the conversation or the store is gone, or the server is stopping: the browser asks again by
    itself a second later.
    """
    shown: bytes | None = None
    silent_polls = 0
    while not stopping.is_set():
        encoded = await _encoded(read)
        if encoded is None:
            return
        silent_polls += 1
        if encoded != shown:
            shown, silent_polls = encoded, 0
            yield ServerSentEventMessage(data=encoded, retry=int(RECONNECT / timedelta(milliseconds=1)))
        elif silent_polls * POLL >= HEARTBEAT:
            silent_polls = 0
            yield ServerSentEventMessage(data=None, comment="batimento")
        await pause(POLL.total_seconds())


async def _encoded(read: ReadView) -> bytes | None:
    try:
        # A browser that leaves cancels us at every await: a read cut short could not close its connection.
        with CancelScope(shield=True):
            view = await read()
    except StoreUnavailable:
        return None
    return None if view is None else msgspec.json.encode(view)
