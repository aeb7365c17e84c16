"""What finds the figures of a folded text: one pattern and one meaning for each way of writing them."""

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from application.folding import fold


class FigureKind(StrEnum):
    """What a figure counts."""

    AMOUNT = "amount"
    PERCENT = "percent"
    COUNT = "count"
    SPLIT = "split"
    DATE = "date"
    NUMBER = "number"
    LINK = "link"


WEEKDAYS = ("segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo")
MONTHS = (
    "janeiro", "fevereiro", "marco", "abril", "maio", "junho",
    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
)  # fmt: skip

_NUM = r"(?<!\d)(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?!\d)"
_SCALE = r"(?:\s*(?:mil|k|milhao|milhoes)\b)?"
_CURRENCY = r"(?:reais|real|contos?|pilas?|paus?|mangos?|pratas?|dinheiros?)\b"
_AMOUNT = (
    rf"(?=[\dr$b])(?:(?:r?\$|\bbrl)\s*{_NUM}{_SCALE}(?:\s*{_CURRENCY})?|{_NUM}{_SCALE}\s*(?:de\s+)?{_CURRENCY}"
    r"|(?<![\d.])\d{1,3}(?:\.?\d{3})*,\d{2}(?!\d|\s*%|\s*por cento))(?:\s+e\s+\d{1,2}\s+centavos)?"
    r"|\b\d{1,2}\s+centavos"
)
_TIMES = r"(?:x\b|vezes\b|parcelas?\b|prestac(?:ao|oes)\b|pagamentos?\b|mensalidades?\b|meses\b|boletos?\b)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_SAID_WITH = rf"(?=[\ddqst])(?:\b{_WEEKDAY}(?:-feira)?\s*,?\s*(?:dia\s+)?\(?)?"
_TLD = r"(?:com|net|org|br|app|me|io|ly|link|info|site|online|shop|xyz|gov)"


class Reader(NamedTuple):
    """What finds one kind of figure, and what a text needs for it: a match, or one of these words."""

    kind: FigureKind
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str]], str]
    needs: re.Pattern[str] | frozenset[str] | None


def amount(value: Decimal) -> str:
    """Return the canonical writing of an amount in BRL."""
    return f"{value:.2f}"


def percent(value: Decimal) -> str:
    """Return the canonical writing of a percentage."""
    return f"{value.normalize():f}"


def split(count: int, each: Decimal) -> str:
    """Return the canonical writing of `count` instalments of `each` BRL."""
    return f"{count} x {amount(each)}"


@lru_cache(maxsize=256)
def bare_link(address: str) -> str:
    """Return `address` without what may be left out of it when it is said."""
    return re.sub(r"^(?:https?://)?(?:www\.)?|[/.,;:!?)]+$", "", fold(address))


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
    number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
    year = named.get("year") or "-"
    said = f"{'20' + year if len(year) == 2 else year}-{number:02}-{int(match['day']):02}"
    return _with_weekday(named.get("weekday"), said)


def _with_weekday(weekday: str | None, said: str) -> str:
    return f"W{WEEKDAYS.index(weekday) + 1} {said}".strip() if weekday else said


def _digits(match: re.Match[str]) -> str:
    return re.sub(r"[^\da-z]", "", match[0])


