"""The promise of the Cache port, kept by every adapter."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from adapters.cache.memory import MemoryCache
from adapters.cache.redis import RedisCache
from application.ports.cache import Cache
from tests.adapters.redis_server import RedisServer, until

MINUTE = 60.0


@pytest.fixture(params=["memory", "redis"])
async def cache(request: pytest.FixtureRequest, redis_server: RedisServer) -> AsyncIterator[Cache]:
    """Each adapter, empty."""
    if request.param == "memory":
        yield MemoryCache()
        return
    async with aclosing(RedisCache(redis_server.url)) as cache:
        yield cache


async def is_a_miss(cache: Cache, key: str) -> bool:
    return await cache.get(key) is None


async def test_what_was_kept_is_found(cache: Cache) -> None:
    await cache.set("a", b"\x00um\xff", MINUTE)

    assert await cache.get("a") == b"\x00um\xff"


async def test_a_key_that_was_never_kept_is_a_miss(cache: Cache) -> None:
    await cache.set("a", b"1", MINUTE)

    assert await cache.get("b") is None


async def test_nothing_at_all_is_kept_as_such_and_is_no_miss(cache: Cache) -> None:
    await cache.set("a", b"", MINUTE)

    assert await cache.get("a") == b""


async def test_the_last_value_counts(cache: Cache) -> None:
    await cache.set("a", b"1", MINUTE)
    await cache.set("a", b"2", MINUTE)

    assert await cache.get("a") == b"2"


async def test_what_was_deleted_is_a_miss(cache: Cache) -> None:
    await cache.set("a", b"1", MINUTE)
    await cache.set("b", b"2", MINUTE)

    await cache.delete("a")

    assert await cache.get("a") is None
    assert await cache.get("b") == b"2"


async def test_deleting_what_is_not_there_changes_nothing(cache: Cache) -> None:
    await cache.delete("a")

    assert await cache.get("a") is None


async def test_a_value_is_a_miss_when_its_time_is_over(cache: Cache) -> None:
    await cache.set("short", b"1", 0.02)
    await cache.set("long", b"2", MINUTE)

    await until(lambda: is_a_miss(cache, "short"))

    assert await cache.get("long") == b"2"


async def test_keeping_again_gives_a_new_time(cache: Cache) -> None:
    await cache.set("a", b"1", 0.02)
    await cache.set("a", b"1", MINUTE)
    await cache.set("measure", b"1", 0.03)

    await until(lambda: is_a_miss(cache, "measure"))

    assert await cache.get("a") == b"1"
