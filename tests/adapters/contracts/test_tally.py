"""The promise of the Tally port, kept by every adapter."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from adapters.cache.memory_tally import MemoryTally
from adapters.cache.redis_tally import RedisTally
from application.ports.tally import Tally
from tests.adapters.redis_server import RedisServer

HOUR = 3600


@pytest.fixture(params=["memory", "redis"])
async def tally(request: pytest.FixtureRequest, redis_server: RedisServer) -> AsyncIterator[Tally]:
    """Each adapter, with nothing counted."""
    if request.param == "memory":
        yield MemoryTally()
        return
    async with aclosing(RedisTally(redis_server.url, MemoryTally())) as tally:
        yield tally


async def test_what_is_added_adds_up(tally: Tally) -> None:
    assert await tally.add({"tokens": 70, "cost": 3}, HOUR) == {"tokens": 70, "cost": 3}
    assert await tally.add({"tokens": 30, "cost": 1}, HOUR) == {"tokens": 100, "cost": 4}


async def test_nothing_added_only_asks(tally: Tally) -> None:
    await tally.add({"tokens": 70}, HOUR)

    assert await tally.add({"tokens": 0, "other": 0}, HOUR) == {"tokens": 70, "other": 0}


async def test_each_key_counts_for_itself(tally: Tally) -> None:
    await tally.add({"monday": 70}, HOUR)

    assert await tally.add({"tuesday": 1}, HOUR) == {"tuesday": 1}


async def test_nothing_is_lost_when_many_add_at_once(tally: Tally) -> None:
    await asyncio.gather(*(tally.add({"tokens": 1}, HOUR) for _ in range(50)))

    assert await tally.add({"tokens": 0}, HOUR) == {"tokens": 50}


async def test_processes_count_together_and_apart_only_while_redis_is_away(redis_server: RedisServer) -> None:
    one, other = (RedisTally(redis_server.url, MemoryTally()) for _ in range(2))
    async with aclosing(one), aclosing(other):
        await one.add({"tokens": 70}, HOUR)
        assert await other.add({"tokens": 5}, HOUR) == {"tokens": 75}

        await redis_server.kill()

        assert await one.add({"tokens": 1}, HOUR) == {"tokens": 1}
        assert await other.add({"tokens": 2}, HOUR) == {"tokens": 2}


async def test_what_was_counted_is_forgotten_after_its_time() -> None:
    now = 0.0
    tally = MemoryTally(lambda: now)
    await tally.add({"tokens": 70}, 10)
    now = 10.0

    assert await tally.add({"tokens": 0}, 10) == {"tokens": 0}
