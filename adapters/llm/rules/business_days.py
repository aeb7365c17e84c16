"""Brazilian business days of a month: Monday to Friday, national holidays out."""

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

from domain.shared.calendar import business_day_from, is_business_day


@lru_cache(maxsize=64)
def national_holidays(year: int) -> frozenset[date]:
    """Return the national holidays of Brazil in `year`."""
    return frozenset(country_holidays("BR", years=year))


def nth_business_day(month: date, nth: int) -> date | None:
    """Return the `nth` business day of the month of `month`, or None when it has fewer."""
    holidays = national_holidays(month.year)
    day = business_day_from(month.replace(day=1), holidays)
    for _ in range(nth - 1):
        day = business_day_from(day + timedelta(days=1), holidays)
    return day if day.month == month.month and nth > 0 else None


def last_business_day(month_end: date) -> date:
    """Return the last business day that is not after `month_end`."""
    while not is_business_day(month_end, national_holidays(month_end.year)):
        month_end -= timedelta(days=1)
    return month_end
