"""Dates of business in Brazil. Holidays are given, never looked up."""

import calendar as gregorian
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SAO_PAULO = ZoneInfo("America/Sao_Paulo")

_WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
_SATURDAY = 5


def business_date(moment: datetime) -> date:
    """Return the date of `moment` in America/Sao_Paulo, where every date of the business is counted."""
    return moment.astimezone(SAO_PAULO).date()


def is_business_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Tell whether banks open on `day`: Monday to Friday, not one of `holidays`."""
    return day.weekday() < _SATURDAY and day not in holidays


def business_day_from(day: date, holidays: AbstractSet[date]) -> date:
    """Return `day` itself if it is a business day, else the next one."""
    while not is_business_day(day, holidays):
        day += timedelta(days=1)
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def format_day(day: date, today: date) -> str:
    """Return `day` as the bot says it: `sexta, 27/11`, with the year when it is not this one."""
    text = f"{_WEEKDAYS[day.weekday()]}, {day:%d/%m}"
    return text if day.year == today.year else f"{text}/{day.year}"
