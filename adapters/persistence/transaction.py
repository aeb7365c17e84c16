"""One open transaction of one tenant, as the repositories see it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any, Protocol

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import Executable, Row
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.driver_pool import DriverPool
from application.ports.unit_of_work import StoreUnavailable
from domain.shared.ids import TenantId

_NAME = re.compile(r"(?<!:):([a-z_]+)")
# PostgreSQL, appendix A: connection, rollback (deadlock), resources, operator intervention, system error.
# Of the class of invalid states, a server that only reads for now, as after a failover, and a transaction
# that the server ended because we froze inside it.
_PASSING = ("08", "25006", "25P03", "40", "53", "55", "57", "58")


class StatementRefused(Exception):
    """PostgreSQL refused a statement and always will: a fault of ours.

    It names the rule that refused; the values, which PostgreSQL would quote, may be personal and stay out.
    """

    def __init__(self, sqlstate: str | None, constraint: str | None, message: str) -> None:
        super().__init__(f"{sqlstate or 'sem SQLSTATE'} {constraint or ''} {message}".strip())
        self.sqlstate = sqlstate
        self.constraint = constraint


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what the driver raises into our words.

    Raises:
        StoreUnavailable: the same may be tried again.
        StatementRefused: it may not.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translated(error) from None
    except (OSError, TimeoutError, NoFreeConnection, DisconnectionError) as error:
        raise StoreUnavailable(type(error).__name__) from error
    except asyncpg.PostgresError as error:
        raise _of_postgres(error) from None
    except (asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        # The latter when the server has just said that it closes the connection, and it is not closed yet.
        raise StoreUnavailable(type(error).__name__) from error


def _translated(error: DBAPIError) -> Exception:
    cause = error.orig.__cause__ if error.orig is not None else None
    name = type(cause or error).__name__
    if error.connection_invalidated or _is_passing(cause):
        return StoreUnavailable(name)
    return StatementRefused(getattr(cause, "sqlstate", None), getattr(cause, "constraint_name", None), name)


def _of_postgres(error: asyncpg.PostgresError) -> Exception:
    if _is_passing(error):
        return StoreUnavailable(type(error).__name__)
    return StatementRefused(error.sqlstate, getattr(error, "constraint_name", None), type(error).__name__)


def _is_passing(cause: BaseException | None) -> bool:
    if isinstance(cause, asyncpg.PostgresError):
        return (cause.sqlstate or "").startswith(_PASSING)
    # The driver's ValueError is about a value it was given: it would refuse it again.
    return isinstance(cause, OSError | asyncpg.InterfaceError) and not isinstance(cause, ValueError)


class Statement:
    """SQL with `:names`, put once into the form that the driver prepares: `$1`, `$2`…

    JSON goes in and comes out as text: `msgspec` reads it straight into what it is.
    """

    def __init__(self, sql: str) -> None:
        self.names = tuple(dict.fromkeys(_NAME.findall(sql)))
        places = {name: f"${place}" for place, name in enumerate(self.names, 1)}
        self.sql = _NAME.sub(lambda found: places[found[1]], sql)


class Owner(Protocol):
    """Whoever holds something."""

    @property
    def number(self) -> int | None:
        """Under which number, while it shows that it lives."""


class Transaction:
    """Runs statements for one tenant; `tenant_id` goes into every one of them, `owner` into what it holds.

    `connected` gives the connection to use, for the time of a call. `driver` is given where each statement is
    kept when it returns: what every turn runs then goes to it, because SQLAlchemy costs more than PostgreSQL
    there.
    """

    def __init__(
        self,
        connected: Callable[[], AbstractAsyncContextManager[AsyncConnection]],
        tenant_id: TenantId,
        presence: Owner | None = None,
        driver: DriverPool | None = None,
    ) -> None:
        self._connected = connected
        self._presence = presence
        self._driver = driver
        self.tenant_id = tenant_id

    @property
    def owner(self) -> int | None:
        """The number of this process, while it shows that it lives."""
        return self._presence.number if self._presence else None

    async def fetch(self, statement: Statement, values: dict[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Return all rows of a statement; `tenant_id` and `owner` are given to it too."""
        values = values | {"tenant_id": self.tenant_id, "owner": self.owner}
        arguments = tuple(values[name] for name in statement.names)
        with database_errors():
            if self._driver is not None:
                return await self._driver.fetch(statement.sql, arguments)
            async with self._connected() as connection:
                result = await connection.exec_driver_sql(statement.sql, arguments)
                return [dict(row) for row in result.mappings()] if result.returns_rows else ()

    async def fetch_one(self, statement: Statement, values: dict[str, Any]) -> Mapping[str, Any] | None:
        """Return the first row of `fetch`, if any."""
        rows = await self.fetch(statement, values)
        return rows[0] if rows else None

    async def rows(self, statement: Executable, values: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Return all rows."""
        with database_errors():
            async with self._connected() as connection:
                return (await connection.execute(statement, values)).all()

    async def row(self, statement: Executable, values: dict[str, Any] | None = None) -> Row[Any] | None:
        """Return the first row, if any."""
        with database_errors():
            async with self._connected() as connection:
                return (await connection.execute(statement, values)).first()

    async def run(self, statement: Executable, values: dict[str, Any] | None = None) -> int:
        """Run a statement that returns nothing; the answer is the number of rows it touched."""
        with database_errors():
            async with self._connected() as connection:
                return (await connection.execute(statement, values)).rowcount
