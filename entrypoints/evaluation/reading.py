"""How well messages are read: each beside what it means by the contract of understanding."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from application.ports.interpreter import Interpreter, OfferInView, ReadingContext, ReadingPhase
from domain.negotiation.understanding import Understanding
from domain.shared.calendar import SAO_PAULO

FILE = Path(__file__).parent / "leitura.toml"
_AT = datetime(2026, 11, 20, 10, tzinfo=SAO_PAULO)
_OFFER = OfferInView(Decimal("850.00"), 1)


Labelled = Mapping[str, Mapping[str, Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Misread:
    """A message that was read otherwise than it means."""

    text: str
    meant: str
    read: str


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """How many messages there were, and which were misread."""

    messages: int
    misread: tuple[Misread, ...]


def labelled(file: Path = FILE) -> Labelled:
    """Return the messages of `file`, by phase, with what each means."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


async def score_reading(interpreter: Interpreter, messages_by_phase: Labelled) -> ReadingScore:
    """Let `interpreter` read every message."""
    messages = 0
    misread = []
    for phase, meanings in messages_by_phase.items():
        context = ReadingContext(
            _AT, cast("ReadingPhase", phase), None if phase == "identification" else _OFFER
        )
        for text, meant in meanings.items():
            messages += 1
            read = _said(await interpreter.read(text, context))
            if read != meant:
                misread.append(Misread(text, _in_words(meant), _in_words(read)))
    return ReadingScore(messages, tuple(misread))


def _said(understanding: Understanding) -> dict[str, object]:
    """Return intent and slots as the file writes them, those unfilled left out."""
    heard = understanding
    slots: dict[str, object] = {
        "intent": heard.intent.value,
        "amount": f"{heard.amount:.2f}" if heard.amount is not None else None,
        "amount_is": heard.amount_is,
        "installments": heard.installments,
        "due_date": heard.due_date.isoformat() if heard.due_date else None,
        "discount_percent": f"{heard.discount_percent.normalize():f}" if heard.discount_percent else None,
        "cpf_digits": heard.cpf_digits,
        "hardship": heard.hardship or None,
    }
    return {name: value for name, value in slots.items() if value is not None}


def _in_words(said: Mapping[str, object]) -> str:
    intent, *slots = (f"{value}" if name == "intent" else f"{name}={value}" for name, value in said.items())
    return " ".join([intent, *slots])
