"""The holidays of Brazil."""

from datetime import date
from typing import Protocol


class HolidayCalendar(Protocol):
    """Knows the legal holidays; optional days off (Carnaval, Corpus Christi) are none."""

    def holidays(self, uf: str | None, *years: int) -> frozenset[date]:
        """Return the national holidays of `years`, with those of the state `uf` when it is given."""
