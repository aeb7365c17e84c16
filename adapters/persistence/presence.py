"""Which processes live: what a dead one held is free at once, not when its time runs out."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.persistence.engine import autocommitting
from adapters.persistence.transaction import database_errors
from application.ports.unit_of_work import StoreUnavailable

log = structlog.get_logger()

_LOOK_SECONDS = 2.0
_RETRY_SECONDS = 0.5
_LARGEST = 2**31 - 1
# The class of the lock is the one that the function holder_is_gone looks for.
_TAKE = text("SELECT pg_try_advisory_lock(7305, :number)")
_STILL_THERE = text("SELECT 1")


class Presence:
    """The number under which this process holds conversations and claims messages.

    While `shown`, a lock of the same number tells everybody that this process lives: PostgreSQL lets go of it
    however the process dies. Without it nobody knows, and `number` is None: what this process holds is free
    when its time runs out.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self.number: int | None = None

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Show that this process lives, until left; a lost connection is made anew.

        Raises:
            StoreUnavailable: the database does not answer, now at the start.
        """
        with database_errors():
            await self._appear()
        watcher = asyncio.create_task(self._stay())
        try:
            yield
        finally:
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)
            await self._disappear()
            self.number = None

    async def _appear(self) -> None:
        """Take the lock of our number, or of a new one if somebody has ours."""
        connection = self._connection = await autocommitting(self._engine).connect()
        number = self.number or secrets.randbelow(_LARGEST)
        while not (await connection.execute(_TAKE, {"number": number})).scalar_one():
            number = secrets.randbelow(_LARGEST)
        self.number = number

    async def _disappear(self) -> None:
        """Close the connection for good: one given back to the pool would keep the lock."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(StoreUnavailable), database_errors():
                await connection.invalidate()
                await connection.close()

    async def _stay(self) -> None:
        lost = False
        while True:
            await asyncio.sleep(_LOOK_SECONDS if self._connection else _RETRY_SECONDS)
            try:
                with database_errors():
                    await self._look()
                lost = False
            except StoreUnavailable as unavailable:
                if not lost:
                    log.warning("presence lost", cause=str(unavailable))
                lost = True
                await self._disappear()

    async def _look(self) -> None:
        if self._connection is None:
            await self._appear()
        else:
            await self._connection.execute(_STILL_THERE)
