"""Doing something no faster than allowed, however many processes do it."""

from math import inf
from typing import Protocol


class RateBucket(Protocol):
    """Hands out turns, `rate_per_second` of them after a first `burst`, for each key apart."""

    async def take(self, key: str, rate_per_second: float, burst: int, within: float = inf) -> float:
        """Take the next turn of `key` and return the seconds until it comes; never fails.

        The turn is the caller's: wait that long, and do not take again. One that would come later than
        `within` seconds is not taken. `rate_per_second` is positive, `burst` at least 1.
        """
