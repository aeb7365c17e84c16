"""Days and hours as people write them in a scenario, read from the day on which the scenario stands."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.shared.calendar import SAO_PAULO, add_months
from entrypoints.workbench.folded import folded
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.said import COUNT, number

_WEEKDAYS = ("segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo")
_MONTHS = (
    "janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
    "novembro", "dezembro",
)  # fmt: skip
_DAYS_OF = {"dia": 1, "semana": 7}
_SHORT = 2
# From here every day that exists at all lies ahead.
_LEAP = date(2024, 1, 1)
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})(?:[- ]feira)?"
_DATE = rf"\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|\d{{1,2}}º? de (?:{'|'.join(_MONTHS)})(?: de \d{{4}})?"
DAY = (
    rf"(?:o |a |no |na )?(?:(?:dia )?(?:{_DATE})|(?:proxim[ao] )?{_WEEKDAY}(?:,? (?:dia )?(?:{_DATE})| "
    r"que vem)?"
    rf"|(?:{'|'.join(_MONTHS)}) de \d{{4}}"
    rf"|hoje|amanha|depois de amanha|ontem|dia \d{{1,2}}|ultimo dia do mes|fim do mes"
    rf"|(?:daqui a|em|ha(?: mais de)?) (?:{COUNT}) (?:dia|semana|mes|mese|ano)s?)"
)
HOUR = r"\d{1,2}(?:(?:h|:)\d{2}|h| horas?)|meio[- ]dia|meia[- ]noite"


@dataclass(frozen=True, slots=True)
class _Standing:
    """The day on which a scenario stands, and whether a day is meant to lie behind it."""

    today: date
    past: bool

    @property
    def step(self) -> int:
        """One day, or one year, towards what is meant."""
        return -1 if self.past else 1

    @property
    def years(self) -> range:
        """The years in which a day without one may lie; a 29 February needs some."""
        return range(self.today.year, self.today.year + 9 * self.step, self.step)

    def takes(self, day: date) -> bool:
        """Tell whether the day lies on the side that is meant."""
        return day <= self.today if self.past else day >= self.today


def day(text: str, today: date, *, past: bool = False) -> date:
    """Read `10/12`, `10/12/2026`, `sexta-feira`, `amanhã`, `daqui a 10 dias`; or the last one.

    Raises:
        Misread: there is no such day, or the weekday is not that of the date.
    """
    said = re.sub(r"^(o|a|no|na) ", "", folded(text))
    for pattern, read in _WAYS:
        if match := re.fullmatch(pattern, said):
            try:
                return read(match, _Standing(today, past))
            except ValueError:
                raise Misread(f"“{text}” não existe no calendário; confira o dia") from None
    raise Misread(f"“{text}” não é um dia; escreva como 10/12, sexta-feira ou amanhã")


def real_day(text: str) -> str:
    """Return the text of a day as it is.

    Raises:
        Misread: no calendar has such a day.
    """
    if match := re.search(rf"{_DATE}", folded(text)):
        day(match[0], _LEAP)
    return text


def real_hour(text: str) -> str:
    """Return the text of an hour as it is.

    Raises:
        Misread: no clock shows it.
    """
    hour(text)
    return text


def moment(day_text: str, hour_text: str, today: date) -> datetime:
    """Read a day and `9:30`, `20h` or `meio-dia`, on the clocks of São Paulo."""
    return datetime.combine(day(day_text, today), hour(hour_text), SAO_PAULO)


def hour(text: str) -> time:
    """Read `9:30`, `20h`, `9h05`, `meio-dia`.

    Raises:
        Misread: there is no such hour.
    """
    said = folded(text).replace("-", " ")
    if said in ("meio dia", "meia noite"):
        return time(12 if said == "meio dia" else 0)
    hours, minutes = re.fullmatch(r"(\d{1,2})(?:[h:](\d{2})?| horas?)", said).groups()  # type: ignore[union-attr]
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise Misread(f"“{text}” não é uma hora; escreva como 9:30 ou 20h") from None


def _of_numbers(match: re.Match[str], standing: _Standing) -> date:
    named, month, year = match["d"], match["m"], match["y"]
    if year:
        return date(int(year) + (2000 if len(year) == _SHORT else 0), int(month), int(named))
    fitting = (_date(each, int(month), int(named)) for each in standing.years)
    found = next((each for each in fitting if each is not None and standing.takes(each)), None)
    if found is None:
        raise ValueError
    return found


def _date(year: int, month: int, named: int) -> date | None:
    try:
        return date(year, month, named)
    except ValueError:
        return None


def _of_words(match: re.Match[str], standing: _Standing) -> date:
    month = _MONTHS.index(match["month"]) + 1
    year = f"/{match['y']}" if match["y"] else ""
    return day(f"{match['d']}/{month}{year}", standing.today, past=standing.past)


def _first_of(match: re.Match[str], _standing: _Standing) -> date:
    return date(int(match["y"]), _MONTHS.index(match["month"]) + 1, 1)


def _of_weekday(match: re.Match[str], standing: _Standing) -> date:
    weekday = _WEEKDAYS.index(match["weekday"])
    if match["date"]:
        named = day(match["date"], standing.today, past=standing.past)
        if named.weekday() != weekday:
            raise Misread(f"{named:%d/%m/%Y} não cai em “{match['weekday']}”; confira o dia")
        return named
    week = (standing.today + timedelta(days=standing.step * ahead) for ahead in range(1, 8))
    return next(each for each in week if each.weekday() == weekday)


def _of_count(match: re.Match[str], standing: _Standing) -> date:
    is_past = match["way"] == "ha" or (standing.past and match["way"] == "em")
    count = number(match["count"]) * (-1 if is_past else 1)
    start = standing.today - timedelta(days=1 if match["more"] else 0)
    if match["unit"] in _DAYS_OF:
        return start + timedelta(days=count * _DAYS_OF[match["unit"]])
    return add_months(start, count * (12 if match["unit"] == "ano" else 1))


def _of_day(match: re.Match[str], standing: _Standing) -> date:
    first = standing.today.replace(day=1)
    months = (add_months(first, standing.step * ahead) for ahead in range(13))
    found = (_date(month.year, month.month, int(match["d"])) for month in months)
    return next(each for each in found if each and each != standing.today and standing.takes(each))


def _end_of_month(_match: re.Match[str], standing: _Standing) -> date:
    return add_months(standing.today.replace(day=1), 1) - timedelta(days=1)


def _ahead(days: int) -> Callable[[re.Match[str], _Standing], date]:
    return lambda _match, standing: standing.today + timedelta(days=days)


_WAYS: tuple[tuple[str, Callable[[re.Match[str], _Standing], date]], ...] = (
    (r"(?:dia )?(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>\d{2}|\d{4}))?", _of_numbers),
    (rf"(?:dia )?(?P<d>\d{{1,2}})º? de (?P<month>{'|'.join(_MONTHS)})(?: de (?P<y>\d{{4}}))?", _of_words),
    (
        (
            rf"(?:proxim[ao] )?(?P<weekday>{'|'.join(_WEEKDAYS)})(?:[- ]feira)?"
            rf"(?: que vem|,? (?:dia )?(?P<date>{_DATE}))?"
        ),
        _of_weekday,
    ),
    (rf"(?P<month>{'|'.join(_MONTHS)}) de (?P<y>\d{{4}})", _first_of),
    (r"hoje", _ahead(0)),
    (r"amanha", _ahead(1)),
    (r"depois de amanha", _ahead(2)),
    (r"ontem", _ahead(-1)),
    (r"dia (?P<d>\d{1,2})", _of_day),
    (r"(?:ultimo dia|fim) do mes", _end_of_month),
    (
        rf"(?P<way>daqui a|em|ha)(?P<more> mais de)? (?P<count>{COUNT}) (?P<unit>dia|semana|mes|ano)(?:e?s)?",
        _of_count,
    ),
)
