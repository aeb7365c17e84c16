"""Remembering for a while what can be fetched again."""

from typing import Protocol


class Cache(Protocol):
    """Keeps bytes under keys for a time; never fails, and may forget anything at any moment.

    What a deletion did not reach may be read until its time is over: keep only what may be that old.
    """

    async def get(self, key: str) -> bytes | None:
        """Return what was kept, or None when it is not there, or cannot be had now."""

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Keep `value` for `ttl_seconds` (positive), in place of what was there."""

    async def delete(self, key: str) -> None:
        """Forget the key; nothing happens when it is not there."""
