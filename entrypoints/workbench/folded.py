"""Sentences compared as people hear them: without accents, curly quotes or odd spaces."""

import unicodedata
from functools import cache

_SAME = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " ", "\t": " "}


def bare(text: str) -> str:
    """Return `text` without accents and with plain quotes, each character in its own place."""
    return "".join(map(_bare, text))


def folded(text: str) -> str:
    """Return `text` in lower case, without accents, on one line."""
    return " ".join(bare(unicodedata.normalize("NFC", text)).lower().split())


@cache
def _bare(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    letter = unicodedata.normalize("NFD", character)[0]
    return letter if character.isalpha() and letter.isascii() else character
