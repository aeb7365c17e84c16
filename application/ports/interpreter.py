"""Reading what a debtor wrote."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from domain.negotiation.understanding import Understanding

ReadingPhase = Literal["identification", "negotiation", "agreement", "closed"]


@dataclass(frozen=True, slots=True)
class OfferInView:
    """The offer that the debtor is looking at: its total in BRL and its number of instalments."""

    amount: Decimal
    installments: int


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a reader may know beside the text: when it was written (aware), the phase and the open offer."""

    at: datetime
    phase: ReadingPhase = "negotiation"
    offer: OfferInView | None = None


class Interpreter(Protocol):
    """Turns one inbound text into its meaning."""

    async def read(self, text: str, context: ReadingContext) -> Understanding:
        """Return what `text` means; a text that means nothing to us is `Intent.UNKNOWN`, never an error."""
