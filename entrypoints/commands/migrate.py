"""`certobot migrate`: bring the database's tables up to date."""

from entrypoints.runtime import running
from entrypoints.settings import Settings


async def migrate(settings: Settings) -> None:
    """Run what is missing; harmless when nothing is."""
    async with running(settings, dispatching=False):
        print("O banco de dados está em dia.")
