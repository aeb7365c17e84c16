"""Every figure a Portuguese text states, in one canonical writing, however it was written."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class FigureKind(StrEnum):
    """What a figure counts."""

    AMOUNT = "amount"
    PERCENT = "percent"
    COUNT = "count"
    SPLIT = "split"
    DATE = "date"
    NUMBER = "number"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text: as it was `written`, and what it `means` in canonical form.

    Amounts mean `300.00`, percentages `12.5`, counts of instalments `3`, splits `3 x 300.00`, links their
    bare address. Dates follow ISO 8601: `2026-11-27`, `--11-27` without the year, `---27` for a day of the
    month, `W5` for a weekday, which precedes a date said with it. Any other number means its digits.
    """

    kind: FigureKind
    written: str
    means: str


_WEEKDAYS = ("segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo")
_MONTHS = (
    "janeiro", "fevereiro", "marco", "abril", "maio", "junho",
    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
)  # fmt: skip
_CARDINALS = (
    (1, "zero - dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze"),
    (1, "- - duas - - - - - - - - - - - catorze - dezesseis dezessete dezoito dezenove"),
    (10, "- - vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem"),
    (100, "- cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos"),
    (1000, "- mil"),
    (100, "- - duzentas trezentas quatrocentas quinhentas seiscentas setecentas oitocentas novecentas"),
)
_WORDS = {
    word: index * step
    for step, words in _CARDINALS
    for index, word in enumerate(words.split())
    if word != "-"
}

_WEEK = 7
_DAYS_AHEAD_WITHOUT_YEAR = 300

_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SPELLED = re.compile(
    rf"(?<!\d)(?<!\d\s)\b(?!(?<=por\s)cento\b)(?:{_ANY_WORD})\b(?:\s+(?:e\s+)?(?:um\b|uma\b|{_ANY_WORD})\b)*"
)
_ONE_OF_A_UNIT = re.compile(r"\bum(?=\s+(?:real|por cento)\b)")

_NUM = r"(?<!\d)(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?!\d)"
_SCALE = r"(?:\s*(?:mil|k|milhao|milhoes)\b)?"
_CURRENCY = r"(?:reais|real|contos?|pilas?|paus?|mangos?|pratas?|dinheiros?)\b"
_AMOUNT = (
    rf"(?:(?:r?\$|\bbrl)\s*{_NUM}{_SCALE}(?:\s*{_CURRENCY})?|{_NUM}{_SCALE}\s*(?:de\s+)?{_CURRENCY}"
    r"|(?<![\d.])\d{1,3}(?:\.?\d{3})*,\d{2}(?!\d|\s*%|\s*por cento))(?:\s+e\s+\d{1,2}\s+centavos)?"
    r"|\b\d{1,2}\s+centavos"
)
_TIMES = r"(?:x\b|vezes\b|parcelas?\b|prestac(?:ao|oes)\b|pagamentos?\b|mensalidades?\b|meses\b|boletos?\b)"
_TODAY_TO_PAY = r"(?:pag(?:ar|a|ue|amento)|venc\w+|(?<!atualizado )ate)\s+(?:\w+\s+){0,2}?hoje"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_SAID_WITH = rf"(?:\b{_WEEKDAY}(?:-feira)?\s*,?\s*(?:dia\s+)?\(?)?"
_TLD = r"(?:com|net|org|br|app|me|io|ly|link|info|site|online|shop|xyz|gov)"


