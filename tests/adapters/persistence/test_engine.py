"""The address of a database, however people write it, and the limits every connection has."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.engine import asyncpg_url, create_engine
from adapters.persistence.transaction import database_errors
from application.ports.unit_of_work import StoreUnavailable


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("postgresql://u:p@db:5432/certobot", "postgresql+asyncpg://u:p@db:5432/certobot"),
        ("postgres://u:p@db/certobot", "postgresql+asyncpg://u:p@db/certobot"),
        ("postgresql+asyncpg://u@db/certobot", "postgresql+asyncpg://u@db/certobot"),
        ("postgresql://u@db/certobot?sslmode=require", "postgresql+asyncpg://u@db/certobot?ssl=require"),
    ],
)
def test_a_database_may_be_named_as_other_programs_name_it(written: str, meant: str) -> None:
    assert asyncpg_url(written).render_as_string(hide_password=False) == meant


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("application_name", "certobot"),
        ("TimeZone", "UTC"),
        ("statement_timeout", "10s"),
        ("lock_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("synchronous_commit", "on"),
        ("fsync", "on"),
    ],
)
async def test_every_connection_has_its_limits_and_commits_to_disk(
    engine: AsyncEngine, setting: str, value: str
) -> None:
    async with engine.connect() as connection:
        shown = await connection.scalar(text("SELECT current_setting(:setting)"), {"setting": setting})
    assert shown == value


async def test_a_statement_that_takes_too_long_is_store_unavailable(database_url: str) -> None:
    engine = create_engine(database_url, command_seconds=0.05)
    async with engine.connect() as connection:
        with pytest.raises(StoreUnavailable), database_errors():
            await connection.execute(text("SELECT pg_sleep(30)"))
    await engine.dispose()


async def test_a_deadlock_is_store_unavailable_for_one_and_nothing_to_the_other(engine: AsyncEngine) -> None:
    first, second = text("SELECT pg_advisory_xact_lock(1, 1)"), text("SELECT pg_advisory_xact_lock(1, 2)")
    async with engine.connect() as one, engine.connect() as other:
        await one.execute(first)
        await other.execute(second)

        async def wait_for(connection: object, lock: object) -> None:
            with database_errors():
                await connection.execute(lock)  # type: ignore[attr-defined]

        ends = await asyncio.gather(wait_for(one, second), wait_for(other, first), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "StoreUnavailable"]
