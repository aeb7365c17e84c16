"""Redis away, frozen, flushed: caches miss, rates are counted at home, and it is said once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from structlog.testing import CapturingLogger

from adapters.cache.memory_rate_bucket import MemoryRateBucket
from adapters.cache.redis import RedisCache
from adapters.cache.redis_rate_bucket import RedisRateBucket
from tests.adapters.redis_server import RedisServer, until

MINUTE = 60.0
ONE_A_MINUTE = 1 / 60


@pytest.fixture
async def cache(redis_server: RedisServer) -> AsyncIterator[RedisCache]:
    async with aclosing(RedisCache(redis_server.url)) as cache:
        yield cache


@pytest.fixture
async def bucket(redis_server: RedisServer) -> AsyncIterator[RedisRateBucket]:
    async with aclosing(RedisRateBucket(redis_server.url, MemoryRateBucket())) as bucket:
        yield bucket


def levels(told: CapturingLogger) -> list[str]:
    return [call.method_name for call in told.calls]


async def test_a_flushed_cache_misses_and_goes_on(
    redis_server: RedisServer, cache: RedisCache, told: CapturingLogger
) -> None:
    await cache.set("a", b"1", MINUTE)

    await redis_server.flush()

    assert await cache.get("a") is None
    await cache.set("a", b"2", MINUTE)
    assert await cache.get("a") == b"2"
    assert levels(told) == []


async def test_without_redis_everything_is_a_miss_and_it_is_said_once(
    redis_server: RedisServer, cache: RedisCache, told: CapturingLogger
) -> None:
    await cache.set("a", b"1", MINUTE)
    await redis_server.kill()

    for _ in range(3):
        await cache.set("b", b"2", MINUTE)
        await cache.delete("b")
        assert await cache.get("a") is None

    assert levels(told) == ["warning"]


async def test_a_cache_finds_redis_again_by_itself(
    redis_server: RedisServer, cache: RedisCache, told: CapturingLogger
) -> None:
    await redis_server.kill()
    assert await cache.get("a") is None
    await redis_server.start()

    async def keeps_again() -> bool:
        await cache.set("a", b"1", MINUTE)
        return await cache.get("a") == b"1"

    await until(keeps_again)
    assert levels(told) == ["warning", "info"]


async def test_a_restart_between_two_questions_is_not_noticed(
    redis_server: RedisServer, cache: RedisCache, told: CapturingLogger
) -> None:
    await cache.set("a", b"1", MINUTE)
    await redis_server.restart()

    await cache.set("a", b"2", MINUTE)

    assert await cache.get("a") == b"2"
    assert levels(told) == []


async def test_a_frozen_redis_costs_one_wait_and_not_one_a_question(
    redis_server: RedisServer, cache: RedisCache
) -> None:
    await cache.set("a", b"1", MINUTE)
    redis_server.freeze()
    assert await cache.get("a") is None

    async with asyncio.timeout(0.5):
        assert [await cache.get("a") for _ in range(100)] == [None] * 100


async def test_processes_share_one_rate(redis_server: RedisServer, bucket: RedisRateBucket) -> None:
    other = RedisRateBucket(redis_server.url, MemoryRateBucket())

    first, second = await bucket.take("a", ONE_A_MINUTE, 1), await other.take("a", ONE_A_MINUTE, 1)
    await other.aclose()

    assert first == 0
    assert second > 0


async def test_without_redis_each_process_counts_at_home_and_it_is_said_once(
    redis_server: RedisServer, bucket: RedisRateBucket, told: CapturingLogger
) -> None:
    await redis_server.kill()

    first, *later = [await bucket.take("a", ONE_A_MINUTE, 1) for _ in range(3)]

    assert first == 0
    assert all(seconds > 0 for seconds in later)
    assert levels(told) == ["warning"]


async def test_a_flushed_rate_starts_anew(redis_server: RedisServer, bucket: RedisRateBucket) -> None:
    await bucket.take("a", ONE_A_MINUTE, 1)

    await redis_server.flush()

    assert await bucket.take("a", ONE_A_MINUTE, 1) == 0


async def test_a_rate_is_counted_again_after_a_restart_of_redis(
    redis_server: RedisServer, bucket: RedisRateBucket, told: CapturingLogger
) -> None:
    await bucket.take("a", ONE_A_MINUTE, 1)
    await redis_server.restart()

    first, second = await bucket.take("a", ONE_A_MINUTE, 1), await bucket.take("a", ONE_A_MINUTE, 1)

    assert first == 0
    assert second > 0
    assert levels(told) == []
