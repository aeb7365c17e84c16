"""Texts made alike, so that what matters can be found in them however it was typed."""

import re
import unicodedata
from functools import lru_cache

_LEFT_OUT = re.compile(r"[*_~\u0300-\u036f\u200b-\u200f\u2060\ufe0f\u00ad]")
_STOPS = frozenset("\u3002\uff61\u2024\u06d4")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Return `text` in lower case without accents, bold marks or invisible characters."""
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", text))
    if not bare.isascii():  # seldom: dashes, emojis, marks and digits of other scripts
        bare = "".join(_plain(each) for each in bare if not unicodedata.combining(each))
    return _DASHES.sub("-", bare).lower()


def _plain(letter: str) -> str:
    """Return a digit or a full stop of any script as ours; any other letter as it is."""
    if letter in _STOPS:
        return "."
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)
