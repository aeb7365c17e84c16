"""Names beyond the first, found in what people write and taken out."""

import re
from collections.abc import Callable
from importlib.resources import files

from application.figures import fold

SURNAME = "[sobrenome]"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PARTICLES = frozenset({"da", "de", "do", "das", "dos", "e", "di", "del"})
_INTRODUCES = re.compile(
    r"\b(?:me chamo|(?:meu|o|seu) nome (?:completo )?(?:e|eh|era)|nome|sou (?:o|a|eu)"
    r"|aqui (?:e|eh|quem fala e)(?: o| a)?"
    r"|fal(?:o|ar|ando) com(?: o| a)?|(?:de|do|da) (?:senhora?|dona|seu)|procuram? (?:o|a|por)"
    r"|conheco (?:o|a|esse|essa|nenhum|nenhuma))\s*:?\s*$"
)
# Everyday words to everybody but those who bear them: Certobot needs them to read a message.
_ALSO_WORDS = frozenset(
    {"dias", "real", "reais", "reis", "mil", "cem", "vale", "claro", "certo", "bom", "boa"}
)
NAMES = frozenset(
    name
    for line in files(__package__).joinpath("nomes.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for name in line.split()
)
_SHORTEST = 3
_SHORTEST_GLUED = 5
_LOOKED_BACK = 40


class Surnames:
    """Takes out the debtor's own further names, and whatever follows a name as one more.

    The debtor is `name`; `knows` tells everyday words, folded, from names.
    """

    def __init__(self, name: str, knows: Callable[[str], bool]) -> None:
        first, *others = fold(name).split() or [""]
        self._first = first
        self._others = frozenset(other for other in others if other not in _PARTICLES)
        self._knows = knows

    def mask(self, text: str) -> str:
        """Return `text` with a mark for every name that is not a first one."""
        shouted = text.isupper()
        pieces: list[str] = []
        at, in_name, introduced = 0, False, False
        for word in _WORD.finditer(text):
            gap = text[at : word.start()]
            in_name = in_name and not gap.strip()
            folded = fold(word[0])
            if _introduces(text, word.start()):
                in_name, introduced, masked = True, True, word[0]
            elif in_name and folded in _PARTICLES:
                masked = word[0]
            else:
                masked = SURNAME if self._is_surname(word[0], in_name, introduced, shouted) else word[0]
                named = masked is SURNAME or self._is_first_name(word[0], shouted)
                in_name, introduced = named, introduced and named
            pieces += [gap, masked]
            at = word.end()
        return _joined("".join([*pieces, text[at:]]))

    def _is_surname(self, word: str, in_name: bool, introduced: bool, shouted: bool) -> bool:  # noqa: FBT001
        folded = fold(word)
        capital = word[0].isupper() and not shouted
        if self._is_glued(folded):
            return True
        if folded in self._others:
            return in_name or capital or folded not in _ALSO_WORDS
        return in_name and (capital or introduced) and self._is_name(folded)

    def _is_glued(self, folded: str) -> bool:
        """Tell whether a further name is part of a word that is none, as in `mariasantos`."""
        if self._knows(folded) or folded in self._others:
            return False
        return any(len(other) >= _SHORTEST_GLUED and other in folded for other in self._others)

    def _is_first_name(self, word: str, shouted: bool) -> bool:  # noqa: FBT001
        folded = fold(word)
        if folded == self._first:
            return True
        capital = word[0].isupper() and not shouted
        return capital and self._is_name(folded)

    def _is_name(self, folded: str) -> bool:
        return len(folded) >= _SHORTEST and (folded in NAMES or not self._knows(folded))


def _introduces(text: str, start: int) -> bool:
    before = fold(text[max(0, start - _LOOKED_BACK) : start])
    return before.endswith((" ", ":")) and _INTRODUCES.search(before) is not None


def _joined(text: str) -> str:
    """Leave one mark where several names stood in a row."""
    mark = re.escape(SURNAME)
    particles = "|".join(_PARTICLES)
    return re.sub(rf"{mark}(?:\s+(?:(?:{particles})\s+)?{mark})+", SURNAME, text, flags=re.IGNORECASE)
