"""Doing something no faster than allowed, however many processes do it."""

from typing import Protocol


class RateBucket(Protocol):
    """Hands out turns, `rate_per_second` of them after a first `burst`, for each key apart."""

    async def take(self, key: str, rate_per_second: float, burst: int) -> float:
        """Take the next turn of `key` and return the seconds until it comes; never fails.

        The turn is the caller's: wait that long, and do not take again. `rate_per_second` is positive,
        `burst` at least 1.
        """
