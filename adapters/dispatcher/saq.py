"""`dispatcher = "saq"`: nudges travel over Redis, and any number of worker processes take them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import override
from uuid import UUID

from saq.types import Context, PartialTimersDict
from saq.worker import Worker

from adapters.dispatcher.desk import Desk, FindDue, Work
from adapters.dispatcher.nudge_queue import WORK, NudgeQueue
from domain.shared.ids import ConversationId

_JOB_SECONDS = 60
_FINISH_SECONDS = 5.0
_LISTEN_SECONDS = 0.5
_TIMERS: PartialTimersDict = {"schedule": 1, "worker_info": 10, "sweep": 10, "abort": 5}


class SaqDispatcher:
    """Announces conversations on Redis and, while `running`, works those that any process announced.

    Nothing but speed depends on Redis: every `sweep_seconds` what is due is worked straight from the store.
    """

    def __init__(self, url: str, workers: int = 8, sweep_seconds: float = 1.0) -> None:
        """Take the queue at `url`; nothing is connected yet.

        Raises:
            ValueError: the URL is not one of Redis.
        """
        self._workers = workers
        self._sweep_seconds = sweep_seconds
        self._queue = NudgeQueue(url, _JOB_SECONDS)
        self._nudged: dict[ConversationId, None] = {}
        self._announcing: asyncio.Task[None] | None = None
        self._closed = False

    async def nudge(self, conversation_id: ConversationId) -> None:
        """Have the conversation announced by a task of its own: Redis is not waited for either."""
        if self._closed:
            return
        self._nudged[conversation_id] = None
        if self._announcing is None or self._announcing.done():
            self._announcing = asyncio.create_task(self._announce())

    @asynccontextmanager
    async def running(self, work: Work, find_due: FindDue) -> AsyncIterator[None]:
        """Work conversations until left; what is under way then is finished, within 7 seconds."""
        desk = Desk(work, self._workers)
        worker = _QueueWorker(self._queue, desk, self._workers)
        taking = asyncio.create_task(worker.start())
        sweeping = asyncio.create_task(desk.sweep(find_due, self._sweep_seconds))
        try:
            yield
        finally:
            # Cancelled, SAQ's worker stops in its own way; one that had no time to start does nothing.
            taking.cancel()
            sweeping.cancel()
            await asyncio.gather(taking, sweeping, desk.settle(_FINISH_SECONDS), return_exceptions=True)

    async def aclose(self) -> None:
        """Announce what was nudged, for a second at most, and close; later nudges are lost."""
        self._closed = True
        if self._announcing is not None:
            await asyncio.wait([self._announcing], timeout=1.0)
            self._announcing.cancel()
        await self._queue.redis.aclose()

    async def _announce(self) -> None:
        while self._nudged:
            announced, self._nudged = self._nudged, {}
            await asyncio.gather(*(self._queue.announce(str(each)) for each in announced))


class _QueueWorker(Worker[Context]):
    """Brings the queue's jobs to the desk; leaves signals to whoever started the process."""

    def __init__(self, queue: NudgeQueue, desk: Desk, at_once: int) -> None:
        async def work(context: Context) -> None:
            await desk.work(ConversationId(UUID(context["job"].key)))

        super().__init__(
            queue,
            [(WORK, work)],
            concurrency=at_once,
            dequeue_timeout=_LISTEN_SECONDS,
            timers=_TIMERS,
            shutdown_grace_period_s=1,
        )
        self.SIGNALS = []

    @override
    async def stop(self) -> None:
        """Take no more jobs, and let those under way end."""
        self.event.set()
        # SAQ would wait for its timers too, and cancel a job that Redis is just handing over.
        taking = {task for task in self.tasks if task.get_name() == "process"}
        for timer in self.tasks - taking:
            timer.cancel()
        if taking:
            await asyncio.wait(taking, timeout=_FINISH_SECONDS)
        await super().stop()
