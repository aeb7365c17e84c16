"""The channel as Meta plays it, and an office with debtors, under a clock that moves on command."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from adapters.whatsapp.attention import MockAttention
from adapters.whatsapp.mock import MockMessenger
from domain.shared.ids import TenantId
from entrypoints.container import Container
from entrypoints.settings import load_settings
from tests.adapters.contracts.kept import NOW, a_conversation
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.senders import a_messenger
from tests.application.channel_stage import Stage
from tests.application.chat import Chat
from tests.application.office import DEBT, Office, an_office, someone


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


@pytest.fixture
def office(engine: AsyncEngine, tenant: TenantId) -> Office:
    """An office with people of five time zones, four a minute, thirty a day."""
    codes = ["11", "68", "92", "21", "31", "85", "81", "67"]
    people = [someone(number, codes[number % len(codes)]) for number in range(1, 41)]
    prescribed = replace(DEBT, due_date=date(2020, 1, 1))
    people[5] = replace(people[5], debts=(prescribed,))
    people[9] = replace(people[9], phone=people[8].phone)
    return an_office(engine, tenant, people, campaign_per_minute=4, daily_new_contacts=30)


@pytest.fixture
async def chat(engine: AsyncEngine, tenant: TenantId) -> Chat:
    container = Container(settings=load_settings({"CERTOBOT_WHATSAPP": "mock"}))
    clock, messenger = VirtualClock(NOW), MockMessenger()
    container.tenant.override(tenant)
    container.engine.override(engine)
    container.clock.override(clock)
    container.messenger.override(messenger)
    container.attention.override(MockAttention())
    conversation = await a_conversation(container.uow)
    return Chat(container, clock, messenger, conversation.id)
