"""How fast we may write to people who are not expecting us."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(hours=24)
# The queue is looked at about once a second: what falls due until the next look begins together, and a turn
# that is nearer to this look than to the next is taken now.
_LOOK = timedelta(seconds=1)
# Older starts than this many have no say in whose turn it is.
_LOOKED_BACK = 60


@dataclass(frozen=True, slots=True)
class Throughput:
    """At most `per_minute` conversations opened in a minute of the clock, evenly, `per_day` in any 24 hours.

    The second is WhatsApp's messaging limit of the portfolio: 250, 2,000, 10,000 or 100,000 people.
    """

    per_minute: int
    per_day: int

    @property
    def horizon(self) -> timedelta:
        """How far back a start still counts."""
        return _DAY

    @property
    def pace_horizon(self) -> timedelta:
        """How far back the moment of a start within its minute still counts."""
        return 2 * _MINUTE

    def next_turn(self, starts: Sequence[datetime], now: datetime) -> datetime:
        """Return `now` if one more may begin, else the first moment at which it may.

        `starts` are those so far, none after `now`, oldest first.
        """
        limits = ((self.per_minute, _MINUTE), (self.per_day, _DAY))
        freed = (_minute_of(starts[-count]) + span for count, span in limits if len(starts) >= count)
        return max((now, *freed, self._next_in_pace(starts) or now))

    def free(self, starts: Sequence[datetime], now: datetime) -> int:
        """Return how many more may begin right now, with those whose turn comes in a moment."""
        limits = ((self.per_minute, _MINUTE), (self.per_day, _DAY))
        room = min(count - _since(starts, now - span) for count, span in limits)
        return max(0, min(room, self._due(starts, now)))

    def _due(self, starts: Sequence[datetime], now: datetime) -> int:
        """Return how many turns come until the queue is looked at again, at least one if one has come."""
        turn = max(now, self._next_in_pace(starts) or now)
        if turn > now + _LOOK / 2:
            return 0
        return max(1, (now + _LOOK - turn + self._spacing / 2) // self._spacing)

    def _next_in_pace(self, starts: Sequence[datetime]) -> datetime | None:
        """Return when it is the turn of who comes after `starts`; None when there are none."""
        turn: datetime | None = None
        for start in starts[-min(self.per_minute, _LOOKED_BACK) :]:
            turn = max(turn or start, start) + self._spacing
        return turn

    @property
    def _spacing(self) -> timedelta:
        return max(_MINUTE / self.per_minute, timedelta.resolution)


def started(counted: Iterable[tuple[datetime, int, Sequence[datetime]]]) -> list[datetime]:
    """Return one start for each that was counted in a minute, at its own moment where that is known."""
    return [
        start
        for minute, count, moments in counted
        for start in (*[minute] * (count - len(moments)), *sorted(moments))
    ]


def _since(starts: Sequence[datetime], moment: datetime) -> int:
    """Count the starts in minutes that are not over a span ago."""
    return sum(_minute_of(start) > moment for start in starts)


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
