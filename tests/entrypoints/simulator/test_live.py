"""What a watcher of one conversation receives, and when the stream ends."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from anyio import create_task_group
from litestar.response import ServerSentEventMessage

from application.ports.unit_of_work import StoreUnavailable
from application.ports.views import ConversationView
from entrypoints.simulator.live import HEARTBEAT, POLL, live_view
from tests.entrypoints.simulator.views import VIEW

LATER = replace(VIEW, phase="negotiation")


class Script:
    """Shows one view a poll, then stops the server; an exception in the script is raised."""

    def __init__(self, *views: ConversationView | Exception | None) -> None:
        self.stopping = asyncio.Event()
        self.paused: list[float] = []
        self._views = list(views)

    async def read(self) -> ConversationView | None:
        view = self._views.pop(0)
        if isinstance(view, Exception):
            raise view
        return view

    async def pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        if not self._views:
            self.stopping.set()

    async def sent(self) -> Sequence[ServerSentEventMessage]:
        return [message async for message in live_view(self.read, self.stopping, self.pause)]


async def test_the_view_is_sent_at_once_and_again_only_when_it_changed() -> None:
    sent = await Script(VIEW, VIEW, VIEW, LATER, LATER).sent()

    assert [b"negotiation" in bytes(str(message.data), "utf-8") for message in sent] == [False, True]


async def test_it_is_looked_at_every_300_milliseconds() -> None:
    script = Script(VIEW, VIEW)

    await script.sent()

    assert script.paused == [0.3, 0.3]


async def test_fifteen_silent_seconds_are_broken_by_a_comment_that_carries_nothing() -> None:
    silent_polls = int(HEARTBEAT / POLL)

    just_before = await Script(*[VIEW] * silent_polls).sent()
    just_then = await Script(*[VIEW] * (silent_polls + 1)).sent()

    assert len(just_before) == 1
    assert just_then[1].comment
    assert just_then[1].data is None


async def test_the_browser_is_told_to_come_back_after_a_second() -> None:
    [message] = await Script(VIEW).sent()

    assert message.retry == 1000


async def test_the_stream_ends_with_the_conversation_the_store_or_the_server() -> None:
    gone = Script(VIEW, None, LATER)
    unavailable = Script(VIEW, StoreUnavailable(), LATER)
    stopped = Script(VIEW, LATER)
    stopped.stopping.set()

    assert len(await gone.sent()) == 1
    assert len(await unavailable.sent()) == 1
    assert len(await stopped.sent()) == 0


async def test_a_watcher_who_leaves_does_not_cut_a_read_of_the_store_short() -> None:
    reading, finished = asyncio.Event(), asyncio.Event()

    async def read() -> ConversationView:
        reading.set()
        await asyncio.sleep(0)
        finished.set()
        return VIEW

    async def watch() -> None:
        async for _ in live_view(read, asyncio.Event()):
            await asyncio.Event().wait()

    async with create_task_group() as browser:
        browser.start_soon(watch)
        await reading.wait()
        browser.cancel_scope.cancel()

    assert finished.is_set()
