"""What many conversations amount to: agreements, money, effort, and promises kept or broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import comb
from statistics import fmean

from domain.negotiation.policy import Policy
from domain.shared.money import ZERO
from entrypoints.simulation.conversation import Record
from entrypoints.simulation.persona import Persona
from entrypoints.simulation.spending import Spending

K = 8  # pass^8: the same debtor, met eight times, agrees every time


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of a group of conversations.

    Rates and `pass_k` go from 0 to 1, percentages from 0 to 100, amounts are in BRL. `discount_percent` is
    the mean over the agreements; `turns` (the debtor's messages until the end) and `seconds` (virtual time
    until the end) are means over all conversations.
    """

    conversations: int
    agreements: int
    promises: int
    owed: Decimal
    recovered: Decimal
    discount_percent: float
    turns: float
    most_turns: int
    seconds: float
    policy_violations: int
    fact_violations: int
    repeated_phrases: int
    endless: int
    pass_k: float

    @property
    def agreement_rate(self) -> float:
        """The share of conversations that closed an agreement."""
        return self.agreements / self.conversations

    @property
    def recovered_percent(self) -> float:
        """What was agreed, in percent of what was owed."""
        return float(self.recovered / self.owed * 100)


@dataclass(frozen=True, slots=True)
class PersonaResult:
    """How one persona fared."""

    persona: Persona
    measures: Measures


@dataclass(frozen=True, slots=True)
class Result:
    """How everybody fared with one provider under one policy; `label` tells results apart.

    `records` are all conversations, `spending` is what models did in them.
    """

    label: str
    policy: Policy
    seeds: int
    k: int
    whole: Measures
    personas: tuple[PersonaResult, ...]
    records: tuple[Record, ...]
    spending: Spending


def pass_k(successes: int, trials: int, k: int) -> float:
    """Return the unbiased estimate of `k` successes in a row: the share of all sets of `k` trials."""
    return comb(successes, k) / comb(trials, k)


def summarise(
    label: str,
    policy: Policy,
    seeds: int,
    by_persona: Sequence[tuple[Persona, Sequence[Record]]],
    spending: Spending,
) -> Result:
    """Return the figures of every persona and of all; the pass^k of all is that of those who would agree."""
    k = min(K, seeds)
    personas = tuple(PersonaResult(each, _measures(records, k)) for each, records in by_persona)
    records = tuple(record for _, of_one in by_persona for record in of_one)
    steady = [each.measures.pass_k for each in personas if each.persona.would_agree]
    every = steady or [each.measures.pass_k for each in personas]
    whole = _measures(records, k, fmean(every))
    return Result(label, policy, seeds, k, whole, personas, records, spending)


def _measures(records: Sequence[Record], k: int, steady: float | None = None) -> Measures:
    agreed = [record.agreed for record in records if record.agreed is not None]
    discounts = [float(terms.discount_percent) for terms in agreed]
    return Measures(
        conversations=len(records),
        agreements=len(agreed),
        promises=sum(record.promised for record in records),
        owed=sum((record.balance for record in records), ZERO),
        recovered=sum((terms.total for terms in agreed), ZERO),
        discount_percent=fmean(discounts) if discounts else 0.0,
        turns=fmean(record.turns for record in records),
        most_turns=max(record.turns for record in records),
        seconds=fmean(record.seconds for record in records),
        policy_violations=sum(len(record.violations) for record in records),
        fact_violations=sum(record.fact_violations for record in records),
        repeated_phrases=sum(record.repeated_phrases for record in records),
        endless=sum(record.endless for record in records),
        pass_k=pass_k(len(agreed), len(records), k) if steady is None else steady,
    )
