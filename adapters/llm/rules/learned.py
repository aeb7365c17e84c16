"""What the words of a message say when no phrase decides: their weights, learned from the examples.

An averaged perceptron: each example that the weights misread, or read without a margin, moves them towards
its intent. Nothing is drawn at random, so the same lexicon always learns the same weights.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_ROUNDS = 6
_SAFE, _REST = 1.5, 3  # an example with such a lead sits out so many rounds
_STRIDE = 7919  # a prime: visits the examples of all intents in turn
_STEM = 5  # letters that tell a word from its inflections
_PIECE = 4  # letters of the pieces by which misspelt words are known
_EVERYWHERE = 14  # intents in whose examples a word is found when it tells none from another
_TAG_LETTERS = "0123456789"


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest intent of a text, by how much it leads the next one, and the words that speak for it."""

    intent: str
    lead: float
    words: tuple[str, ...]


class Learned:
    """Knows which words, word beginnings and word pairs speak for which intent."""

    def __init__(self, examples: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Take the intent and the words of each example, as the reader sees them."""
        kept = [(intent, _features(words)) for intent, words in examples]
        self._intents = sorted({intent for intent, _ in kept})
        self._weights = _averaged(kept, self._intents)
        self._common = _common(kept)

    def guess(self, words: Sequence[str]) -> Guess | None:
        """Return the likeliest intent of `words`, or None when no example shares anything with them."""
        features = [feature for feature in _features(words) if feature in self._weights]
        if not features or len(self._intents) < 2:
            return None
        scores = self._scores(features)
        best, second = sorted(self._intents, key=lambda intent: scores[intent], reverse=True)[:2]
        lead = (scores[best] - scores[second]) / math.sqrt(len(features))
        return Guess(best, lead, self._telling(words, best))

    def _scores(self, features: Iterable[str]) -> dict[str, float]:
        scores = dict.fromkeys(self._intents, 0.0)
        for feature in features:
            for intent, weight in self._weights[feature].items():
                scores[intent] += weight
        return scores

    def _telling(self, words: Sequence[str], intent: str) -> tuple[str, ...]:
        """The words that speak most for `intent`, those left out that every intent has."""

        def weight(word: str) -> float:
            return self._weights.get(_stem(word), {}).get(intent, 0.0)

        telling = {
            word for word in words if word.isalnum() and weight(word) > 0 and _stem(word) not in self._common
        }
        return tuple(sorted(telling, key=lambda word: (-weight(word), word))[:3])

    def strange(self, words: Iterable[str]) -> int:
        """Return how many of `words` no example has."""
        return sum(1 for word in words if len(word) >= _PIECE and _stem(word) not in self._weights)


def _common(examples: list[tuple[str, list[str]]]) -> frozenset[str]:
    """Return the features that so many intents share that they tell none."""
    seen = Counter({(feature, intent) for intent, features in examples for feature in features})
    shared = Counter(feature for feature, _ in seen)
    return frozenset(feature for feature, intents in shared.items() if intents >= _EVERYWHERE)


def _averaged(examples: list[tuple[str, list[str]]], intents: list[str]) -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {feature: {} for _, features in examples for feature in features}
    moved: dict[str, dict[str, float]] = {feature: {} for feature in weights}
    rests = [0] * len(examples)
    seen = 1
    for turn in range(_ROUNDS):
        for at in range(len(examples)):
            number = (at * _STRIDE + turn) % len(examples)
            seen += 1
            if rests[number] > turn:
                continue
            intent, features = examples[number]
            step = 1 / math.sqrt(len(features) or 1)
            rival, led = _rival([weights[feature] for feature in features], intent, intents)
            if led * step >= _SAFE:
                rests[number] = turn + _REST
            elif led * step < 1:
                _move(weights, features, intent, rival, step)
                _move(moved, features, intent, rival, step * seen)
    return {
        feature: {intent: weight - moved[feature][intent] / seen for intent, weight in by_intent.items()}
        for feature, by_intent in weights.items()
    }


def _move(
    weights: dict[str, dict[str, float]], features: list[str], intent: str, rival: str, step: float
) -> None:
    """Move the weights of `features` towards `intent` and away from `rival`."""
    for feature in features:
        by_intent = weights[feature]
        by_intent[intent] = by_intent.get(intent, 0.0) + step
        by_intent[rival] = by_intent.get(rival, 0.0) - step


def _rival(weights: list[dict[str, float]], intent: str, intents: list[str]) -> tuple[str, float]:
    """Return the intent that comes nearest to `intent` and by how much `intent` leads it."""
    scores = dict.fromkeys(intents, 0.0)
    for by_intent in weights:
        for name, weight in by_intent.items():
            scores[name] += weight
    own = scores.pop(intent)
    rival = max(scores, key=scores.__getitem__, default=intent)
    return rival, own - scores.get(rival, 0.0)


def _stem(word: str) -> str:
    return word.rstrip(_TAG_LETTERS)[:_STEM]


def _features(words: Sequence[str]) -> list[str]:
    said = [
        word.rstrip(_TAG_LETTERS) if word[0].isupper() else word for word in words if word not in (".", ",")
    ]
    stems = [word[:_STEM] for word in said]
    found = {*stems, *(word for word in said if len(word) > _STEM)}
    found.update(f"{first} {second}" for first, second in pairwise(["^", *stems, "$"]))
    found.update(_pieces(said))
    return sorted(found)


def _pieces(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if len(word) >= _PIECE and word.islower():
            bounded = f"_{word}_"
            yield from (bounded[at : at + _PIECE] + "*" for at in range(len(bounded) - _PIECE + 1))
