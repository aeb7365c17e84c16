"""One spelling for what people type: lower case, no accents, no emojis, abbreviations written out."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

LONGEST_READ = 700  # characters: what matters comes first, and a reading stays within milliseconds

_LONGEST_FOLDED = 900  # characters: emojis grow when they are written out
_SHORTEST_NOISE = 30
_LONG = 6
_MOST_REPEATS = 3

_COMBINING = re.compile(r"[\u0300-\u036f]+")
_ELONGATION = re.compile(r"([a-z])\1{2,}")
_LAUGHTER = re.compile(r"\b(?:k{2,}|(?:rs){1,9}|(?:ha){2,9}h?|(?:he){2,9}|(?:hua){1,9})\b")
_NUMERO = re.compile(r"\b[nN][º°]")
_TOKEN = re.compile(
    r"[0-9]{1,2}[oa](?![a-z0-9])"
    r"|[0-9]{1,40}(?:[.,/:-][0-9]{1,40}){0,9}"
    r"|,[0-9]{1,40}"
    r"|r?\$|[a-z]{1,40}|[%?,;:!.\n/]"
)
_SEPARATORS = {"$": "r$", "!": ".", ";": ".", "\n": ".", ":": ","}


@dataclass(frozen=True, slots=True)
class Spelling:
    """How people write (`variants`, by first word) and what their emojis say."""

    variants: Mapping[tuple[str, ...], tuple[str, ...]]
    emojis: Mapping[str, str]


def fold(text: str) -> str:
    """Return `text` in lower case without accents, compatibility forms undone (`5º` is `5o`)."""
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text.lower()))


class Normalizer:
    """Turns a text into canonical words; numbers keep their digits and inner punctuation."""

    def __init__(self, spelling: Spelling) -> None:
        self._single = {key[0]: value for key, value in spelling.variants.items() if len(key) == 1}
        self._pairs = {key: value for key, value in spelling.variants.items() if len(key) == 2}
        self._emojis = {ord(key): f" {value} " for key, value in spelling.emojis.items() if len(key) == 1}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that an abbreviation stands for, and the longer abbreviations, which may be misspelt."""
        meant = {word for value in self._single.values() for word in value}
        return frozenset(meant | {word for word in self._single if len(word) >= _LONG})

    def words(self, text: str, *, expand: bool = True) -> list[str]:
        """Return the canonical words and separators (`,` `.` `?`) of `text`; abbreviations if `expand`.

        A text that is mostly no language (symbols, other alphabets, control characters) has no words.
        """
        folded = fold(_NUMERO.sub("numero ", text[:LONGEST_READ].translate(self._emojis)))[:_LONGEST_FOLDED]
        folded = _ELONGATION.sub(r"\1", _LAUGHTER.sub(" ", folded))
        tokens = [_SEPARATORS.get(token, token) for token in _TOKEN.findall(folded)]
        if _is_noise(folded, tokens):
            return []
        return _without_repeats(self.written_out(tokens) if expand else tokens)

    def written_out(self, tokens: list[str]) -> list[str]:
        """Return `tokens` with their abbreviations written out."""
        written: list[str] = []
        skip = False
        for position, token in enumerate(tokens):
            if skip:
                skip = False
                continue
            pair = self._pairs.get((token, tokens[position + 1])) if position + 1 < len(tokens) else None
            if pair is not None:
                written.extend(pair)
                skip = True
            else:
                written.extend(self._single.get(token, (token,)))
        return written


def _is_noise(folded: str, tokens: list[str]) -> bool:
    visible = sum(1 for character in folded if not character.isspace())
    return visible > _SHORTEST_NOISE and sum(map(len, tokens)) * 2 < visible


def _without_repeats(words: list[str]) -> list[str]:
    """Return `words` with what is said over and over (`sim sim sim sim`) said at most three times."""
    return [
        word
        for position, word in enumerate(words)
        if position < _MOST_REPEATS
        or word[0].isdigit()
        or {*words[position - _MOST_REPEATS : position]} != {word}
    ]
