"""A CRM that answers as a test says, and the adapter connected to it."""

from collections.abc import AsyncIterator

import pytest

from adapters.crm.http import HttpCrm
from tests.adapters.crm.http_crms import KEY, a_record, http_crm, said
from tests.mock_crm.scripted import ScriptedServer, scripted


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    """A CRM that knows Maria, unless the test says otherwise."""
    async with scripted(otherwise=said(a_record())) as running:
        yield running


@pytest.fixture
async def crm(server: ScriptedServer) -> AsyncIterator[HttpCrm]:
    """The adapter, connected to `server`, with three attempts."""
    async with http_crm(server.url, api_key=KEY, attempts=3) as connected:
        yield connected
