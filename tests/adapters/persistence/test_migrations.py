"""The migrations make what the MetaData says, and can be undone."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, PrimaryKeyConstraint, UniqueConstraint, inspect, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.engine import create_engine
from adapters.persistence.migrate import alembic_config, migrate
from adapters.persistence.tables import metadata
from application.ports.unit_of_work import StoreUnavailable, StoreUnusable


@pytest.fixture
async def empty_url(database_url: str, engine: AsyncEngine) -> str:
    """The URL of a new database without tables."""
    name = f"empty_{uuid4().hex}"
    async with engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(text(f"CREATE DATABASE {name}"))
    return make_url(database_url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
async def empty_engine(empty_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on it."""
    engine = create_engine(empty_url)
    yield engine
    await engine.dispose()


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_migrations_and_metadata_agree(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_every_row_belongs_to_a_tenant() -> None:
    for table in metadata.tables.values():
        assert "tenant_id" in table.primary_key.columns


async def test_no_index_tempts_a_plan_to_read_every_row_of_the_tenant() -> None:
    for table in metadata.tables.values():
        keys = [key for key in table.constraints if isinstance(key, PrimaryKeyConstraint | UniqueConstraint)]
        for columns in (each.columns.keys() for each in (*keys, *table.indexes)):
            assert columns == ["tenant_id"] or columns[0] != "tenant_id", f"{table.name}: {columns}"


async def test_migrating_again_changes_nothing(empty_url: str, empty_engine: AsyncEngine) -> None:
    await migrate(empty_url)
    await migrate(empty_url)
    async with empty_engine.connect() as connection:
        assert await connection.run_sync(_tables) == set(metadata.tables)


async def test_processes_that_start_together_migrate_once(empty_url: str, empty_engine: AsyncEngine) -> None:
    await asyncio.gather(*(migrate(empty_url) for _ in range(4)))
    async with empty_engine.connect() as connection:
        assert await connection.run_sync(_tables) == set(metadata.tables)


async def test_the_migrations_can_be_undone_and_done_again(empty_url: str, empty_engine: AsyncEngine) -> None:
    await migrate(empty_url)
    async with empty_engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "base"))
    async with empty_engine.begin() as connection:
        assert await connection.run_sync(_tables) == set()
    await migrate(empty_url)
    async with empty_engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_a_database_that_does_not_answer_cannot_be_migrated() -> None:
    with pytest.raises(StoreUnavailable):
        await migrate("postgresql://nobody@127.0.0.1:1/nothing")


async def test_tables_of_a_newer_version_are_left_alone(empty_url: str, empty_engine: AsyncEngine) -> None:
    await migrate(empty_url)
    async with empty_engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnusable, match="versão mais nova"):
        await migrate(empty_url)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"database": "nao_existe"}, "não tem este banco"),
        ({"username": "ninguem"}, "não deixa este usuário entrar"),
        ({"username": "sem_direitos"}, "dê a ele esse direito"),
    ],
)
async def test_a_database_that_refuses_us_says_what_to_do(
    empty_url: str, empty_engine: AsyncEngine, wrong: dict[str, str], says: str
) -> None:
    async with empty_engine.begin() as connection:
        await connection.execute(text("DROP ROLE IF EXISTS sem_direitos"))
        await connection.execute(text("CREATE ROLE sem_direitos LOGIN"))
    url = make_url(empty_url).set(**wrong).render_as_string(hide_password=False)  # type: ignore[arg-type]
    with pytest.raises(StoreUnusable, match=says):
        await migrate(url)


async def test_a_database_without_unicode_is_refused_before_anybody_writes_an_emoji(
    database_url: str, engine: AsyncEngine
) -> None:
    name = f"latin_{uuid4().hex}"
    async with engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(
            text(f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        )
    url = make_url(database_url).set(database=name).render_as_string(hide_password=False)
    with pytest.raises(StoreUnusable, match="LATIN1"):
        await migrate(url)
