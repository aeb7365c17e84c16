"""Days that people name, resolved against the day on which they write."""

import calendar as gregorian
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from adapters.llm.rules.business_days import last_business_day, national_holidays, nth_business_day
from adapters.llm.rules.hours import tag_hours
from adapters.llm.rules.tagged import Tag, TaggedText
from domain.shared.calendar import add_months

_MONTHS = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
_WEEKDAYS = {"segunda": 0, "terca": 1, "quarta": 2, "quinta": 3, "sexta": 4, "sabado": 5, "domingo": 6}
_WEEKDAYS |= {"seg": 0, "ter": 1, "qua": 2, "qui": 3, "sex": 4, "sab": 5, "dom": 6}
_WEEKDAYS |= {"2a": 0, "3a": 1, "4a": 2, "5a": 3, "6a": 4}
_ORDINALS = (
    "primeiro",
    "segundo",
    "terceiro",
    "quarto",
    "quinto",
    "sexto",
    "setimo",
    "oitavo",
    "nono",
    "decimo",
)

_LAST_YEAR_OF_THIS_CENTURY = 60  # of two digits: nobody schedules a payment for later

# What the rules below are written with.
_WORDS = {
    "DAY": r"(?P<day>[0-9]{1,2}|[0-9]o|primeiro|um)",
    "MM": r"(?P<month>[0-9]{1,2})",
    "MONTH": (
        r"(?P<month>janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"
        r"|jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez)"
    ),
    "FULL": (
        r"(?P<month>janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)"
    ),
    "YEAR": r"(?P<year>[0-9]{4}|[0-9]{2})",
    # `o pix da segunda`, `pagar a segunda` and `segunda parcela` count instalments.
    "WEEKDAY": (
        r"(?<! pix da )(?<! boleto da )(?<! codigo da )(?<! linha da )(?<! carne da )"
        r"(?<! pagar a )(?<! pago a )(?<! adiantar a )(?<! quitar a )"
        r"(?P<weekday>segunda|terca|quarta|quinta|sexta|sabado|domingo|[2-6]a(?= feira))(?: feira)?"
        r"(?! via| parcela| vez| opcao| proposta| chance| prestacao| feira)"
    ),
    "ON_A": (
        r"(?:(?:segunda|terca|quarta|quinta|sexta|sabado|domingo|seg|ter|qua|qui|sex|sab|dom)"
        r"(?: feira)?(?: ,)? )?"
    ),
    "NTH": (r"(?P<nth>[0-9]{1,2}o?|primeiro|segundo|terceiro|quarto|quinto|sexto|setimo|oitavo|nono|decimo)"),
    "TO": r"(?:para o |pelo |no |ate o |ate |para )?",
    "PART_OF_DAY": r"(?: de manha| cedo| a tarde| de tarde| a noite)?",
    "WAIT": r"(?:me da|da|preciso de|prazo de|espera|esperar|aguarda|aguardar)",
    "NEXT_MONTH": r"(?:proximo mes|mes que vem|mes que entra|mes seguinte|outro mes|mes proximo)",
    "NEXT_WEEK": (
        r"(?:proxima semana|semana que vem|semana que entra|semana proxima|outra semana|semana seguinte)"
    ),
    "NEXT_YEAR": r"(?:proximo ano|ano que vem|ano que entra|comeco do ano|inicio do ano)",
    "START": r"(?:comeco|comecinho|inicio|iniciozinho|virada|entrada)",
    "END": r"(?:fim|final|finalzinho|finzinho|termino|ultimo dia)",
    "OF": r"(?: do| de| desse| deste| no)?",
    "COUNT": r"(?P<count>[0-9]{1,3}|um|uma)",
    "UNIT": r"(?P<unit>dias?|semanas?|mes|meses|quinzenas?)",
    "SOON": r"(?:daqui|daki|dentro de)(?: a| ha)?(?: uns| umas| mais| por volta de)?",
}
_TRIGGER = re.compile(
    r"[0-9]|dia|amanha|hoje|semana|mes|feira|segunda|terca|quarta|quinta|sexta|sabado|domingo|natal|ano"
    r"|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|hora|minuto|ontem"
    r"| (?:seg|ter|qua|qui|sex|sab|dom) "
)

type _Resolve = Callable[[date, re.Match[str]], date | None]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of(match: re.Match[str]) -> int:
    text = match["day"]
    return 1 if text in ("primeiro", "um") else int(text.rstrip("o"))


