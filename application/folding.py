"""Texts made alike, so that what matters can be found in them however it was typed."""

import re
import unicodedata
from functools import lru_cache

_LEFT_OUT = re.compile(r"[*_~\u0300-\u036f\u200b-\u200f\u2060\ufe0f\u00ad]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Return `text` in lower case without accents, bold marks or invisible characters."""
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", text))
    if not bare.isascii():  # seldom: dashes, emojis, marks of other scripts
        bare = "".join(each for each in bare if not unicodedata.combining(each))
    return _DASHES.sub("-", bare).lower()
