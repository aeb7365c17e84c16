"""What all processes share when there is Redis, and each has alone when there is none."""

from adapters.cache.memory import MemoryCache
from adapters.cache.memory_rate_bucket import MemoryRateBucket
from adapters.cache.memory_tally import MemoryTally
from adapters.cache.redis import RedisCache
from adapters.cache.redis_rate_bucket import RedisRateBucket
from adapters.cache.redis_tally import RedisTally
from entrypoints.settings import Settings


def cache(settings: Settings) -> MemoryCache | RedisCache:
    """Return where is remembered what can be fetched again."""
    return RedisCache(settings.redis.url) if settings.redis.url else MemoryCache()


def rate_bucket(settings: Settings) -> MemoryRateBucket | RedisRateBucket:
    """Return who hands out turns."""
    url = settings.redis.url
    return RedisRateBucket(url, MemoryRateBucket()) if url else MemoryRateBucket()


def tally(settings: Settings) -> MemoryTally | RedisTally:
    """Return who counts what is used up."""
    url = settings.redis.url
    return RedisTally(url, MemoryTally()) if url else MemoryTally()
