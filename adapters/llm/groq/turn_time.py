"""The time that one turn may take: reading and phrasing share it."""

from collections.abc import Callable

from domain.shared.ids import ConversationId

type _Turn = tuple[ConversationId, int]


class Deadline:
    """A moment on a monotonic clock."""

    def __init__(self, at: float, now: Callable[[], float]) -> None:
        self._at = at
        self._now = now

    def left(self) -> float:
        """Return the seconds that are left, 0 at least."""
        return max(0.0, self._at - self._now())


class TurnTimes:
    """Knows until when each turn under way must be answered; `now` tells monotonic seconds.

    A turn that is read again, after it failed, has all its time again.
    """

    def __init__(self, seconds: float, now: Callable[[], float]) -> None:
        self._seconds = seconds
        self._now = now
        self._until: dict[_Turn, float] = {}

    def begin(self, conversation: ConversationId | None, turn: int) -> Deadline:
        """Return the deadline of a turn that is read now."""
        until = self._now() + self._seconds
        if conversation is not None:
            self._forget_the_past()
            self._until.pop((conversation, turn), None)
            self._until[conversation, turn] = until
        return Deadline(until, self._now)

    def go_on(self, conversation: ConversationId | None, turn: int) -> Deadline:
        """Return the deadline of a turn that is phrased now: the one it was read under, if it was read."""
        fresh = self._now() + self._seconds
        until = self._until.pop((conversation, turn), fresh) if conversation is not None else fresh
        return Deadline(until, self._now)

    def _forget_the_past(self) -> None:
        # They were put in order of their deadlines; whose turn was never phrased is forgotten a turn later.
        now = self._now()
        while self._until:
            oldest = next(iter(self._until))
            if self._until[oldest] + self._seconds > now:
                return
            del self._until[oldest]
