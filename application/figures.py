"""Every figure a Portuguese text states, in one canonical writing, however it was written."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from application.figure_readers import READERS, FigureKind, Reader, amount, bare_link, percent, split
from application.folding import fold

__all__ = [
    "Figure",
    "FigureKind",
    "amount",
    "bare_link",
    "figures_in",
    "fold",
    "percent",
    "split",
    "ways_to_say",
]


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
_DAYS_BACK_WITHOUT_MONTH = 60

_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SPELLED = re.compile(
    rf"(?<!\d)(?<!\d\s)\b(?!(?<=por\s)cento\b)(?:{_ANY_WORD})\b(?:\s+(?:e\s+)?(?:um\b|uma\b|{_ANY_WORD})\b)*"
)
_ONE_OF_A_UNIT = re.compile(r"\bum(?=\s+(?:real|por cento)\b)")

_TODAY_TO_PAY = r"(?:pag(?:ar|a|ue|amento)|venc\w+|(?<!atualizado )ate)\s+(?:\w+\s+){0,2}?hoje"
_DAYS_BY_NAME = tuple(
    (re.compile(rf"\b{words}\b"), days)
    for words, days in (("depois de amanha", 2), ("amanha", 1), (_TODAY_TO_PAY, 0))
)
_FIRST_DAY = re.compile(r"\bdia primeiro\b")
_LETTERS = re.compile(r"[a-z]+")


def figures_in(text: str, today: date) -> tuple[Figure, ...]:
    """Return the figures that `text` states; what `today` decides is tomorrow's date."""
    rest = fold(text)
    words = frozenset(_LETTERS.findall(rest))
    if not words.isdisjoint(_WORDS):
        rest = _SPELLED.sub(lambda match: str(_value_of(match[0])), rest)
    rest = _said_by_day(rest, words, today)
    found: list[Figure] = []
    for reader in READERS:
        if not _may_find(reader, rest, words):
            continue
        matches = list(reader.pattern.finditer(rest))
        found += [Figure(reader.kind, match[0].strip(), reader.meaning(match)) for match in matches]
        if matches and reader.kind is not FigureKind.SPLIT:  # its count and its amount are figures too
            rest = reader.pattern.sub(" ¤ ", rest)
            words = frozenset(_LETTERS.findall(rest))  # what was glued to a figure stands free now
    return tuple(found)


def _said_by_day(text: str, words: frozenset[str], today: date) -> str:
    """Return `text` with the days that words name written as dates, and the one of a unit as 1."""
    if "um" in words:
        text = _ONE_OF_A_UNIT.sub("1", text)
    if not words.isdisjoint(("amanha", "hoje")):
        for pattern, days in _DAYS_BY_NAME:
            text = pattern.sub(f"{today + timedelta(days=days)}", text)
    return _FIRST_DAY.sub("dia 1", text) if "primeiro" in words else text


def _may_find(reader: Reader, text: str, words: frozenset[str]) -> bool:
    """Tell whether `reader` can find anything: most cannot in most texts, and looking is dear."""
    if reader.needs is None:
        return True
    if isinstance(reader.needs, frozenset):
        return not words.isdisjoint(reader.needs)
    return reader.needs.search(text) is not None


@lru_cache(maxsize=1024)
def ways_to_say(day: date, today: date) -> frozenset[str]:
    """Return the canonical writings of `day`: shortened only where the rest goes without saying.

    The year may be left out of a date of this year or of the next months, the month too of one that is near,
    all but the weekday within a week.
    """
    ahead = (day - today).days
    calendar = {day.isoformat()}
    if day.year == today.year or 0 <= ahead < _DAYS_AHEAD_WITHOUT_YEAR:
        calendar.add(f"--{day:%m-%d}")
    weekday = f"W{day.isoweekday()}"
    near = {f"---{day:%d}"} if -_DAYS_BACK_WITHOUT_MONTH < ahead < _DAYS_AHEAD_WITHOUT_YEAR else set()
    short = near | ({weekday} if 0 <= ahead <= _WEEK else set())
    return frozenset(calendar | short | {f"{weekday} {each}" for each in calendar | near})


def _value_of(spelled: str) -> int:
    total = current = 0
    for word in spelled.split():
        if word == "mil":
            total, current = total + max(current, 1) * 1000, 0
        elif word != "e":
            current += _WORDS.get(word, 1)
    return total + current
