"""A clock for scenarios and simulations: time passes only when somebody says so."""

from datetime import datetime, timedelta


class VirtualClock:
    """Stands still at `now` (aware) until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the moment at which the clock stands."""
        return self._now

    def advance(self, passed: timedelta) -> None:
        """Let time pass."""
        self._now += passed

    def set(self, now: datetime) -> None:
        """Stand at another moment."""
        self._now = now
