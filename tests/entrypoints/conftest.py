"""The whole program, running: real HTTP, real PostgreSQL, and a server that speaks the Graph API."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import httpx
import msgspec
import pytest

from domain.shared.ids import TenantId
from entrypoints.app import create_app
from entrypoints.container import Container
from entrypoints.runtime import running
from entrypoints.server import serving
from entrypoints.settings import Settings, load_settings
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.webhooks import PHONE_NUMBER_ID
from tests.entrypoints.phone import APP_SECRET, VERIFY_TOKEN, Phone

MARIA = "52998224725"
MARIAS_PHONE = "5511999999001"


@dataclass(frozen=True, slots=True)
class Certobot:
    """The program as the outside sees it; `container` is for looking behind."""

    url: str
    http: httpx.AsyncClient
    container: Container

    async def opens(self, cpf: str = MARIA) -> str:
        """Open a conversation and return its id."""
        response = await self.http.post("/api/v1/conversations", json={"cpf": cpf})
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    async def conversation(self, conversation_id: str) -> dict[str, object]:
        """Return a conversation as the API shows it."""
        response = await self.http.get(f"/api/v1/conversations/{conversation_id}")
        assert response.status_code == 200, response.text
        return dict(response.json())


Start = Callable[[Settings], AbstractAsyncContextManager[Certobot]]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tenant: TenantId) -> Start:
    """Return a way to start the program; the same tenant's data is there again at every start."""

    @asynccontextmanager
    async def started(settings: Settings) -> AsyncIterator[Certobot]:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        async with (
            running(settings, tenant=tenant) as container,
            serving(create_app(container), "127.0.0.1", port),
            httpx.AsyncClient(base_url=url, timeout=15) as http,
        ):
            yield Certobot(url, http, container)

    return started


@pytest.fixture
def mock_settings(database_url: str) -> Settings:
    """Settings with the mock WhatsApp, at any hour."""
    settings = load_settings({"CERTOBOT_DATABASE_URL": database_url, "CERTOBOT_WHATSAPP": "mock"})
    return msgspec.structs.replace(settings, contact=msgspec.structs.replace(settings.contact, enforce=False))


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    """A server that speaks the Graph API."""
    async with GraphServer() as server:
        yield server


@pytest.fixture
def cloud_settings(database_url: str, graph: GraphServer) -> Settings:
    """Settings with the real Cloud API adapter, pointed at `graph`, at any hour."""
    settings = load_settings(
        {
            "CERTOBOT_DATABASE_URL": database_url,
            "CERTOBOT_WHATSAPP": "cloud_api",
            "CERTOBOT_WHATSAPP_API_URL": graph.url,
            "CERTOBOT_WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
            "CERTOBOT_WHATSAPP_ACCESS_TOKEN": "token-de-acesso",
            "CERTOBOT_WHATSAPP_APP_SECRET": APP_SECRET,
            "CERTOBOT_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        }
    )
    return msgspec.structs.replace(settings, contact=msgspec.structs.replace(settings.contact, enforce=False))


@pytest.fixture
async def certobot(start: Start, cloud_settings: Settings) -> AsyncIterator[Certobot]:
    """The program on the Cloud API."""
    async with start(cloud_settings) as program:
        yield program


@pytest.fixture
def maria(certobot: Certobot, graph: GraphServer) -> Phone:
    """The phone of the first sample debtor."""
    return Phone(certobot.http, graph, MARIAS_PHONE)


@pytest.fixture
async def simulator_url(start: Start, mock_settings: Settings) -> AsyncIterator[str]:
    """The address of a running program with the mock WhatsApp."""
    async with start(mock_settings) as program:
        yield program.url
