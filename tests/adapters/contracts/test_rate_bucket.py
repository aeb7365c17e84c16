"""The promise of the RateBucket port, kept by every adapter."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from adapters.cache.memory_rate_bucket import MemoryRateBucket
from adapters.cache.redis_rate_bucket import RedisRateBucket
from application.ports.rate_bucket import RateBucket
from tests.adapters.redis_server import RedisServer

# So slow that the time which a test takes does not count.
ONE_A_MINUTE = 1 / 60
SECONDS_OF_A_TEST = 10.0


@pytest.fixture(params=["memory", "redis"])
async def bucket(request: pytest.FixtureRequest, redis_server: RedisServer) -> AsyncIterator[RateBucket]:
    """Each adapter, with every turn free."""
    if request.param == "memory":
        yield MemoryRateBucket()
        return
    async with aclosing(RedisRateBucket(redis_server.url, MemoryRateBucket())) as bucket:
        yield bucket


async def test_a_burst_waits_for_nothing(bucket: RateBucket) -> None:
    assert [await bucket.take("a", ONE_A_MINUTE, 3) for _ in range(3)] == [0, 0, 0]


async def test_after_the_burst_each_turn_comes_one_interval_after_the_other(bucket: RateBucket) -> None:
    for _ in range(2):
        await bucket.take("a", ONE_A_MINUTE, 2)

    waits = [await bucket.take("a", ONE_A_MINUTE, 2) for _ in range(3)]

    for turn, seconds in enumerate(waits, start=1):
        assert turn * 60 - SECONDS_OF_A_TEST < seconds <= turn * 60


async def test_each_key_has_turns_of_its_own(bucket: RateBucket) -> None:
    await bucket.take("a", ONE_A_MINUTE, 1)

    assert await bucket.take("b", ONE_A_MINUTE, 1) == 0
    assert await bucket.take("a", ONE_A_MINUTE, 1) > 0


async def test_turns_come_back_with_time(bucket: RateBucket) -> None:
    first, second = await bucket.take("a", 20, 1), await bucket.take("a", 20, 1)
    await asyncio.sleep(second)

    third = await bucket.take("a", 20, 1)

    assert first == 0
    assert 0 < second <= 0.05
    # Had no time passed, it would be the second interval.
    assert third <= 0.05


async def test_turns_taken_at_the_same_time_are_all_different(bucket: RateBucket) -> None:
    waits = await asyncio.gather(*(bucket.take("a", ONE_A_MINUTE, 1) for _ in range(20)))

    assert sorted(round(seconds / 60) for seconds in waits) == list(range(20))


async def test_a_turn_that_comes_too_late_is_told_and_not_taken(bucket: RateBucket) -> None:
    await bucket.take("a", ONE_A_MINUTE, 1)

    refused = [await bucket.take("a", ONE_A_MINUTE, 1, within=5) for _ in range(3)]
    taken = await bucket.take("a", ONE_A_MINUTE, 1, within=60)

    for seconds in (*refused, taken):
        assert 60 - SECONDS_OF_A_TEST < seconds <= 60
