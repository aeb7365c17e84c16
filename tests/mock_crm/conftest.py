"""One CRM for all tests, as new for each of them."""

from collections.abc import AsyncIterator

import pytest

from tests.mock_crm.running import RunningCrm, running_crm


@pytest.fixture(scope="session")
async def shared_crm(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningCrm]:
    """A CRM that runs as long as the tests do."""
    async with running_crm(tmp_path_factory.mktemp("crm")) as running:
        yield running


@pytest.fixture
async def crm(shared_crm: RunningCrm) -> RunningCrm:
    """A CRM with the sample debtors and nothing else."""
    await shared_crm.begins_anew()
    return shared_crm
