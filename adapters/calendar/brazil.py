"""Holidays from the `holidays` library, which follows the federal and state laws."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays

from domain.identity.states import UFS


class BrazilianHolidays:
    """Legal holidays, national and of the state; what was asked is computed once per process."""

    def holidays(self, uf: str | None, *years: int) -> frozenset[date]:
        """Return the holidays of `years`; an unknown `uf` has the national ones."""
        return _holidays_of(uf if uf in UFS else None, years)


@lru_cache(maxsize=512)
def _holidays_of(uf: str | None, years: tuple[int, ...]) -> frozenset[date]:
    return frozenset(country_holidays("BR", subdiv=uf, years=years))
