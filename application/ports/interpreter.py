"""Reading what a debtor wrote."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from domain.negotiation.understanding import Understanding
from domain.shared.ids import ConversationId

ReadingPhase = Literal["identification", "negotiation", "agreement", "closed"]


@dataclass(frozen=True, slots=True)
class OfferInView:
    """The offer that the debtor is looking at: its total in BRL and its number of instalments."""

    amount: Decimal
    installments: int


@dataclass(frozen=True, slots=True)
class StoryInView:
    """What came of the conversation before this message, summarised: figures in BRL, nobody's name.

    `options` are the offers that were put side by side; `asked_for_promise`, `asked_for_person` and
    `asked_to_end` tell that a yes would mean more than the offer, or something else.
    """

    offers_made: int = 0
    options: tuple[OfferInView, ...] = ()
    hardship_told: bool = False
    times_refused: int = 0
    asked_for_promise: bool = False
    asked_for_person: bool = False
    asked_to_end: bool = False


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a reader may know beside the text: when it was written (aware), the phase and the open offer.

    `turn` counts the turns of `conversation_id`, this one too; without a conversation there is no `story`.
    """

    at: datetime
    phase: ReadingPhase = "negotiation"
    offer: OfferInView | None = None
    conversation_id: ConversationId | None = None
    turn: int = 0
    story: StoryInView = StoryInView()


class Interpreter(Protocol):
    """Turns one inbound text into its meaning."""

    async def read(self, text: str, context: ReadingContext) -> Understanding:
        """Return what `text` means; a text that means nothing to us is `Intent.UNKNOWN`, never an error."""
