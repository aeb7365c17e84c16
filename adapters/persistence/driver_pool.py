"""The driver's own connections, for statements that are each kept when they return."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg  # type: ignore[import-untyped]


class DriverPool:
    """Runs one statement at a time on a connection of its own pool, which opens when it is first used.

    `options` are those of `asyncpg.connect`. A connection that the database closed is opened anew before it
    is used.

    Raises:
        OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError: as the driver does.
    """

    def __init__(self, options: Mapping[str, Any], size: int, wait_seconds: float) -> None:
        self._options = options
        self._size = size
        self._wait_seconds = wait_seconds
        self._opening = asyncio.Lock()
        self._pool: asyncpg.Pool | None = None

    async def fetch(self, sql: str, arguments: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
        """Return all rows of a statement."""
        pool = self._pool or await self._open()
        async with pool.acquire(timeout=self._wait_seconds) as connection:
            rows: Sequence[Mapping[str, Any]] = await connection.fetch(sql, *arguments)
            return rows

    def close(self) -> None:
        """Close every connection; the pool opens again when it is used again."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    **self._options, min_size=0, max_size=self._size, reset=_leave
                )
        return self._pool


async def _leave(_: asyncpg.Connection) -> None:
    """Change nothing on a connection that is given back: no statement here leaves anything behind."""
