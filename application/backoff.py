"""How long to leave a provider alone after it refused."""

from datetime import timedelta

_SLOWEST = timedelta(minutes=10)
_JITTER = 0.25
_MOST_GROWTH = 10


def wait_after(attempts: int, least: timedelta, growth: int, chance: float) -> timedelta:
    """Return a wait of at least `least` that grows with each attempt, to ten minutes unless `least` is more.

    `chance`, from 0 to 1, spreads those who failed at the same moment.
    """
    factor: int = growth ** min(attempts - 1, _MOST_GROWTH)
    grown = least * factor
    return min(grown, max(_SLOWEST, least)) * (1 + _JITTER * chance)
