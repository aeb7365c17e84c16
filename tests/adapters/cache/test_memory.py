"""What the caches in memory promise beyond the port: a bound, and time that can be told."""

from adapters.cache.memory import MemoryCache
from adapters.cache.memory_rate_bucket import MemoryRateBucket


class Watch:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def test_the_value_longest_unused_makes_room() -> None:
    cache = MemoryCache(most=2)
    await cache.set("a", b"1", 60)
    await cache.set("b", b"2", 60)
    await cache.get("a")

    await cache.set("c", b"3", 60)

    assert [await cache.get(key) for key in "abc"] == [b"1", None, b"3"]


async def test_a_value_lasts_exactly_its_time() -> None:
    watch = Watch()
    cache = MemoryCache(now=watch)
    await cache.set("a", b"1", 60)

    watch.seconds += 59.9
    before = await cache.get("a")
    watch.seconds += 0.1

    assert (before, await cache.get("a")) == (b"1", None)


async def test_turns_come_back_one_an_interval() -> None:
    watch = Watch()
    bucket = MemoryRateBucket(watch)
    for _ in range(3):
        await bucket.take("a", 0.5, 3)

    watch.seconds += 4

    assert [await bucket.take("a", 0.5, 3) for _ in range(3)] == [0, 0, 2]


async def test_a_long_rest_saves_up_no_more_than_the_burst() -> None:
    watch = Watch()
    bucket = MemoryRateBucket(watch)
    await bucket.take("a", 1, 2)

    watch.seconds += 1_000_000

    assert [await bucket.take("a", 1, 2) for _ in range(3)] == [0, 0, 1]


async def test_keys_without_a_turn_under_way_take_no_room() -> None:
    watch = Watch()
    bucket = MemoryRateBucket(watch)
    for number in range(20_000):
        await bucket.take(str(number), 1, 1)
        watch.seconds += 0.001

    assert len(bucket._taken_until) <= 10_000
