"""Leave a service that keeps failing alone for a while."""

from collections.abc import Callable


class CircuitBreaker:
    """Opens after `failures` in a row; then one call each `rest_seconds` may try whether it goes again.

    `now` tells monotonic seconds.
    """

    def __init__(self, failures: int, rest_seconds: float, now: Callable[[], float]) -> None:
        self._threshold = failures
        self._rest = rest_seconds
        self._now = now
        self._failures = 0
        self._next_trial = 0.0

    def lets_through(self) -> bool:
        """Tell whether a call may be made now."""
        if self._failures < self._threshold:
            return True
        if self._now() < self._next_trial:
            return False
        # A trial that is cancelled tells nothing: the next one comes after another rest.
        self._next_trial = self._now() + self._rest
        return True

    def failed(self) -> None:
        """Record a call that failed."""
        self._failures += 1
        self._next_trial = self._now() + self._rest

    def succeeded(self) -> None:
        """Record a call that was answered."""
        self._failures = 0