def fold(text: str) -> str:
    """Return `text` in lower case without accents, bold marks or invisible characters."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    bare = re.sub(r"[*_~\u200b-\u200f\u2060\ufe0f\u00ad]", "", bare)
    return re.sub(r"[\u2010-\u2015\u2212]", "-", bare).lower()


def figures_in(text: str, today: date) -> tuple[Figure, ...]:
    """Return the figures that `text` states; what `today` decides is tomorrow's date."""
    rest = _ONE_OF_A_UNIT.sub("1", _SPELLED.sub(lambda match: str(_value_of(match[0])), fold(text)))
    for words, days in (("depois de amanha", 2), ("amanha", 1), (_TODAY_TO_PAY, 0)):
        rest = re.sub(rf"\b{words}\b", f"{today + timedelta(days=days)}", rest)
    rest = re.sub(r"\bdia primeiro\b", "dia 1", rest)
    found: list[Figure] = []
    for kind, pattern, meaning in _READERS:
        found += [Figure(kind, match[0].strip(), meaning(match)) for match in pattern.finditer(rest)]
        if kind is not FigureKind.SPLIT:  # its count and its amount are figures of their own
            rest = pattern.sub(" ¤ ", rest)
    return tuple(found)


def amount(value: Decimal) -> str:
    """Return the canonical writing of an amount in BRL."""
    return f"{value:.2f}"


def percent(value: Decimal) -> str:
    """Return the canonical writing of a percentage."""
    return f"{value.normalize():f}"


def split(count: int, each: Decimal) -> str:
    """Return the canonical writing of `count` instalments of `each` BRL."""
    return f"{count} x {amount(each)}"


def bare_link(address: str) -> str:
    """Return `address` without what may be left out of it when it is said."""
    return re.sub(r"^(?:https?://)?(?:www\.)?|[/.,;:!?)]+$", "", fold(address))


def ways_to_say(day: date, today: date) -> frozenset[str]:
    """Return the canonical writings of `day`: shortened only where the rest goes without saying.

    The year may be left out of a date of this year or of the next months, all but the weekday within a week.
    """
    ahead = (day - today).days
    calendar = {day.isoformat()}
    if day.year == today.year or 0 <= ahead < _DAYS_AHEAD_WITHOUT_YEAR:
        calendar.add(f"--{day:%m-%d}")
    weekday = f"W{day.isoweekday()}"
    short = {f"---{day:%d}"} | ({weekday} if 0 <= ahead <= _WEEK else set())
    return frozenset(calendar | short | {f"{weekday} {each}" for each in calendar | {f"---{day:%d}"}})


def _value_of(spelled: str) -> int:
    total = current = 0
    for word in spelled.split():
        if word == "mil":
            total, current = total + max(current, 1) * 1000, 0
        elif word != "e":
            current += _WORDS.get(word, 1)
    return total + current


def _decimal(written: str) -> Decimal:
    if "," in written or re.fullmatch(r"\d{1,3}(\.\d{3})+", written):
        written = written.replace(".", "").replace(",", ".")
    return Decimal(written)


def _amount_of(match: re.Match[str]) -> str:
    written = match[0]
    cents = re.search(r"(\d{1,2})\s+centavos", written)
    whole = re.search(_NUM, written[: cents.start()] if cents else written)
    value = _decimal(whole[0]) if whole else Decimal(0)
    if re.search(r"milhao|milhoes", written):
        value *= 1_000_000
    elif re.search(r"\d\s*(?:mil|k)\b", written):
        value *= 1000
    return amount(value + (Decimal(cents[1]) / 100 if cents else 0))


def _split_of(match: re.Match[str]) -> str:
    each = re.match(_AMOUNT, match["each"])
    return f"{int(match['count'])} x {_amount_of(each) if each else match['each']}"


def _date_of(match: re.Match[str]) -> str:
    named = match.groupdict()
    month = named.get("month") or ""
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    year = named.get("year") or "-"
    said = f"{'20' + year if len(year) == 2 else year}-{number:02}-{int(match['day']):02}"
    return _with_weekday(named.get("weekday"), said)


def _with_weekday(weekday: str | None, said: str) -> str:
    return f"W{_WEEKDAYS.index(weekday) + 1} {said}".strip() if weekday else said


def _digits(match: re.Match[str]) -> str:
    return re.sub(r"[^\da-z]", "", match[0])


