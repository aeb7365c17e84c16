"""The same debtors under several policies, persona by persona."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.shared.money import format_brl
from entrypoints.simulation.columns import decimal
from entrypoints.simulation.measures import Measures, Result


@dataclass(frozen=True, slots=True)
class Change:
    """How one persona, or all of them, fared under each policy, in the order of the policies."""

    name: str
    measures: tuple[Measures, ...]


def changes(results: Sequence[Result]) -> Iterator[Change]:
    """Yield every persona and, last, all of them."""
    for index, each in enumerate(results[0].personas):
        yield Change(each.persona.name, tuple(result.personas[index].measures for result in results))
    yield Change("todas", tuple(result.whole for result in results))


def in_words(results: Sequence[Result]) -> Iterator[str]:
    """Yield, for every policy but the first, one sentence about what it changes."""
    first = results[0]
    for other in results[1:]:
        points = (other.whole.agreement_rate - first.whole.agreement_rate) * 100
        money = other.whole.recovered - first.whole.recovered
        discount = other.whole.discount_percent - first.whole.discount_percent
        yield (
            f"Com {other.label} em vez de {first.label}: acordos {_signed(points)} pontos, "
            f"recuperado {'-' if money < 0 else '+'}{format_brl(abs(money))}, "
            f"desconto médio {_signed(discount)} pontos."
        )


def _signed(value: float) -> str:
    rounded = round(value, 1)
    return f"{'-' if rounded < 0 else '+'}{decimal(abs(rounded))}"
