"""What no phrase recognises is compared with examples: the nearest one decides, if it is near enough."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_STEM = 5  # letters that tell a word from its inflections
_NEAR_ENOUGH = 0.42  # below it, two messages have little in common
_SHORTEST_COMPARED, _LONGEST_COMPARED = 2, 24  # words: one says too little, many are like no short example
_TELLING = 3.9  # a word in one example out of fifty, or fewer
_TAG_LETTERS = "0123456789"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The example that a text is most like, and how much, from 0 to 1."""

    intent: str
    example: str
    similarity: float


class Examples:
    """Labelled examples, compared by the words, word beginnings and word pairs they share."""

    def __init__(self, examples: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        """Take intent, example as written, and its words as the reader sees them."""
        kept = list(examples)
        self._examples = [(intent, text, Counter(_features(words))) for intent, text, words in kept]
        self._denies = [_denies(words) for _, _, words in kept]
        seen = Counter(feature for _, _, features in self._examples for feature in features)
        self._unseen = math.log(1 + len(self._examples))
        self._rarity = {feature: math.log(1 + len(self._examples) / count) for feature, count in seen.items()}
        self._with: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, _, features) in enumerate(self._examples):
            for feature, weight in self._normalised(features).items():
                self._with[feature].append((number, weight))

    def nearest(self, words: Sequence[str]) -> Likeness | None:
        """Return the example that `words` are most like, or None when none is near enough."""
        if not _SHORTEST_COMPARED <= len(set(words) - {".", ","}) <= _LONGEST_COMPARED:
            return None
        similarity: dict[int, float] = defaultdict(float)
        for feature, weight in self._normalised(Counter(_features(words))).items():
            for number, other in self._with.get(feature, ()):
                similarity[number] += weight * other
        alike = (number for number in similarity if self._denies[number] == _denies(words))
        best = max(alike, key=lambda number: similarity[number], default=None)
        if best is None or similarity[best] < _NEAR_ENOUGH or not self._shares_a_telling_word(words, best):
            return None
        intent, text, _ = self._examples[best]
        return Likeness(intent, text, similarity[best])

    def _shares_a_telling_word(self, words: Sequence[str], number: int) -> bool:
        """`quero um empréstimo` shares only what everybody says with `quero um desconto`."""
        shared = self._examples[number][2].keys() & _features(words)
        return any(self._rarity[feature] > _TELLING and " " not in feature for feature in shared)

    def _normalised(self, features: Mapping[str, int]) -> dict[str, float]:
        weights = {feature: self._rarity.get(feature, self._unseen) for feature in features}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {feature: weight / length for feature, weight in weights.items()}


def _features(words: Sequence[str]) -> list[str]:
    stems = [word.rstrip(_TAG_LETTERS)[:_STEM] for word in words if word not in (".", ",")]
    pairs = [f"{first} {second}" for first, second in pairwise(stems)]
    return [*(word for word in words if len(word) > _STEM), *stems, *pairs]


def _denies(words: Sequence[str]) -> bool:
    """A text that denies is not like an example that does not, whatever else they share."""
    return not {"nao", "nem", "nunca", "sem"}.isdisjoint(words)
