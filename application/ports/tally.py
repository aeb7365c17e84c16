"""Counting what is used up, however many processes use it."""

from collections.abc import Mapping
from typing import Protocol


class Tally(Protocol):
    """Counts up under keys for a time; never fails, and may forget what it counted when it must."""

    async def add(self, amounts: Mapping[str, int], ttl_seconds: int) -> Mapping[str, int]:
        """Add to each key and return the totals; an amount of 0 only asks.

        A key is forgotten `ttl_seconds` (positive) after it was last added to.
        """
