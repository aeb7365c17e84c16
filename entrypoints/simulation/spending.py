"""What the models of a simulation did, cost and were spared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import quantiles

from application.ports.model_calls import RULES, CallOutcome, ModelCall

_MILLISECOND = timedelta(milliseconds=1)
_NO_REASONS = frozenset({CallOutcome.OK, CallOutcome.SPARED, CallOutcome.FELL_BACK})


@dataclass(frozen=True, slots=True)
class Spending:
    """What one provider did; `cost` is in USD.

    `milliseconds` are the median and the 95th percentile of a call.
    """

    provider: str
    outcomes: Mapping[str, int]
    tokens: int
    cost: Decimal
    milliseconds: tuple[float, float]

    @property
    def answered(self) -> int:
        """How often a model gave what was used."""
        return self.outcomes.get(CallOutcome.OK, 0)

    @property
    def spared(self) -> int:
        """How often the rules were sure and no model was asked."""
        return self.outcomes.get(CallOutcome.SPARED, 0)

    @property
    def fell_back(self) -> int:
        """How often no model served and the rules did the work."""
        return self.outcomes.get(CallOutcome.FELL_BACK, 0)

    @property
    def why_in_vain(self) -> str:
        """Why models were of no use, and how often, in Portuguese: the most frequent reason first."""
        reasons = (item for item in self.outcomes.items() if item[0] not in _NO_REASONS)
        told = sorted(reasons, key=lambda item: (-item[1], item[0]))
        return f"Motivos: {', '.join(f'{reason} {times}' for reason, times in told)}."

    @property
    def of_rules_alone(self) -> bool:
        """Whether models were needed and none had a part in it: what was measured are the rules."""
        heard = self.answered + self.outcomes.get(CallOutcome.GUARDED, 0)
        return self.fell_back > 0 and heard == 0


class NobodyAnswered(Exception):
    """No model had a part in what was to be seen of models."""

    def __init__(self, spending: Spending) -> None:
        super().__init__(
            f"nenhum modelo de {spending.provider} respondeu; isto mede as regras. {spending.why_in_vain}"
        )


def spending_of(provider: str, calls: Sequence[ModelCall]) -> Spending:
    """Return what `calls` amount to."""
    took = sorted(call.latency / _MILLISECOND for call in calls if call.model != RULES and call.latency)
    return Spending(
        provider,
        Counter(call.outcome.value for call in calls),
        sum(call.input_tokens + call.output_tokens for call in calls),
        sum((call.cost for call in calls), Decimal(0)),
        _spread(took),
    )


def _spread(took: Sequence[float]) -> tuple[float, float]:
    if len(took) < 2:
        return (took[0], took[0]) if took else (0.0, 0.0)
    cuts = quantiles(took, n=100, method="inclusive")
    return cuts[49], cuts[94]
