"""Where conversations are worked in this process."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from domain.shared.ids import ConversationId

log = structlog.get_logger()

Work = Callable[[ConversationId], Awaitable[None]]
FindDue = Callable[[], Awaitable[Iterable[ConversationId]]]


class Desk:
    """Works up to `at_once` conversations at a time, never one of them twice at the same time."""

    def __init__(self, work: Work, at_once: int) -> None:
        self._work = work
        self._free = asyncio.Semaphore(at_once)
        self._once_more: dict[ConversationId, bool] = {}
        self._swept: set[asyncio.Task[None]] = set()
        self._sweep_fails = False

    async def work(self, conversation_id: ConversationId) -> None:
        """Work the conversation; when that is under way, have it worked once more and return at once."""
        if conversation_id in self._once_more:
            self._once_more[conversation_id] = True
            return
        self._once_more[conversation_id] = True
        try:
            async with self._free:
                while self._once_more[conversation_id]:
                    self._once_more[conversation_id] = False
                    await self._work(conversation_id)
        finally:
            del self._once_more[conversation_id]

    async def sweep(self, find_due: FindDue, every_seconds: float) -> None:
        """Work what is due, time and again, until cancelled; what was begun goes on."""
        while True:
            try:
                for conversation_id in await find_due():
                    await self._begin(conversation_id)
                self._sweep_fails = False
            except Exception as failed:
                if not self._sweep_fails:
                    log.warning("sweep failed", cause=type(failed).__name__, exc_info=failed)
                self._sweep_fails = True
            await asyncio.sleep(every_seconds)

    async def settle(self, within_seconds: float) -> None:
        """Wait for what the sweep began; what lasts longer is cancelled."""
        if not self._swept:
            return
        _, lasting = await asyncio.wait(self._swept, timeout=within_seconds)
        for task in lasting:
            task.cancel()
        await asyncio.gather(*lasting, return_exceptions=True)

    async def _begin(self, conversation_id: ConversationId) -> None:
        # Waiting for a place before a task is made leaves the rest of a long list to other processes.
        async with self._free:
            pass
        if conversation_id not in self._once_more:
            task = asyncio.create_task(self._work_swept(conversation_id))
            self._swept.add(task)
            task.add_done_callback(self._swept.discard)
            await asyncio.sleep(0)

    async def _work_swept(self, conversation_id: ConversationId) -> None:
        try:
            await self.work(conversation_id)
        except Exception:
            log.exception("work failed")
