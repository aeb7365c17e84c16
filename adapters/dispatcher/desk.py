"""Where conversations are worked in this process."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from application.ports.unit_of_work import StoreUnavailable
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
        self._begun: set[asyncio.Task[None]] = set()
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

    def begin(self, conversation_id: ConversationId) -> None:
        """Have the conversation worked, or worked once more, and wait for nothing."""
        if conversation_id in self._once_more:
            self._once_more[conversation_id] = True
            return
        task = asyncio.create_task(self._work_begun(conversation_id))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def sweep(self, find_due: FindDue, every_seconds: float) -> None:
        """Work what is due, time and again, until cancelled; what was begun goes on."""
        while True:
            try:
                for conversation_id in await find_due():
                    await self._begin_swept(conversation_id)
                self._sweep_fails = False
            except Exception as failed:
                if not self._sweep_fails:
                    # A database that is away says enough by its name.
                    traced = not isinstance(failed, StoreUnavailable)
                    log.warning("sweep failed", cause=type(failed).__name__, exc_info=traced)
                self._sweep_fails = True
            await asyncio.sleep(every_seconds)

    async def settle(self, within_seconds: float) -> None:
        """Wait for what was begun; what lasts longer is cancelled."""
        if not self._begun:
            return
        _, lasting = await asyncio.wait(self._begun, timeout=within_seconds)
        for task in lasting:
            task.cancel()
        await asyncio.gather(*lasting, return_exceptions=True)

    async def _begin_swept(self, conversation_id: ConversationId) -> None:
        # Waiting for a place before it is begun leaves the rest of a long list to other processes.
        async with self._free:
            pass
        if conversation_id not in self._once_more:
            self.begin(conversation_id)
            await asyncio.sleep(0)

    async def _work_begun(self, conversation_id: ConversationId) -> None:
        try:
            await self.work(conversation_id)
        except Exception:
            log.exception("work failed")
