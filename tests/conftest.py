"""A real PostgreSQL for every test that keeps something: one server a session, one tenant a test."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.embedded import EmbeddedPostgres
from adapters.persistence.engine import create_engine
from adapters.persistence.migrate import migrate
from adapters.persistence.unit_of_work import PostgresUnitOfWork
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import TenantId

# A busy machine is no failing test.
settings.register_profile("certobot", deadline=None)
settings.load_profile("certobot")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a third of the time, tests wait for a server or a process."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
async def database_url() -> AsyncIterator[str]:
    """The URL of an embedded PostgreSQL with every table."""
    # Not pytest's own folder: each pytest shuts it to other users, and PostgreSQL is one when we are root.
    with TemporaryDirectory(prefix="certobot-") as folder:
        postgres = EmbeddedPostgres(Path(folder))
        url = await postgres.start()
        await migrate(url)
        yield url
        await postgres.stop()


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The pool that all tests share."""
    engine = create_engine(database_url, pool_size=20)
    yield engine
    await engine.dispose()


@pytest.fixture
def tenant() -> TenantId:
    """A tenant whom no other test knows: nothing has to be cleaned up."""
    return TenantId(f"tenant-{uuid4()}")


@pytest.fixture
def uow_factory(engine: AsyncEngine, tenant: TenantId) -> UnitOfWorkFactory:
    """Units of work of this test's tenant."""
    return lambda: PostgresUnitOfWork(engine, tenant)
