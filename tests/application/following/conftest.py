"""Maria, ready to agree, under a clock that moves on command."""

from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from adapters.crm.memory import MemoryCrm
from domain.shared.ids import TenantId
from entrypoints.container import Container
from tests.application.agreed import MARIA, NOON, Agreed, Begin, Post, settings


@pytest.fixture
def begin(engine: AsyncEngine) -> Begin:
    def begun(*, enforce: bool = True, **policy: object) -> Agreed:
        container = Container(settings=settings(enforce=enforce, **policy))
        clock, crm = VirtualClock(NOON), MemoryCrm([MARIA])
        post = Post(clock)
        container.tenant.override(TenantId(f"tenant-{uuid4()}"))
        container.engine.override(engine)
        container.clock.override(clock)
        container.messenger.override(post)
        container.crm.override(crm)
        container.chance.override(lambda: 0.0)
        return Agreed(container, clock, post, crm)

    return begun
