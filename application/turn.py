"""What one turn leaves behind."""

from dataclasses import dataclass

from application.conversation import Lease
from application.outgoing import OutgoingMessage
from domain.negotiation.events import Event
from domain.negotiation.negotiation import Negotiation
from domain.negotiation.understanding import Understanding
from domain.shared.ids import MessageId


@dataclass(frozen=True, slots=True)
class Turn:
    """What is kept of one turn, together or not at all, by whoever still has `lease`."""

    lease: Lease
    negotiation: Negotiation
    events: tuple[Event, ...]
    answered: tuple[MessageId, ...] = ()
    understanding: Understanding | None = None
    messages: tuple[OutgoingMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What follows from a turn: whether its first message may leave now, and whether more was written."""

    claimed: bool
    more_waits: bool