def _month_of(match: re.Match[str]) -> int:
    text = match["month"]
    return int(text) if text.isdigit() else _MONTHS.index(text[:3]) + 1


def _full_year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) > _LAST_YEAR_OF_THIS_CENTURY else 2000)


def _month_start(today: date, _: object = None, *, months: int) -> date:
    return add_months(today.replace(day=1), months)


def _month_end(today: date, _: object = None, *, months: int) -> date:
    first = _month_start(today, months=months)
    return first.replace(day=gregorian.monthrange(first.year, first.month)[1])


def _in_month(today: date, match: re.Match[str], *, months: int) -> date | None:
    first = _month_start(today, months=months)
    return _date(first.year, first.month, _day_of(match))


def _bare_day(today: date, match: re.Match[str]) -> date | None:
    """The next occurrence, today excluded; a month that lacks the day is passed over."""
    days = (_in_month(today, match, months=months) for months in range(13))
    return next((day for day in days if day and day > today), None)


def _day_and_month(today: date, match: re.Match[str]) -> date | None:
    day, month, year = _day_of(match), _month_of(match), match.groupdict().get("year")
    if year:
        return _date(_full_year(year), month, day)
    days = (_date(today.year + years, month, day) for years in range(9))
    return next((found for found in days if found and found >= today), None)


