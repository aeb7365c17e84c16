"""`CERTOBOT_REDIS_URL`: counted once for all processes."""

from collections.abc import Mapping

from adapters.redis_link import GONE, Outage, connect
from application.ports.tally import Tally

_PREFIX = "certobot:tally:"
_ANSWER_SECONDS = 0.2  # a turn waits for it


class RedisTally:
    """Counts in Redis; while it is away each process counts with its own `fallback`."""

    def __init__(self, url: str, fallback: Tally) -> None:
        self._redis = connect(url, answer_seconds=_ANSWER_SECONDS)
        self._fallback = fallback
        self._outage = Outage("each process counts for itself")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def add(self, amounts: Mapping[str, int], ttl_seconds: int) -> Mapping[str, int]:
        """Add to each key, in Redis or in the fallback, and return the totals."""
        if self._outage.resting():
            return await self._fallback.add(amounts, ttl_seconds)
        try:
            totals = await self._count(amounts, ttl_seconds)
        except GONE as gone:
            self._outage.began(gone)
            return await self._fallback.add(amounts, ttl_seconds)
        self._outage.over()
        return totals

    async def _count(self, amounts: Mapping[str, int], ttl_seconds: int) -> Mapping[str, int]:
        added = {key: amount for key, amount in amounts.items() if amount}
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.mget([_PREFIX + key for key in amounts])
            for key, amount in added.items():
                pipe.incrby(_PREFIX + key, amount)
                pipe.expire(_PREFIX + key, ttl_seconds)
            before, *after = await pipe.execute()
        asked = {key: int(total or 0) for key, total in zip(amounts, before, strict=True)}
        return asked | dict(zip(added, map(int, after[::2]), strict=True))
