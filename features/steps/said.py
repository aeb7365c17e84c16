"""Values as people write them in a scenario: money, percentages, instalments, days, times."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from domain.shared.calendar import SAO_PAULO

_WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
_COUNTS = {
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7,
    "oito": 8, "nove": 9, "dez": 10,
}  # fmt: skip
_UNITS = {"segundo": 1, "minuto": 60, "hora": 3_600, "dia": 86_400}


def money(text: str) -> Decimal:
    """Read `R$ 1.000,00`."""
    return Decimal(text.removeprefix("R$").strip().replace(".", "").replace(",", "."))


def percent(text: str) -> Decimal:
    """Read `40%` or `2,5%`."""
    return Decimal(text.removesuffix("%").strip().replace(",", "."))


def times(text: str) -> int:
    """Read `3x`, or `à vista`, which is one."""
    return 1 if text == "à vista" else int(text.removesuffix("x"))


def number(text: str) -> int:
    """Read `3` or `três`."""
    return int(text) if text.isdigit() else _COUNTS[text]


def duration(text: str) -> timedelta:
    """Read `180 segundos`, `um dia`, `25 horas`."""
    amount, unit = text.split()
    return timedelta(seconds=number(amount) * _UNITS[unit.rstrip("s")])


def day(text: str, today: date) -> date:
    """Read `10/12` (the next one), `10/12/2026`, or the next `sexta-feira` after `today`.

    Raises:
        ValueError: there is no such day.
    """
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", text):
        named, month, year = match.groups()
        if year:
            return date(int(year), int(month), int(named))
        this_year = date(today.year, int(month), int(named))
        return this_year if this_year >= today else this_year.replace(year=today.year + 1)
    weekday = _WEEKDAYS.index(text.removesuffix("-feira"))
    return next(each for ahead in count(1) if (each := today + timedelta(days=ahead)).weekday() == weekday)


def moment(day_text: str, time_text: str, today: date) -> datetime:
    """Read a day and `9:30`, or `20h`, on the clocks of São Paulo."""
    hour, _, minute = time_text.replace("h", ":").partition(":")
    return datetime.combine(day(day_text, today), time(int(hour), int(minute or 0)), SAO_PAULO)
