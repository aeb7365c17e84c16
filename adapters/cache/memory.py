"""Without Redis: a cache in this very process."""

import time
from collections.abc import Callable


class MemoryCache:
    """Keeps up to `most` values, dropping the one longest unused; `now` is monotonic."""

    def __init__(self, most: int = 10_000, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._kept: dict[str, tuple[float, bytes]] = {}

    async def aclose(self) -> None:
        """Hold nothing: what is kept lives in the process alone."""

    async def get(self, key: str) -> bytes | None:
        """Return the value while its time lasts."""
        kept = self._kept.pop(key, None)
        if kept is None or kept[0] <= self._now():
            return None
        self._kept[key] = kept
        return kept[1]

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Keep the value; the one longest unused makes room."""
        self._kept.pop(key, None)
        self._kept[key] = (self._now() + ttl_seconds, value)
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]

    async def delete(self, key: str) -> None:
        """Forget the key."""
        self._kept.pop(key, None)
