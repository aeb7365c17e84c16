"""The part of a day in which contact is allowed."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Self

from domain.shared.errors import RuleBroken

_HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")


class InvalidHours(RuleBroken):
    """The text is not a range of hours within one day."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"horário inválido: {text!r}; escreva início e fim do dia, como '09:00-18:00', ou deixe vazio"
        )
        self.text = text


@dataclass(frozen=True, slots=True)
class Hours:
    """The part of a day in which contact is allowed, from `start` until just before `end`, local time."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read `09:00-18:00`; an empty text is None: no contact on such a day.

        Raises:
            InvalidHours: another shape, hours that do not exist, or an end that is not after the start.
        """
        if not text.strip():
            return None
        match = _HOURS.fullmatch(text.strip())
        if match is None:
            raise InvalidHours(text)
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        try:
            hours = cls(time(from_hour, from_minute), time(to_hour, to_minute))
        except ValueError:
            raise InvalidHours(text) from None
        if hours.end <= hours.start:
            raise InvalidHours(text)
        return hours

    def contains(self, moment: time) -> bool:
        """Tell whether contact is allowed at this time of day."""
        return self.start <= moment < self.end

    def within(self, other: "Hours") -> "Hours | None":
        """Return what both allow, or None when they have nothing in common."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Hours(start, end) if start < end else None
