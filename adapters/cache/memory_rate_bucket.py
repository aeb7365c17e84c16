"""Without Redis: turns counted in this very process."""

import time
from collections.abc import Callable
from math import inf

_PRUNED_AT = 10_000


class MemoryRateBucket:
    """Remembers for each key when its next turn would come; `now` is monotonic."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._taken_until: dict[str, float] = {}

    async def aclose(self) -> None:
        """Hold nothing: turns live in the process alone."""

    async def take(self, key: str, rate_per_second: float, burst: int, within: float = inf) -> float:
        """Take the next turn, unless it is too far away, and return the seconds until it comes."""
        interval, now = 1 / rate_per_second, self._now()
        taken_until = max(self._taken_until.get(key, now), now)
        waits = max(0.0, taken_until - (burst - 1) * interval - now)
        if waits <= within:
            self._taken_until[key] = taken_until + interval
        if len(self._taken_until) > _PRUNED_AT:
            self._taken_until = {each: until for each, until in self._taken_until.items() if until > now}
        return waits
