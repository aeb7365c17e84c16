"""Bring a database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

import migrations
from adapters.persistence.engine import create_engine
from adapters.persistence.transaction import database_errors

_PATIENCE_SECONDS = 300.0
# Any number will do, as long as every version of Certobot takes the same one.
_LOCK = text("SELECT pg_advisory_xact_lock(7305130722)")


async def migrate(url: str, *, revision: str = "head") -> None:
    """Upgrade the database at `url` to `revision`, in one transaction and once, however many start together.

    Raises:
        StoreUnavailable: the database did not answer.
    """
    engine = create_engine(url, pool_size=1, max_overflow=0, command_seconds=_PATIENCE_SECONDS)
    try:
        with database_errors():
            async with engine.begin() as connection:
                await connection.execute(_LOCK)
                await connection.run_sync(_upgrade, revision)
    finally:
        await engine.dispose()


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    command.upgrade(alembic_config(connection), revision)