def _weekday(today: date, match: re.Match[str]) -> date:
    ahead = (_WEEKDAYS[match["weekday"]] - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _next_week(today: date, match: re.Match[str]) -> date:
    weekday = match.groupdict().get("weekday")
    return today + timedelta(days=7 - today.weekday() + (_WEEKDAYS[weekday] if weekday else 0))


def _after(today: date, match: re.Match[str]) -> date:
    count = 1 if match["count"] in ("um", "uma") else int(match["count"])
    if match["unit"].startswith("m"):
        return add_months(today, count)
    days = {"d": 1, "s": 7, "q": 15}[match["unit"][0]]
    return today + timedelta(days=count * days)


def _in_days(today: date, _: object, *, days: int) -> date:
    return today + timedelta(days=days)


def _named_month(today: date, match: re.Match[str], *, end: bool) -> date:
    """The first (or last) day of a month named alone, in the first year in which it still lies ahead."""
    edge = _month_end if end else _month_start
    ahead = (_month_of(match) - today.month) % 12
    found = edge(today, months=ahead)
    return found if found >= today else edge(today, months=ahead + 12)


def _business_day(today: date, match: re.Match[str]) -> date | None:
    text = match["nth"]
    nth = _ORDINALS.index(text) + 1 if text in _ORDINALS else int(text.rstrip("o"))
    this = None if match["next"] else nth_business_day(today, nth)
    return this if this and this > today else nth_business_day(_month_start(today, months=1), nth)


def _last_business_day(today: date, match: re.Match[str]) -> date:
    return last_business_day(_month_end(today, months=1 if match["next"] else 0))


def _yearly(today: date, _: object, *, month: int, day: int) -> date:
    this = date(today.year, month, day)
    return this if this > today else date(today.year + 1, month, day)


# In order: what is more exact comes first. Written in capitals: _WORDS.
_RULES: tuple[tuple[str, _Resolve], ...] = (
    (r"(?P<year>20[0-9]{2})[/.-]MM[/.-](?P<day>[0-9]{1,2})", _day_and_month),
    (r"ON_A(?:dia )?(?P<day>[0-9]{1,2})[/.-]MM[/.-]YEAR", _day_and_month),
    (r"ON_A(?:dia )?DAY (?:de |do |/ |, )?MONTH(?: (?:de |do |, |/ )?YEAR)?(?! x| vez)", _day_and_month),
    (r"ON_A(?:dia )?(?P<day>[0-9]{1,2})[/-]MM", _day_and_month),
    (r"FULL(?: ,| no)? (?:dia )?DAY(?= [.,?])", _day_and_month),
    (r"(?:dia )?DAY do (?:mes )?(?P<month>1[0-2]|0?[1-9])", _day_and_month),
    (r"dia DAY(?: ,)? (?:do |de |no |ja do )?NEXT_MONTH", partial(_in_month, months=1)),
    (r"NEXT_MONTH(?: ,)? (?:la )?TOdia DAY", partial(_in_month, months=1)),
    (r"WEEKDAY(?: que vem| agora| proxima)?(?: ,)? dia DAY", _bare_day),
    (r"WEEKDAY(?: ,)? (?P<day>[0-9]{1,2})(?= [.,?])", _bare_day),
    (r"no (?P<day>[12]?[0-9]|3[01])(?= [.,?])", _bare_day),
    (r"dias? DAY(?: (?:desse|deste|do) mes| agora)?", _bare_day),
    (r"(?:no dia |dia )?depois de amanha", partial(_in_days, days=2)),
    (r"amanha(?: cedo| de manha)?", partial(_in_days, days=1)),
    (r"(?:ainda )?hoje(?! em dia)(?: mesmo| ainda)?", partial(_in_days, days=0)),
    (r"WEEKDAY (?:da |na )?NEXT_WEEK", _next_week),
    (r"NEXT_WEEK(?: ,)? (?:na |no )?WEEKDAY", _next_week),
    (r"NEXT_WEEK", _next_week),
    (r"NTH dia util(?P<next> (?:do |de )?NEXT_MONTH)?", _business_day),
    (r"ultimo dia util(?: do mes)?(?P<next>(?: do)? NEXT_MONTH)?", _last_business_day),
    (r"(?:proxim[ao] |ness[ea] |est[ea] )?WEEKDAY(?: que vem| proxim[ao]| agora)?PART_OF_DAY", _weekday),
    (r"(?P<weekday>seg|ter|qua|qui|sex|sab|dom)(?: feira| que vem)", _weekday),
    (r"(?P<weekday>seg|qua|qui|sex|sab|dom)(?= [.,?])", _weekday),
    (r"SOON COUNT UNIT(?! atras)", _after),
    (r"em(?: uns| umas| mais| ate)? COUNT (?P<unit>dias?|semanas?)", _after),
    (r"WAIT (?:mais |uns )?COUNT (?P<unit>dias?|semanas?)", _after),
    (r"END(?:OF NEXT_MONTH)", partial(_month_end, months=1)),
    (r"ENDOF mes|mes no fim", partial(_month_end, months=0)),
    (r"(?:START(?: do| de)? )?NEXT_MONTH", partial(_month_start, months=1)),
    (r"STARTOF mes", partial(_month_start, months=1)),
    (r"ENDOF FULL", partial(_named_month, end=True)),
    (r"(?:em|so em|para|ate|mes de|STARTOF) FULL(?! de [0-9])", partial(_named_month, end=False)),
    (r"(?:ENDOF|no ENDOF) ano", partial(_yearly, month=12, day=31)),
    (r"(?:dia de )?natal", partial(_yearly, month=12, day=25)),
    (r"NEXT_YEAR", partial(_yearly, month=1, day=1)),
    (r"ano novo", partial(_yearly, month=1, day=1)),
)  # fmt: skip
_NAMES = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
DATE_WORDS = frozenset(re.findall(r"[a-z]{4,}", " ".join((*_WORDS.values(), *(rule for rule, _ in _RULES)))))


def _compiled(rule: str) -> re.Pattern[str]:
    """Return ` rule` up to a space, its words in capitals (which may contain others) written out."""
    return re.compile(f" (?:{_NAMES.sub(lambda match: _WORDS[match.group()], rule)})(?= )")


_IMPOSSIBLE = _compiled(r"(?:dia )?DAY (?:de |do )?FULL")


class DateReader:
    """Tags the days, hours and stretches of time that a text names."""

    def __init__(self) -> None:
        national_holidays(date.min.year)  # loads the calendars, which a reading should not wait for
        self._rules = tuple((_compiled(rule), resolve) for rule, resolve in _RULES)

    def tag(self, text: TaggedText, today: date) -> None:
        """Tag each day as `DATA`, and what only looks like one as `HORA` or `TEMPO`."""
        if not _TRIGGER.search(text.text):
            return
        tag_hours(text)
        text.tag(Tag.DATE, _IMPOSSIBLE, _no_such_day)
        for pattern, resolve in self._rules:
            text.tag(Tag.DATE, pattern, partial(_resolved, resolve, today))


def _no_such_day(match: re.Match[str]) -> str | None:
    """The words of a day that its month never has (`30 de fevereiro`), which must not be read as `dia 30`."""
    leap_year = 2000
    return match.group().strip() if _date(leap_year, _month_of(match), _day_of(match)) is None else None


def _resolved(resolve: _Resolve, today: date, match: re.Match[str]) -> date | None:
    try:
        return resolve(today, match)
    except (OverflowError, ValueError):
        return None
