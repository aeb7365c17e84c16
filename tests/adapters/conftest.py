"""A real Redis for whoever asks, and what is said about it."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import CapturingLogger

from adapters import redis_link
from tests.adapters.redis_server import RedisServer, running_redis


@pytest.fixture
async def redis_server() -> AsyncIterator[RedisServer]:
    """A Redis of this test's own."""
    async with running_redis() as server:
        yield server


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    """What is logged about Redis going and coming back."""
    logger = CapturingLogger()
    monkeypatch.setattr(redis_link, "log", logger)
    return logger