_READERS: tuple[tuple[FigureKind, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        FigureKind.LINK,
        re.compile(
            rf"(?:https?://|www\.)\S+|\S+@\S+|\b(?:[a-z0-9-]+\.)+(?:{_TLD}\b(?:/\S*)?|[a-z]{{2,}}/\S+)"
        ),
        lambda match: bare_link(match[0]),
    ),
    (
        FigureKind.SPLIT,
        re.compile(
            rf"(?<!\d)(?P<count>\d+)\s*{_TIMES}\s+(?:iguais\s+|mensais\s+)*(?:no valor )?de\s+"
            rf"(?P<each>{_AMOUNT})"
        ),
        _split_of,
    ),
    (FigureKind.AMOUNT, re.compile(_AMOUNT), _amount_of),
    (
        FigureKind.PERCENT,
        re.compile(rf"(?P<number>{_NUM})\s*(?:%|por\s*cento\b|pct\b)"),
        lambda match: percent(_decimal(match["number"])),
    ),
    (
        FigureKind.DATE,
        re.compile(rf"{_SAID_WITH}(?<![\d-])(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)"),
        _date_of,
    ),
    (
        FigureKind.DATE,
        re.compile(
            rf"{_SAID_WITH}(?<![\d/.,-])(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})"
            r"(?:(?P=mark)(?P<year>\d{4}|\d{2})|(?<=/\d)|(?<=/\d\d))(?![\d/])"
        ),
        _date_of,
    ),
    (
        FigureKind.DATE,
        re.compile(
            rf"{_SAID_WITH}\b(?P<day>\d{{1,2}})o?\s+de\s+(?P<month>{'|'.join(_MONTHS)})\b"
            r"(?:\s+de\s+(?P<year>\d{4}))?"
        ),
        _date_of,
    ),
    (
        FigureKind.DATE,
        re.compile(rf"(?:\b{_WEEKDAY}(?:-feira)?\s*,?\s*)?\bdia\s+(?P<day>\d{{1,2}})o?\b"),
        lambda match: _with_weekday(match["weekday"], f"---{int(match['day']):02}"),
    ),
    (
        FigureKind.DATE,
        re.compile(
            rf"\b(?:{'|'.join(_WEEKDAYS)})-feira\b|\b(?:sabado|domingo)\b"
            rf"|\b(?:na|nesta|essa|proxima|ate|toda)\s+(?:{'|'.join(_WEEKDAYS[:5])})\b"
            r"(?!\s+(?:via|parcela|opcao|vez|data|etapa|pessoa|mensagem))"
        ),
        lambda match: _with_weekday(re.sub(r"-feira$", "", match[0].split()[-1]), ""),
    ),
    (
        FigureKind.DATE,
        re.compile(
            rf"\b(?:em|ate|de|para|so em)\s+(?:{'|'.join(_MONTHS)})\b"
            r"|\b(?:proxim[ao]|outr[ao])\s+(?:semana|mes|ano)\b|\b(?:semana|mes|ano)\s+que\s+vem\b"
            r"|\b(?:fim|final|meio|comeco|inicio)\s+d[eoa]\s+(?:mes|ano|semana)\b|\b\w+\s+dia\s+util\b"
            r"|\b(?:natal|carnaval|pascoa|ano novo|feriado|decimo terceiro)\b"
            r"|\bdaqui a \d+ (?:dias?|semanas?|mes(?:es)?|anos?)\b"
        ),
        _digits,
    ),
    (
        FigureKind.COUNT,
        re.compile(rf"(?<!\d)(?P<count>\d+)\s*{_TIMES}"),
        lambda match: str(int(match["count"])),
    ),
    (
        FigureKind.NUMBER,
        re.compile(r"\(?\d[\d. \-/()]*\d(?:\s*(?:mil|k)\b)?|\d(?:\s*(?:mil|k)\b)?"),
        _digits,
    ),
    (
        FigureKind.NUMBER,
        re.compile(
            r"\b(?:metade|dobro|triplo|um terco|um quarto|(?:meio|metade do) (?:valor|preco|saldo)"
            r"|(?:terca|quarta|quinta|sexta|decima) parte|\w+entinhos?|\w+entao"
            r"|dezenas?|duzias?|centenas?|milhares|milh(?:ao|oes))\b"
        ),
        _digits,
    ),
)
