"""How sure the rules are of what they read, and which figures a message names at all."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adapters.llm.rules.choose import ORDERS
from adapters.llm.rules.number_words import decimal_of
from adapters.llm.rules.phrases import Match
from adapters.llm.rules.tagged import Tag, TaggedText
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.money import brl

_WORD = re.compile(r"\S+")
_SEPARATORS = frozenset(".,?/")
_NUMBER = re.compile(r"[0-9][0-9.,]{0,12}")  # more is no amount of a debt
_NAMED = re.compile(r"(?:VALOR|PARCELAS|DATA|PORCENTO|CPF)[0-9]+")
# In a proposal the figure is the heart of the matter: it counts for as many words.
_HEART = 3
_MOST_PARTS = 120


@dataclass(frozen=True, slots=True)
class FiguresWritten:
    """Every figure of a message that may be meant: what was refused, or counts other things, is not here."""

    amounts: frozenset[Decimal] = frozenset()
    counts: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()
    percents: frozenset[Decimal] = frozenset()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the rules understood, how sure they are (0 to 1), and which figures were written."""

    understanding: Understanding
    sureness: float
    written: FiguresWritten


def sureness(
    understanding: Understanding, matches: Collection[Match], text: TaggedText, fillers: Collection[str]
) -> float:
    """Return the share of the words that carry meaning which the phrases and values account for.

    Digits that were asked for, and orders to the system, leave no doubt.
    """
    if any(match.intent == ORDERS for match in matches):
        return 1.0
    if understanding.intent is Intent.UNKNOWN:
        return 0.0
    if understanding.intent is Intent.IDENTIFY:
        return 1.0
    heart = _HEART if understanding.intent is Intent.PROPOSE else 1
    read = unread = 0
    for word in _WORD.finditer(text.text):
        if word[0] in _SEPARATORS or word[0] in fillers:
            continue
        if _NAMED.fullmatch(word[0]):
            read += heart
        elif any(match.start <= word.start() and word.end() <= match.end for match in matches):
            read += 1
        else:
            unread += 1
    return read / (read + unread) if read + unread else 1.0


def figures_written(text: TaggedText, refused: frozenset[str]) -> FiguresWritten:
    """Return the figures of `text` without those named in `refused`."""
    kept = [found for found in text.found.values() if found.name not in refused]
    loose = frozenset(_loose_numbers(text.text))
    named = {tag: {found.value for found in kept if found.tag is tag} for tag in Tag}
    return FiguresWritten(
        amounts=frozenset(value for value in named[Tag.AMOUNT] if isinstance(value, Decimal)) | loose,
        counts=frozenset(value for value in named[Tag.INSTALLMENTS] if isinstance(value, int))
        | {int(number) for number in loose if number == int(number) and 1 <= number <= _MOST_PARTS},
        dates=frozenset(value for value in named[Tag.DATE] if isinstance(value, date)),
        percents=frozenset(value for value in named[Tag.PERCENT] if isinstance(value, Decimal)),
    )


def _loose_numbers(text: str) -> Iterator[Decimal]:
    """Yield the numbers that no reader could tell what they count; a model may."""
    for word in text.split():
        number = decimal_of(word) if _NUMBER.fullmatch(word) else None
        if number is not None:
            yield brl(number)
