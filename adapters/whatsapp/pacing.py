"""How fast Meta lets one number write: to everybody, and to one person."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from application.ports.messenger import MessengerUnavailable
from application.ports.rate_bucket import RateBucket
from domain.messaging.contact import Contact

# A turn that comes sooner is waited for with the message in hand; a later one lets others go first.
_WORTH_WAITING_SECONDS = 2.0
_SLOW_PER_SECOND = 80
_SLOW_SECONDS = 60.0
# How finely a second is cut: what comes together within one cut leaves together.
_BURSTS_A_SECOND = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """Meta's limits for one number (Cloud API, "throughput" and "pair rate limits", 2026).

    To one person one message each `pair_seconds`, after a first burst of `pair_burst`. `per_second` is what
    Meta raises a number to; one that it has not raised yet is told so, and slows down.
    """

    per_second: int = 1_000
    pair_burst: int = 45
    pair_seconds: float = 6.0


class Pacing:
    """Keeps one number within its limits, however many processes send through it; `now` is monotonic.

    No key of the bucket tells who somebody is.
    """

    def __init__(
        self,
        bucket: RateBucket,
        sender: str,
        limits: Limits,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bucket = bucket
        self._sender = sender
        self._limits = limits
        self._sleep = sleep
        self._now = now
        self._slow_until = now()

    def slow_down(self) -> None:
        """Keep for a minute to the pace that Meta allows every number: ours was told that it is too fast."""
        self._slow_until = self._now() + _SLOW_SECONDS

    async def turn(self, to: Contact) -> None:
        """Wait for a turn to write to `to`.

        Raises:
            MessengerUnavailable: it comes too late to wait for, and was not taken.
        """
        limits = self._limits
        rate = limits.per_second
        if self._now() < self._slow_until:
            rate = min(rate, _SLOW_PER_SECOND)
        burst = max(1, rate // _BURSTS_A_SECOND)
        waits = await self._take(f"number:{self._sender}", rate, burst, of_pair=False)
        pair = hashlib.sha256(f"{self._sender} {to.phone or to.user_id}".encode()).hexdigest()[:32]
        waits = max(
            waits, await self._take(f"pair:{pair}", 1 / limits.pair_seconds, limits.pair_burst, of_pair=True)
        )
        if waits:
            await self._sleep(waits)

    async def _take(self, key: str, rate: float, burst: int, *, of_pair: bool) -> float:
        waits = await self._bucket.take(key, rate, burst, _WORTH_WAITING_SECONDS)
        if waits > _WORTH_WAITING_SECONDS:
            reason = "ritmo desta pessoa" if of_pair else "ritmo do número"
            raise MessengerUnavailable(
                reason, timedelta(seconds=waits), growth=1, asked=False, of_pair=of_pair
            )
        return waits
