"""Something done time and again beside everything else, as long as the program runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from application.ports.unit_of_work import StoreUnavailable

log = structlog.get_logger()

_STOP_SECONDS = 5.0


@asynccontextmanager
async def repeated(work: Callable[[], Awaitable[object]], every_seconds: float) -> AsyncIterator[None]:
    """Do `work` every so often until left; a time that fails is logged, and the next one comes.

    On leaving, what is under way may finish, within 5 seconds.
    """
    stopping = asyncio.Event()
    task = asyncio.create_task(_repeat(work, every_seconds, stopping))
    try:
        yield
    finally:
        stopping.set()
        _, lasting = await asyncio.wait([task], timeout=_STOP_SECONDS)
        for each in lasting:
            each.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _repeat(
    work: Callable[[], Awaitable[object]], every_seconds: float, stopping: asyncio.Event
) -> None:
    failing = False
    while not stopping.is_set():
        try:
            await work()
            failing = False
        except Exception as failed:
            if not failing:
                # A database that is away says enough by its name.
                traced = not isinstance(failed, StoreUnavailable)
                log.warning("repeated work failed", cause=type(failed).__name__, exc_info=traced)
            failing = True
        try:
            await asyncio.wait_for(stopping.wait(), every_seconds)
        except TimeoutError:
            continue
