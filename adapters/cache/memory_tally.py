"""Without Redis: counted in this very process."""

import time
from collections.abc import Callable, Mapping

_PRUNED_AT = 10_000


class MemoryTally:
    """Remembers each total and until when; `now` is monotonic."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._totals: dict[str, tuple[int, float]] = {}

    async def aclose(self) -> None:
        """Hold nothing: totals live in the process alone."""

    async def add(self, amounts: Mapping[str, int], ttl_seconds: int) -> Mapping[str, int]:
        """Add to each key and return the totals."""
        now = self._now()
        totals = {key: self._total(key, now) + amount for key, amount in amounts.items()}
        self._totals |= {key: (total, now + ttl_seconds) for key, total in totals.items() if amounts[key]}
        if len(self._totals) > _PRUNED_AT:
            self._totals = {key: kept for key, kept in self._totals.items() if kept[1] > now}
        return totals

    def _total(self, key: str, now: float) -> int:
        total, until = self._totals.get(key, (0, now))
        return total if until > now else 0
