"""Labelled messages, and how well a reader reads them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from application.ports.interpreter import Interpreter, OfferInView, ReadingContext
from domain.negotiation.understanding import Understanding

HERE = Path(__file__).parent / "understanding"
SLOTS = ("amount", "amount_is", "installments", "due_date", "discount_percent", "cpf_digits", "hardship")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message and what it means, as a person labelled it."""

    text: str
    context: ReadingContext
    intent: str
    slots: Mapping[str, object]


@dataclass(slots=True)
class Score:
    """How many were read right, and what was not."""

    messages: int = 0
    wrong_intents: int = 0
    wrong_slots: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def intent_percent(self) -> float:
        """The share of right intents."""
        return 100 * (1 - self.wrong_intents / self.messages)

    def slot_percent(self, slot: str) -> float:
        """The share of messages in which `slot` is exactly as labelled, filled or not."""
        return 100 * (1 - self.wrong_slots[slot] / self.messages)


def labelled(path: Path) -> Iterator[Labelled]:
    """Yield the messages of a JSON-lines file, in the shape of the contract with an `expect`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        offer = row.get("offer")
        context = ReadingContext(
            datetime.fromisoformat(row["at"]),
            row.get("phase", "negotiation"),
            OfferInView(Decimal(offer["amount"]), offer["installments"]) if offer else None,
        )
        yield Labelled(row["text"], context, row["expect"]["intent"], row["expect"]["slots"])


def slots_of(understanding: Understanding) -> dict[str, object]:
    """Return the filled slots as the contract writes them."""
    percent = understanding.discount_percent
    slots = {
        "amount": None if understanding.amount is None else f"{understanding.amount:.2f}",
        "amount_is": understanding.amount_is,
        "installments": understanding.installments,
        "due_date": None if understanding.due_date is None else understanding.due_date.isoformat(),
        "discount_percent": None if percent is None else f"{percent.normalize():f}",
        "cpf_digits": understanding.cpf_digits,
        "hardship": understanding.hardship or None,
    }
    return {name: value for name, value in slots.items() if value is not None}


async def score(reader: Interpreter, messages: Iterable[Labelled]) -> Score:
    """Read every message and compare it with its label."""
    result = Score()
    for message in messages:
        read = await reader.read(message.text, message.context)
        slots = slots_of(read)
        wrong = [slot for slot in SLOTS if slots.get(slot) != message.slots.get(slot)]
        result.messages += 1
        result.wrong_intents += read.intent != message.intent
        result.wrong_slots.update(wrong)
        if wrong or read.intent != message.intent:
            result.misses.append(
                f"{message.text!r}: {message.intent} {dict(message.slots)} lido como {read.intent} {slots}"
            )
    return result
