"""One transaction of one tenant on PostgreSQL."""

from contextlib import nullcontext
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.persistence.engine import autocommitting, driver_of
from adapters.persistence.presence import Presence
from adapters.persistence.repositories import Repositories
from adapters.persistence.transaction import Transaction, database_errors
from application.ports.unit_of_work import StoreUnavailable
from domain.shared.ids import TenantId


class PostgresUnitOfWork(Repositories):
    """One connection, one transaction, one tenant; to be entered once.

    What it holds is held in the name of the process of `presence`.
    """

    _connection: AsyncConnection

    def __init__(self, engine: AsyncEngine, tenant_id: TenantId, presence: Presence | None = None) -> None:
        self._engine = engine
        self._tenant_id = tenant_id
        self._presence = presence

    async def __aenter__(self) -> Self:
        """Take a connection and begin."""
        with database_errors():
            self._connection = await self._engine.connect()
        self.open(Transaction(lambda: nullcontext(self._connection), self._tenant_id, self._presence))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the connection back; what was not committed is rolled back."""
        try:
            with database_errors():
                # It closes in a task of its own, so that a cancelled caller leaves no connection behind.
                await self._connection.__aexit__(kind, error, trace)
        except StoreUnavailable:
            # What cannot be rolled back any more goes with its connection.
            if not self._connection.closed:
                await self._connection.invalidate()
                await self._connection.close()

    async def commit(self) -> None:
        """Keep everything."""
        with database_errors():
            await self._connection.commit()


class PostgresAtOnce(Repositories):
    """A unit of work for a single call: it is kept when it returns, without what begin and commit cost.

    It holds nothing between calls, so that one serves everybody.
    """

    def __init__(self, engine: AsyncEngine, tenant_id: TenantId, presence: Presence | None = None) -> None:
        kept_at_once = autocommitting(engine)
        self.open(Transaction(kept_at_once.connect, tenant_id, presence, driver_of(engine)))

    async def __aenter__(self) -> Self:
        """Begin nothing: every call is whole in itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave what was kept as it is."""

    async def commit(self) -> None:
        """Keep nothing more: every call was kept when it returned."""
