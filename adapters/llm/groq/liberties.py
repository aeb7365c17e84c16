"""What a text takes the liberty of saying beyond its draft: words of weight, names, addresses, tongues."""

import re
from collections.abc import Callable, Iterator
from importlib.resources import files

from adapters.llm.groq.surnames import NAMES
from application.figures import fold


def _entries(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the beginnings and the whole words of a list."""
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    beginnings = tuple(word.removesuffix("*") for word in words if word.endswith("*"))
    return beginnings, frozenset(word for word in words if not word.endswith("*"))


_BEGINNINGS, _WHOLE = _entries("palavras_de_peso.txt")
_FREE_BEGINNINGS, _FREE = _entries("palavras_livres.txt")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?;:\n]+")
_SHORTEST = 2
_STEM = 5  # letters that two forms of one word share
_FEWEST_WORDS = 3  # fewer tell no language
_KNOWN_SHARE = (
    0.6  # of the words of a Portuguese sentence; measured: kind ones 0.7 and more, others 0.4 and less
)
_CAPITAL = re.compile(r"(?P<opens>(?:^|[.!?:•\n])\s*)?(?P<word>[A-ZÀ-Þ][^\W\d_]+)(?P<calls>\s*[,!])?")
_ADDRESS = re.compile(r"[^\s,;]*[^\W_]\.[^\W\d_]{2,}\S*|\S*(?:/[^\W\d_]|@)\S*")
# Words with which a sentence may open before a comma; others there are taken for names.
_OPENERS = frozenset(
    {
        *("agradeco", "ah", "alias", "assim", "beleza", "boa", "bom", "certo", "claro", "combinado"),
        *("compreendo", "desculpe", "eita", "entao", "entendi", "entendo", "excelente", "imagino"),
        *(
            "infelizmente",
            "lamento",
            "maravilha",
            "nao",
            "nossa",
            "obrigada",
            "obrigado",
            "oi",
            "ola",
            "olha",
        ),
        *(
            "opa",
            "otimo",
            "perfeito",
            "pois",
            "poxa",
            "pronto",
            "puxa",
            "sim",
            "sinto",
            "tranquila",
            "tranquilo",
        ),
    }
)


def liberties(text: str, draft: str, knows: Callable[[str], bool]) -> Iterator[str]:
    """Yield each word, name, address or strange sentence that `text` adds to `draft` and may not add.

    `knows` tells everyday words, folded, from names.
    """
    drafted = frozenset(_WORD.findall(fold(draft)))
    weights = frozenset(map(_weight_of, drafted))
    for word in dict.fromkeys(_WORD.findall(fold(text))):
        if word in drafted:
            continue
        weight = _weight_of(word)
        if weight not in weights if weight is not None else not _is_free(word, drafted):
            yield word
    yield from (found[0] for found in _ADDRESS.finditer(text) if found[0] not in draft)
    yield from (each for each in _SENTENCE.findall(text) if not _is_portuguese(each, drafted, knows))
    for found in _CAPITAL.finditer(text):
        folded = fold(found["word"])
        if folded not in drafted and _is_name(found, folded, knows):
            yield found["word"]


def _is_portuguese(sentence: str, drafted: frozenset[str], knows: Callable[[str], bool]) -> bool:
    words = _WORD.findall(fold(sentence))
    known = sum(1 for word in words if word in drafted or knows(word))
    return len(words) < _FEWEST_WORDS or known >= len(words) * _KNOWN_SHARE


def _is_free(word: str, drafted: frozenset[str]) -> bool:
    """Tell whether anybody may say `word`: a kind or a linking one, or a form of one in the draft."""
    if len(word) < _SHORTEST or word in _FREE or word.startswith(_FREE_BEGINNINGS):
        return True
    stem = word[:_STEM]
    return len(word) > _STEM and any(each.startswith(stem) for each in drafted)


def _weight_of(word: str) -> str | None:
    """Return under which entry of the list `word`, folded, stands."""
    for whole in (word, word.removesuffix("s")):
        if whole in _WHOLE:
            return whole
    return next((beginning for beginning in _BEGINNINGS if word.startswith(beginning)), None)


def _is_name(found: re.Match[str], folded: str, knows: Callable[[str], bool]) -> bool:
    if folded in NAMES:
        return True
    if found["opens"] is not None:
        return found["calls"] is not None and folded not in _OPENERS and not knows(folded)
    return not knows(folded)
