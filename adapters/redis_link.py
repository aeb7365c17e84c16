"""How Redis is reached, and what is said while it is away."""

import time
from collections.abc import Callable

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = structlog.get_logger()

# What a call raises when Redis is away, too slow, or not yet ready after a start.
GONE = (RedisError, OSError)


def connect(url: str, *, answer_seconds: float = 0.5) -> Redis:
    """Return a client that connects when it is used, and again by itself whenever Redis is back.

    Raises:
        ValueError: the URL is not one of Redis.
    """
    return Redis.from_url(
        url,
        socket_connect_timeout=0.5,
        socket_timeout=answer_seconds,
        # The pool opens anew what a restart closed; who asks in vain has better to do than wait.
        retry=Retry(NoBackoff(), 0),
    )


class Outage:
    """Warns once when Redis goes, tells once when it is back, and spares it calls for `rest_seconds`.

    `instead` says what happens meanwhile; `now` is monotonic.
    """

    def __init__(
        self, instead: str, rest_seconds: float = 1.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._instead = instead
        self._rest_seconds = rest_seconds
        self._now = now
        self._lasts = False
        self._ask_again_at = 0.0

    def resting(self) -> bool:
        """Tell whether Redis failed a moment ago, so that asking now would only cost time."""
        return self._lasts and self._now() < self._ask_again_at

    def began(self, cause: Exception) -> None:
        """Take note that a call failed."""
        self._ask_again_at = self._now() + self._rest_seconds
        if not self._lasts:
            self._lasts = True
            log.warning("Redis is away", instead=self._instead, cause=type(cause).__name__)

    def over(self) -> None:
        """Take note that a call was answered."""
        if self._lasts:
            self._lasts = False
            log.info("Redis is back", instead=self._instead)
