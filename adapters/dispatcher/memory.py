"""`dispatcher = "memory"`: conversations are worked by tasks of this very process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress

import structlog

from domain.shared.ids import ConversationId

log = structlog.get_logger()

Work = Callable[[ConversationId], Awaitable[None]]
FindDue = Callable[[], Awaitable[Iterable[ConversationId]]]

_STOP_SECONDS = 5.0


class MemoryDispatcher:
    """Works each nudged conversation soon, never one conversation twice at the same time.

    A nudge during work lets the conversation be looked at once more. Every `sweep_seconds`, what no nudge
    announced is found. Nudges before `running` or after it are lost, as nudges may be.
    """

    def __init__(self, workers: int = 8, sweep_seconds: float = 1.0) -> None:
        self._workers = workers
        self._sweep_seconds = sweep_seconds
        self._queue: asyncio.Queue[ConversationId] = asyncio.Queue()
        self._queued: set[ConversationId] = set()
        self._working: set[ConversationId] = set()
        self._again: set[ConversationId] = set()

    async def nudge(self, conversation_id: ConversationId) -> None:
        """Have the conversation worked, or worked once more when that is under way."""
        if conversation_id in self._working:
            self._again.add(conversation_id)
        elif conversation_id not in self._queued:
            self._queued.add(conversation_id)
            self._queue.put_nowait(conversation_id)

    @asynccontextmanager
    async def running(self, work: Work, find_due: FindDue) -> AsyncIterator[None]:
        """Work conversations until left; what is under way then is finished, within 5 seconds."""
        workers = [asyncio.create_task(self._work(work)) for _ in range(self._workers)]
        sweeper = asyncio.create_task(self._sweep(find_due))
        try:
            yield
        finally:
            await _cancelled([sweeper])
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle(), _STOP_SECONDS)
            await _cancelled(workers)

    async def aclose(self) -> None:
        """Hold nothing: what is queued lives in the process alone."""

    async def _work(self, work: Work) -> None:
        while True:
            conversation_id = await self._queue.get()
            self._queued.discard(conversation_id)
            self._working.add(conversation_id)
            try:
                await work(conversation_id)
            except Exception:
                log.exception("work failed")
            finally:
                self._working.discard(conversation_id)
                self._queue.task_done()
            if conversation_id in self._again:
                self._again.discard(conversation_id)
                await self.nudge(conversation_id)

    async def _sweep(self, find_due: FindDue) -> None:
        while True:
            try:
                for conversation_id in await find_due():
                    if conversation_id not in self._working:
                        await self.nudge(conversation_id)
            except Exception:
                log.exception("sweep failed")
            await asyncio.sleep(self._sweep_seconds)

    async def _idle(self) -> None:
        await self._queue.join()


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
