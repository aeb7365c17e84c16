"""The pool of connections to PostgreSQL, with a limit on every wait."""

from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import event, make_url
from sqlalchemy.engine import URL, AdaptedConnection, Engine
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.persistence.driver_pool import DriverPool
from adapters.persistence.json_text import json_text

_APPLICATION = "certobot"
_CONNECT_SECONDS = 5.0
_WAIT_FOR_CONNECTION_SECONDS = 5.0
_COMMAND_SECONDS = 10.0
_CONNECTION_LIFE_SECONDS = 1800
_DRIVERS: WeakKeyDictionary[Engine, DriverPool] = WeakKeyDictionary()


def create_engine(
    url: str,
    *,
    pool_size: int = 6,
    max_overflow: int = 0,
    wait_seconds: float = _WAIT_FOR_CONNECTION_SECONDS,
    command_seconds: float = _COMMAND_SECONDS,
) -> AsyncEngine:
    """Return an engine on `url` (`postgresql://…` or `postgres://…`); nothing is connected yet.

    A connection that the database closed is noticed before it is used: a restart costs a caller nothing. The
    connections of `driver_of` are as many again, and close when the engine is disposed of.
    """
    engine = create_async_engine(
        asyncpg_url(url),
        pool_size=pool_size,
        max_overflow=max_overflow,
        # The connection used last has its plans and caches warm; the others may sleep.
        pool_use_lifo=True,
        pool_timeout=wait_seconds,
        pool_recycle=_CONNECTION_LIFE_SECONDS,
        hide_parameters=True,
        json_serializer=json_text,
        json_deserializer=msgspec.json.decode,
        connect_args=_limits(command_seconds),
    )
    event.listen(engine.sync_engine, "checkout", _refuse_if_closed)
    _, options = engine.dialect.create_connect_args(engine.url)
    drivers = DriverPool({**options, **_limits(command_seconds)}, pool_size, wait_seconds)
    _DRIVERS[engine.sync_engine] = drivers
    event.listen(engine.sync_engine, "engine_disposed", lambda _: drivers.close())
    return engine


def driver_of(engine: AsyncEngine) -> DriverPool:
    """Return the driver's own connections beside those of an engine of `create_engine`."""
    return _DRIVERS[engine.sync_engine]


def autocommitting(engine: AsyncEngine) -> AsyncEngine:
    """Return the same pool for units of work of a single call, which need no transaction around them."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def asyncpg_url(url: str) -> URL:
    """Return `url` for asyncpg, whatever driver it names; libpq's `sslmode` becomes asyncpg's `ssl`."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+asyncpg")
    ssl = parsed.query.get("sslmode")
    return (
        parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": ssl})
        if isinstance(ssl, str)
        else parsed
    )


def _limits(command_seconds: float) -> dict[str, Any]:
    milliseconds = str(int(command_seconds * 1000))
    return {
        "timeout": _CONNECT_SECONDS,
        "command_timeout": command_seconds,
        "server_settings": {
            "application_name": _APPLICATION,
            "timezone": "UTC",
            # Every query here is small and served by an index: compiling or planning it anew costs more than
            # running it, and a plan made while tables were empty must not scan them for ever.
            "jit": "off",
            "plan_cache_mode": "force_generic_plan",
            "enable_seqscan": "off",
            "enable_hashjoin": "off",
            "enable_mergejoin": "off",
            "statement_timeout": milliseconds,
            "lock_timeout": milliseconds,
            # A process that froze inside a transaction must not hold its locks for ever.
            "idle_in_transaction_session_timeout": str(int(command_seconds * 3000)),
        },
    }


def _refuse_if_closed(connection: AdaptedConnection, *_: object) -> None:
    """Ask the driver, which has seen the socket close; the pool's own ping costs three round trips a turn."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
