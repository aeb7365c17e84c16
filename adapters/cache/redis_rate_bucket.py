"""`CERTOBOT_REDIS_URL`: turns counted once for all processes."""

from math import inf

from adapters.redis_link import GONE, Outage, connect
from application.ports.rate_bucket import RateBucket

_PREFIX = "certobot:rate:"
# Lua reads no infinity; nobody waits a century.
_LONGEST = 3_000_000_000.0

# Until when turns are taken is kept in microseconds of Redis's own clock: no two machines have to agree.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local taken_until = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local next = taken_until + interval
local waits = math.max(0, taken_until - (tonumber(ARGV[2]) - 1) * interval - now)
if waits <= tonumber(ARGV[3]) then
    redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000) + 1)
end
return waits
"""


class RedisRateBucket:
    """Takes turns in Redis; while it is away each process takes them from its own `fallback`."""

    def __init__(self, url: str, fallback: RateBucket) -> None:
        self._redis = connect(url)
        self._take = self._redis.register_script(_TAKE)
        self._fallback = fallback
        self._outage = Outage("each process counts its own rate")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def take(self, key: str, rate_per_second: float, burst: int, within: float = inf) -> float:
        """Take the next turn, in Redis or in the fallback, and return the seconds until it comes."""
        if self._outage.resting():
            return await self._fallback.take(key, rate_per_second, burst, within)
        arguments = [1_000_000 / rate_per_second, burst, 1_000_000 * min(within, _LONGEST)]
        try:
            waits = await self._take(keys=[_PREFIX + key], args=arguments)
        except GONE as gone:
            self._outage.began(gone)
            return await self._fallback.take(key, rate_per_second, burst, within)
        self._outage.over()
        return int(waits) / 1_000_000
