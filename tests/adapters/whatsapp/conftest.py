from collections.abc import AsyncIterator

import pytest

from adapters.whatsapp.cloud_api import CloudApiMessenger
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.senders import TOKEN, a_messenger


@pytest.fixture
async def server() -> AsyncIterator[GraphServer]:
    async with GraphServer(access_token=TOKEN) as running:
        yield running


@pytest.fixture
async def messenger(server: GraphServer) -> AsyncIterator[CloudApiMessenger]:
    opened = a_messenger(server.url)
    yield opened
    await opened.aclose()
