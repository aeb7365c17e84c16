"""A second look at the whole message: what examples and learned words say when phrases say little."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from adapters.llm.rules.learned import Guess, Learned
from adapters.llm.rules.similar import Examples
from domain.negotiation.understanding import Intent

# Measured on messages that were not among the examples.
_SAME = 0.55  # likeness from which one example decides
_LIKELY = 0.02  # lead from which the words decide when no phrase did
_FAIR = 0.2  # lead from which they decide although there are words among them that no example has
_SURE = 0.5  # lead from which the words overrule phrases that cover little of the message
_CERTAIN = 0.8  # lead from which they do so with an intent that usually accompanies another
_ENOUGH = 6  # words and separators from which a guess needs no word that tells
_MOST_WORDS = 60  # a longer text is no message that examples are like
# These end a conversation for good: a guess must be certain, and never overrules what was read.
_FOR_GOOD = frozenset({Intent.OPT_OUT, Intent.WRONG_PERSON})
# These end it too, or agree to something: a guess must be sure.
_OF_WEIGHT = frozenset(
    {Intent.ACCEPT, Intent.ALREADY_PAID, Intent.DISPUTE, Intent.ASK_HUMAN, Intent.LEGAL_THREAT}
)
_ACCOMPANY = frozenset({Intent.HARDSHIP, Intent.ABUSE, Intent.THANKS, Intent.GREETING, Intent.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Opinion:
    """An intent, and why, in Portuguese."""

    intent: Intent
    reason: str


class SecondOpinion:
    """Compares a message with the examples of the lexicon, and with what their words have taught."""

    def __init__(self, examples: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        """Take intent, example as written, and its words as the reader sees them."""
        kept = list(examples)
        self._examples = Examples(kept)
        self._learned = Learned((intent, words) for intent, _, words in kept)

    def of_unread(self, words: Sequence[str], *, terms: bool, only_like: bool) -> Opinion | None:
        """Return what a message means in which no phrase was found.

        `terms` tells whether it names any; `only_like` asks for what an example says, not for a guess.
        """
        like = self._examples.nearest(words)
        asks = "?" in words
        if like is not None and like.similarity >= _SAME and _possible(like.intent, terms=terms, asks=asks):
            return Opinion(
                Intent(like.intent), f"nenhuma frase decidiu; parece com o exemplo “{like.example}”"
            )
        guess = None if only_like else self._guess(words, _LIKELY, terms=terms)
        if guess is None or not self._is_familiar(guess, words):
            return None
        return Opinion(Intent(guess.intent), f"nenhuma frase decidiu; {_telling(guess)}")

    def _is_familiar(self, guess: Guess, words: Sequence[str]) -> bool:
        """Tell whether the words of a message are known well enough to guess from them."""
        strange = self._learned.strange(words)
        if guess.lead >= _SURE:
            return strange <= len(guess.words) and (bool(guess.words) or len(words) >= _ENOUGH)
        return (bool(guess.words) and strange == 0) or (strange < len(guess.words) and guess.lead >= _FAIR)

    def against(
        self, intent: Intent, words: Sequence[str], *, terms: bool, said: Collection[str]
    ) -> Opinion | None:
        """Return what a message means whose phrases say `intent` with few of its words, if that is another.

        `said` names all that was found in it: what usually goes along with something else must not be there.
        """
        guess = self._guess(words, _SURE, terms=terms)
        if guess is None or guess.intent == intent:
            return None
        if terms and (intent, guess.intent) == (Intent.PROPOSE, Intent.REJECT):
            return None  # a no that names other terms is a proposal
        if guess.intent in _FOR_GOOD:
            return None
        if guess.intent in _ACCOMPANY and (guess.intent in said or guess.lead < _CERTAIN):
            return None
        return Opinion(Intent(guess.intent), f"as frases são poucas para tantas palavras; {_telling(guess)}")

    def _guess(self, words: Sequence[str], lead: float, *, terms: bool) -> Guess | None:
        guess = self._learned.guess(words) if len(words) <= _MOST_WORDS else None
        if guess is None or guess.lead < max(lead, _least_lead(guess.intent)):
            return None
        return guess if _possible(guess.intent, terms=terms, asks="?" in words) else None


def _least_lead(intent: str) -> float:
    """Return how far ahead a guess must be, by what it would do to a conversation if it were wrong."""
    if intent in _FOR_GOOD:
        return _CERTAIN
    return _SURE if intent in _OF_WEIGHT else _LIKELY


def _possible(intent: str, *, terms: bool, asks: bool) -> bool:
    """A proposal names something, a yes does not ask, digits are read where they are asked for."""
    if intent not in Intent or intent == Intent.IDENTIFY:
        return False
    return (terms or intent != Intent.PROPOSE) and not (asks and intent == Intent.ACCEPT)


def _telling(guess: Guess) -> str:
    return (
        f"pesaram as palavras {', '.join(f'“{word}”' for word in guess.words)}"
        if guess.words
        else "pesou o conjunto"
    )
