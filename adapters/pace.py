"""Ask no faster than a service likes."""

from collections.abc import Callable


class Pace:
    """Spaces calls to `per_second`, after a burst of as many as a second holds; `now` is monotonic."""

    def __init__(self, per_second: float, now: Callable[[], float]) -> None:
        self._interval = 1 / per_second
        self._now = now
        self._next = now() - 1

    def wait(self) -> float:
        """Take the next turn and return the seconds until it comes."""
        now = self._now()
        mine = max(self._next, now - 1 + self._interval)
        self._next = mine + self._interval
        return max(0.0, mine - now)