_DIGIT = re.compile(r"\d")
_UNIT = r"(?:x|vezes|parcelas?|prestac(?:ao|oes)|meses|mensalidades?|reais|por cento|de (?:cada )?cem)\b"
_ROMAN = r"(?=[ivxlcdm])m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_CALENDAR_WORDS = frozenset(MONTHS) | {
    *("semana", "semanas", "mes", "meses", "ano", "anos", "dia", "dias", "util", "daqui"),
    *("natal", "carnaval", "pascoa", "feriado", "decimo", "aniversario", "quinzena", "meio"),
    *("ferias", "vespera", "virada", "reveillon", "black", "santa", "fgts", "por"),
    *("trimestre", "semestre", "trimestral", "bimestral", "semestral", "quinzenal", "semanal", "anual"),
    *("trimestrais", "bimestrais", "semestrais", "quinzenais", "semanais", "anuais", "anualmente"),
}
READERS: tuple[Reader, ...] = (
    Reader(
        FigureKind.LINK,
        re.compile(
            r"(?:https?://|www\.)\S+|\S*@\S+"
            r"|\b[a-z0-9-]{3,}(?:\.[a-z0-9-]+)*\.[a-z]{2,6}\b(?:/\S*)?"
            rf"|\b(?:[a-z0-9-]+\.)+(?:{_TLD}\b(?:/\S*)?|[a-z]{{2,}}/\S+)"
        ),
        lambda match: bare_link(match[0]),
        re.compile(r"@|://|www\.|\.[a-z]"),
    ),
    Reader(
        FigureKind.SPLIT,
        re.compile(
            rf"(?<!\d)(?P<count>\d+)\s*{_TIMES}\s+(?:iguais\s+|mensais\s+)*(?:no valor )?de\s+"
            rf"(?P<each>{_AMOUNT})"
        ),
        _split_of,
        _DIGIT,
    ),
    Reader(FigureKind.AMOUNT, re.compile(_AMOUNT), _amount_of, _DIGIT),
    Reader(
        FigureKind.PERCENT,
        re.compile(rf"(?P<number>{_NUM})\s*(?:%|por\s*cento\b|pct\b)"),
        lambda match: percent(_decimal(match["number"])),
        re.compile(r"%|cento|pct"),
    ),
    Reader(
        FigureKind.DATE,
        re.compile(rf"{_SAID_WITH}(?<![\d-])(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)"),
        _date_of,
        re.compile(r"\d-\d\d-\d"),
    ),
    Reader(
        FigureKind.DATE,
        re.compile(
            rf"{_SAID_WITH}(?<![\d/.,-])(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})"
            r"(?:(?P=mark)(?P<year>\d{4}|\d{2})|(?<=/\d)|(?<=/\d\d))(?![\d/])"
        ),
        _date_of,
        re.compile(r"\d[/.-]\d"),
    ),
    Reader(
        FigureKind.DATE,
        re.compile(
            rf"{_SAID_WITH}\b(?P<day>\d{{1,2}})o?\s+de\s+(?P<month>{'|'.join(MONTHS)})\b"
            r"(?:\s+de\s+(?P<year>\d{4}))?"
        ),
        _date_of,
        frozenset(MONTHS),
    ),
    Reader(
        FigureKind.DATE,
        re.compile(rf"(?:\b{_WEEKDAY}(?:-feira)?\s*,?\s*)?\bdia\s+(?P<day>\d{{1,2}})o?\b"),
        lambda match: _with_weekday(match["weekday"], f"---{int(match['day']):02}"),
        frozenset({"dia"}),
    ),
    Reader(
        FigureKind.DATE,
        re.compile(
            rf"\b(?:{'|'.join(WEEKDAYS)})-feira\b|\b(?:sabado|domingo)\b"
            rf"|\b(?:na|nesta|essa|proxima|ate|toda)\s+(?:{'|'.join(WEEKDAYS[:5])})\b"
            r"(?!\s+(?:via|parcela|opcao|vez|data|etapa|pessoa|mensagem))"
        ),
        lambda match: _with_weekday(re.sub(r"-feira$", "", match[0].split()[-1]), ""),
        frozenset({"feira", *WEEKDAYS}),
    ),
    Reader(
        FigureKind.DATE,
        re.compile(
            rf"\b(?:em|ate|de|para|por|so em)\s+(?:{'|'.join(MONTHS)})\b"
            r"|\b(?:proxim[ao]|outr[ao])\s+(?:semana|mes|ano)\b|\b(?:semana|mes|ano)\s+que\s+vem\b"
            r"|\b(?:fim|final|meio|comeco|inicio)\s+d[eoa]\s+(?:mes|ano|semana)\b|\b\w+\s+dia\s+util\b"
            r"|\b(?:natal|carnaval|pascoa|ano novo|feriado|decimo terceiro|aniversario|quinzena|meio-dia)\b"
            r"|\b(?:ferias|vespera|virada|reveillon|black friday|semana santa|fgts)\b|\b\w+ dia do mes\b"
            r"|\b(?:trimestr|bimestr|semestr|quinzen|seman|anua)(?:al|ais|l|is)(?:mente)?\b"
            r"|\b(?:um|uma) (?:ano|semestre|trimestre|mes|semana) (?:para|pra|inteir[oa]|de prazo|a mais)\b"
            r"|\bdaqui a \d+ (?:dias?|semanas?|mes(?:es)?|anos?)\b"
        ),
        _digits,
        _CALENDAR_WORDS,
    ),
    Reader(
        FigureKind.COUNT,
        re.compile(rf"(?<!\d)(?P<count>\d+)\s*{_TIMES}"),
        lambda match: str(int(match["count"])),
        _DIGIT,
    ),
    Reader(
        FigureKind.COUNT,
        re.compile(r"\b(?:(?:parcela|prestacao|cota) unica|(?:parcela|vez) so\b)"),
        lambda _: "1",
        frozenset({"unica", "so"}),
    ),
    Reader(
        FigureKind.NUMBER,
        re.compile(r"\(?\d[\d. \-/()]*\d(?:\s*(?:mil|k)\b)?|\d(?:\s*(?:mil|k)\b)?"),
        _digits,
        _DIGIT,
    ),
    Reader(
        FigureKind.NUMBER,
        re.compile(
            rf"(?<!\w)r?\$\s*[^\s\d]\S*|\b{_ROMAN}\s+{_UNIT}"
            r"|\bmeio a meio\b|\b(?:um|uma|\d+) (?:tercos?|quartos?|quintos?|decimos?|avos)\b"
            r"|\b(?:uma onca|um galo|garoupas?|trocados|merreca|mixaria|ninharia|bagatela|cenzinho)\b"
            r"|\bsalarios? minimos?\b"
            r"|\b(?:metade|dobro|triplo|um terco|um quarto|(?:meio|metade do) (?:valor|preco|saldo)"
            r"|(?:terca|quarta|quinta|sexta|decima) parte|\w+entinh[oa]s?|\w+entao"
            r"|dezenas?|duzias?|centenas?|milhares|milh(?:ao|oes))\b"
        ),
        _digits,
        None,
    ),
)
