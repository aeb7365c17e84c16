"""How fast we may write to people who are not expecting us."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Throughput:
    """At most `per_minute` conversations opened in a minute of the clock, `per_day` in any 24 hours.

    The second is WhatsApp's messaging limit of the portfolio: 250, 2,000, 10,000 or 100,000 people.
    """

    per_minute: int
    per_day: int

    @property
    def horizon(self) -> timedelta:
        """How far back a start still counts."""
        return _DAY

    def next_turn(self, starts: Sequence[datetime], now: datetime) -> datetime:
        """Return `now` if one more may begin, else the first minute in which it may.

        `starts` are those so far, none after `now`, oldest first.
        """
        limits = ((self.per_minute, _MINUTE), (self.per_day, _DAY))
        freed = (_minute_of(starts[-count]) + span for count, span in limits if len(starts) >= count)
        return max((now, *freed))

    def free(self, starts: Sequence[datetime], now: datetime) -> int:
        """Return how many more may begin right now."""
        limits = ((self.per_minute, _MINUTE), (self.per_day, _DAY))
        return max(0, min(count - _since(starts, now - span) for count, span in limits))


def by_minute(counted: Iterable[tuple[datetime, int]]) -> list[datetime]:
    """Return one start for each that was counted in a minute, in the order given."""
    return [minute for minute, count in counted for _ in range(count)]


def _since(starts: Sequence[datetime], moment: datetime) -> int:
    """Count the starts in minutes that are not over a span ago."""
    return sum(_minute_of(start) > moment for start in starts)


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
