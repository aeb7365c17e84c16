"""What PostgreSQL plans while tables are empty must not read every row of the tenant later.

A plan is made once for each connection and kept: one that was good enough for empty tables stays until the
next analysis. So every statement is planned here on empty tables, and must point at the rows it wants.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

import adapters.persistence
from adapters.persistence.engine import create_engine, driver_of
from adapters.persistence.migrate import migrate
from adapters.persistence.tables import metadata
from adapters.persistence.transaction import Statement

_COLUMN = re.compile(r"\(?(\w+)\)?(?:::\w+)? (?:=|<|>|<=|>=) ")
# A row or two for a whole tenant.
_SMALL = {"blocked_senders", "number_series"}
# Read from its newest end, and only as far as there is a limit.
_ORDERED = {"ix_unread_pieces_seq"}
# These hold only what still waits, is buried, or is active: to read all of it is what is wanted.
_PARTIAL = {
    str(index.name)
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["postgresql"]["where"] is not None
}


def _statements() -> Iterator[tuple[str, Statement]]:
    seen: set[int] = set()
    for module in iter_modules(adapters.persistence.__path__, "adapters.persistence."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, Statement) and id(value) not in seen:
                seen.add(id(value))
                yield f"{module.name.rpartition('.')[2]}.{name}", value


_ALL = dict(_statements())


@pytest.fixture(scope="module")
async def empty(database_url: str, engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """An engine on a new database with every table and no row."""
    name = f"empty_{uuid4().hex}"
    async with engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(database_url).set(database=name).render_as_string(hide_password=False)
    await migrate(url)
    engine = create_engine(url, pool_size=1)
    yield engine
    await engine.dispose()


def _scans(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "Index Name" in plan or plan["Node Type"] == "Seq Scan":
        yield plan
    for part in plan.get("Plans", ()):
        yield from _scans(part)


def _points_at_its_rows(scan: Mapping[str, Any]) -> bool:
    if scan.get("Relation Name") in _SMALL or scan.get("Index Name") in _PARTIAL | _ORDERED:
        return True
    return bool(set(_COLUMN.findall(scan.get("Index Cond", ""))) - {"tenant_id"})


@pytest.mark.parametrize("name", _ALL)
async def test_a_plan_made_on_empty_tables_points_at_its_rows(name: str, empty: AsyncEngine) -> None:
    statement, nothing = _ALL[name], ", ".join(["NULL"] * len(_ALL[name].names))
    driver = driver_of(empty)
    await driver.fetch(f"PREPARE planned AS {statement.sql}", ())
    try:
        (row,) = await driver.fetch(f"EXPLAIN (FORMAT JSON) EXECUTE planned ({nothing})", ())
    finally:
        await driver.fetch("DEALLOCATE planned", ())

    (explained,) = json.loads(row["QUERY PLAN"])
    lost = [scan for scan in _scans(explained["Plan"]) if not _points_at_its_rows(scan)]
    assert not lost, [(scan.get("Index Name", scan["Node Type"]), scan.get("Index Cond")) for scan in lost]
