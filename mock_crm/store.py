"""The CRM's data: one SQLite file, one thread that uses it, one transaction per piece of work."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from importlib.resources import files
from pathlib import Path

import msgspec

from mock_crm.records import debtors
from mock_crm.rules import plain
from mock_crm.schema import SCHEMA
from mock_crm.wire import Debtor

_SEED = files("mock_crm").joinpath("debtors.json")


class Store:
    """Runs work on the data, one transaction at a time, off the event loop; made by `open_store`."""

    def __init__(self, thread: ThreadPoolExecutor, connection: sqlite3.Connection) -> None:
        self._thread = thread
        self._connection = connection

    async def run[T](self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns; its changes are kept, or none of them when it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, work)

    def _transact[T](self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            return work(self._connection)


@asynccontextmanager
async def open_store(folder: Path) -> AsyncIterator[Store]:
    """Open the data in `folder`, made with the sample debtors when it is new; close it on leaving."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="mock-crm-store") as thread:
        connection = await loop.run_in_executor(thread, _connect, folder)
        try:
            yield Store(thread, connection)
        finally:
            await loop.run_in_executor(thread, connection.close)


def _connect(folder: Path) -> sqlite3.Connection:
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "crm.sqlite3", isolation_level=None, timeout=10)
    connection.row_factory = sqlite3.Row
    connection.create_function("plain", 1, plain, deterministic=True)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    with closing(connection.execute("PRAGMA user_version")) as cursor:
        [is_made] = cursor.fetchone()
    if not is_made:
        _make(connection)
    return connection


def _make(connection: sqlite3.Connection) -> None:
    # Outside of the transaction, which `executescript` would commit; a second start finds the tables made.
    connection.executescript(SCHEMA)
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        add_samples(connection)
        connection.execute("PRAGMA user_version = 1")


def add_samples(connection: sqlite3.Connection) -> None:
    """Keep the sample debtors."""
    for debtor in msgspec.json.decode(_SEED.read_bytes(), type=list[Debtor]):
        debtors.add(connection, debtor)
