"""What is asked of a model, what it answers, and why it did not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from application.ports.model_calls import CallOutcome


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that could not be used, and what it was told about it."""

    answer: str = field(repr=False)
    objection: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request: the standing instructions, the case at hand, and the shape of the answer.

    Without a `schema` the answer is plain text. `version` names the file of the instructions.
    """

    version: str
    instructions: str = field(repr=False)
    case: str = field(repr=False)
    schema: Mapping[str, Any] | None = None
    most_tokens: int = 600
    temperature: float = 0.0
    corrections: tuple[Correction, ...] = ()

    def corrected(self, answer: str, objection: str) -> "Prompt":
        """Return the same request with what was wrong with an answer."""
        return replace(self, corrections=(*self.corrections, Correction(answer, objection)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote, and what it cost in tokens and USD; without a text it broke off, or would not."""

    text: str = field(repr=False)
    input_tokens: int
    output_tokens: int
    cost: Decimal


class CallFailed(Exception):
    """A model gave no answer; `retry_after` are the seconds it asked to be left alone, if it did."""

    def __init__(self, outcome: CallOutcome, retry_after: float | None = None) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome
        self.retry_after = retry_after


class Unusable(Exception):
    """An answer came that must not be used; `objection` tells the model why, in Portuguese."""

    def __init__(self, outcome: CallOutcome, objection: str = "") -> None:
        super().__init__(str(outcome))
        self.outcome = outcome
        self.objection = objection
