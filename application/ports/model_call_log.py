"""Where the steps of language models are kept, and what they amount to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from application.ports.model_calls import CallOutcome, CallPurpose, ModelCall


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What the steps of one day in America/Sao_Paulo with one purpose, model and outcome amount to.

    `latency` is the mean and `slowest` the longest; `cost` is in USD.
    """

    day: date
    purpose: CallPurpose
    model: str
    outcome: CallOutcome
    calls: int
    input_tokens: int
    output_tokens: int
    cost: Decimal
    latency: timedelta
    slowest: timedelta


class ModelCallLog(Protocol):
    """Keeps the steps of one tenant: figures and names of models, never a text."""

    async def add(self, calls: Sequence[ModelCall]) -> None:
        """Keep them all."""

    async def totals(self, since: datetime, until: datetime) -> tuple[ModelUse, ...]:
        """Return what began from `since` until before `until`, by day, purpose, model and outcome."""

    async def forget(self, before: datetime) -> int:
        """Drop what began before; return how many there were."""
