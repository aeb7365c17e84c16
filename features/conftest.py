"""Where this folder's scenarios are played: one house for a process, over one real PostgreSQL."""

from collections.abc import Iterator

import pytest

from entrypoints.workbench.house import House, open_house
from entrypoints.workbench.providers import combinations
from tests.conftest import database_url

__all__ = ["database_url"]


@pytest.fixture(scope="session")
def house(database_url: str) -> Iterator[House]:
    """The providers that need nothing from outside, and the policy of the sample `certobot.toml`."""
    (settings,), _ = combinations({}, {}, every=False)
    with open_house(settings, database_url) as opened:
        yield opened
