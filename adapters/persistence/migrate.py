"""Bring a database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script.revision import ResolutionError
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

import migrations
from adapters.persistence.engine import create_engine
from adapters.persistence.transaction import StatementRefused, database_errors
from application.ports.unit_of_work import StoreUnusable

_PATIENCE_SECONDS = 300.0
# Any number will do, as long as every version of Certobot takes the same one.
_LOCK = text("SELECT pg_advisory_xact_lock(7305130722)")
_ENCODING = text("SELECT current_setting('server_encoding')")
# PostgreSQL, appendix A, by SQLSTATE: what an address, or who may do what, has wrong.
_REFUSALS = {
    "28000": "O banco de dados não deixa este usuário entrar: confira CERTOBOT_DATABASE_URL.",
    "28P01": "O banco de dados recusou o usuário ou a senha: confira CERTOBOT_DATABASE_URL.",
    "3D000": "O servidor não tem este banco de dados: crie-o, ou confira CERTOBOT_DATABASE_URL.",
    "42501": (
        "O usuário de CERTOBOT_DATABASE_URL não pode ler ou criar as tabelas: dê a ele esse direito no banco."
    ),
}
_NEWER = (
    "O banco de dados já tem as tabelas de uma versão mais nova do Certobot: use essa versão, ou outro banco."
)
# People write emojis: a message that the database has no letters for would be refused for ever.
_NOT_UNICODE = "O banco de dados guarda texto em {}: crie-o de novo com ENCODING 'UTF8'."


async def migrate(url: str, *, revision: str = "head") -> None:
    """Upgrade the database at `url` to `revision`, in one transaction and once, however many start together.

    Raises:
        StoreUnavailable: the database did not answer.
        StoreUnusable: it has no place for our tables or no Unicode, or has the tables of a newer version.
    """
    engine = create_engine(url, pool_size=1, max_overflow=0, command_seconds=_PATIENCE_SECONDS)
    try:
        with database_errors():
            async with engine.begin() as connection:
                await connection.execute(_LOCK)
                if (encoding := (await connection.execute(_ENCODING)).scalar_one()) != "UTF8":
                    raise StoreUnusable(_NOT_UNICODE.format(encoding))
                await connection.run_sync(_upgrade, revision)
    except StatementRefused as refused:
        if (reason := _REFUSALS.get(refused.sqlstate or "")) is None:
            raise
        raise StoreUnusable(reason) from refused
    finally:
        await engine.dispose()


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    try:
        command.upgrade(alembic_config(connection), revision)
    except CommandError as failed:
        if not isinstance(failed.__cause__, ResolutionError):
            raise
        raise StoreUnusable(_NEWER) from failed
