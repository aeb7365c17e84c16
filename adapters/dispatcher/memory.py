"""`dispatcher = "memory"`: conversations are worked by tasks of this very process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.dispatcher.desk import Desk, FindDue, Work
from domain.shared.ids import ConversationId

_FINISH_SECONDS = 5.0


class MemoryDispatcher:
    """Works each nudged conversation soon; every `sweep_seconds`, what no nudge announced is found.

    Nudges before `running` or after it are lost, as nudges may be.
    """

    def __init__(self, workers: int = 8, sweep_seconds: float = 1.0) -> None:
        self._workers = workers
        self._sweep_seconds = sweep_seconds
        self._desk: Desk | None = None

    async def nudge(self, conversation_id: ConversationId) -> None:
        """Have the conversation worked, or worked once more when that is under way."""
        if self._desk is not None:
            self._desk.begin(conversation_id)

    @asynccontextmanager
    async def running(self, work: Work, find_due: FindDue) -> AsyncIterator[None]:
        """Work conversations until left; what is under way then is finished, within 5 seconds."""
        desk = self._desk = Desk(work, self._workers)
        sweeping = asyncio.create_task(desk.sweep(find_due, self._sweep_seconds))
        try:
            yield
        finally:
            self._desk = None
            sweeping.cancel()
            await asyncio.gather(sweeping, desk.settle(_FINISH_SECONDS), return_exceptions=True)

    async def aclose(self) -> None:
        """Hold nothing: what is nudged lives in the process alone."""
