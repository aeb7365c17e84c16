"""The channel as Meta plays it, under a clock that moves on command."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from domain.shared.ids import TenantId
from entrypoints.container import Container
from entrypoints.settings import load_settings
from tests.adapters.contracts.kept import NOW
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.senders import a_messenger
from tests.application.channel_stage import Stage


@pytest.fixture
async def stage(engine: AsyncEngine, tenant: TenantId) -> AsyncIterator[Stage]:
    async with GraphServer() as server:
        container = Container(settings=load_settings({"CERTOBOT_WHATSAPP": "mock"}))
        clock, messenger = VirtualClock(NOW), a_messenger(server.url, token="")
        container.tenant.override(tenant)
        container.engine.override(engine)
        container.clock.override(clock)
        container.messenger.override(messenger)
        container.chance.override(lambda: 0.0)
        yield Stage(container, clock, server)
        await messenger.aclose()
