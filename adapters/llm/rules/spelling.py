"""Typos: a word that nobody knows and that is one slip away from a known one is read as the known one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

_DOUBLED = re.compile(r"([a-z])\1")
_SHORTEST_SOUNDED = 4
_SHORTEST = 5  # letters: shorter words are one slip away from too many others
_LONGEST_INFLECTED = 8
_SOUNDS = (
    ("ou", "o"),
    ("ei", "e"),
    ("aix", "ax"),
    ("ch", "x"),
    ("ss", "s"),
    ("ce", "se"),
    ("ci", "si"),
    ("z", "s"),
    ("qu", "k"),
    ("lh", "li"),
    ("nh", "n"),
    ("h", ""),
)
_ENDINGS = (("im", "inho"), ("in", "inho"), ("u", "o"), ("ei", "e"), ("i", "e"), ("m", "mo"))
_MOST_REPAIRS = 25  # a message: what has more unknown words is not a misspelt one


class Speller:
    """Repairs words against a vocabulary."""

    def __init__(self, vocabulary: Iterable[str], stems: Iterable[str] = ()) -> None:
        self._known = frozenset(word for word in vocabulary if word.isalpha())
        self._stems = tuple(stems)
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= _SHORTEST:
                self._by_initial[word[0]].append(word)
        self._by_sound = {_sound(word): word for word in sorted(self._known, reverse=True)}
        self._repaired = lru_cache(maxsize=4096)(self._repair)

    def knows(self, word: str) -> bool:
        """Tell whether `word`, folded, is of the vocabulary as it stands."""
        return word in self._known

    def repair(self, words: list[str]) -> list[str]:
        """Return `words` with misspelt ones put right; numbers and separators stay."""
        unknown = {word for word in words if word not in self._known and word.isalpha()}
        if not unknown or len(unknown) > _MOST_REPAIRS:
            return words
        return [self._repaired(word) if word in unknown else word for word in words]

    def _repair(self, word: str) -> str:
        single = _DOUBLED.sub(r"\1", word)
        if single in self._known:
            return single
        for spoken in _spoken(single) if len(word) >= _SHORTEST_SOUNDED else ():
            if spoken in self._by_sound:
                return self._by_sound[spoken]
        if word.startswith(self._stems):
            return word
        if len(word) < _SHORTEST:
            return word
        slips = 1 if len(word) < 9 else 2
        close = (other for other in self._by_initial[word[0]] if abs(len(other) - len(word)) <= slips)
        near = [(OSA.distance(word, other, score_cutoff=slips), other) for other in close]
        best = min(((distance, other) for distance, other in near if distance <= slips), default=(0, word))[1]
        return word if _is_inflection(word, best) else best


def _is_inflection(word: str, other: str) -> bool:
    """`pague` is no slip of `pagou`: words that differ in their last letter only are both right."""
    shorter = min(len(word), len(other))
    return word[: shorter - 1] == other[: shorter - 1] and len(word) <= _LONGEST_INFLECTED


def _spoken(word: str) -> Iterator[str]:
    """What `word` may sound like: as written, or with its ending as regions say it (`certim`, `brigadu`)."""
    yield _sound(word)
    for said, written in _ENDINGS:
        if word.endswith(said):
            yield _sound(word.removesuffix(said) + written)


def _sound(word: str) -> str:
    """What `word` sounds like, so that `fexado` finds `fechado` and `parselar` finds `parcelar`."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return word
