"""`CERTOBOT_REDIS_URL`: one cache for all processes."""

from collections.abc import Awaitable, Callable

from redis.asyncio import Redis

from adapters.redis_link import GONE, Outage, connect

_PREFIX = "certobot:cache:"


class RedisCache:
    """Keeps values in Redis; while Redis is away nothing is found and nothing is kept."""

    def __init__(self, url: str) -> None:
        self._redis = connect(url)
        self._outage = Outage("nothing is cached")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def get(self, key: str) -> bytes | None:
        """Return the value, or None when Redis has none or is away."""
        found: bytes | None = await self._ask(lambda redis: redis.get(_PREFIX + key))
        return found

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Keep the value, for a millisecond at least."""
        milliseconds = max(1, round(ttl_seconds * 1000))
        await self._ask(lambda redis: redis.set(_PREFIX + key, value, px=milliseconds))

    async def delete(self, key: str) -> None:
        """Forget the key."""
        await self._ask(lambda redis: redis.delete(_PREFIX + key))

    async def _ask[T](self, question: Callable[[Redis], Awaitable[T]]) -> T | None:
        if self._outage.resting():
            return None
        try:
            answer = await question(self._redis)
        except GONE as gone:
            self._outage.began(gone)
            return None
        self._outage.over()
        return answer
