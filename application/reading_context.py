"""What a reader may know of a negotiation."""

from datetime import datetime

from application.ports.interpreter import OfferInView, ReadingContext, ReadingPhase
from domain.negotiation.negotiation import Negotiation, Phase, Status

_READING_PHASES: dict[Phase, ReadingPhase] = {
    Phase.VERIFICATION: "identification",
    Phase.NEGOTIATION: "negotiation",
    Phase.AGREEMENT: "agreement",
    Phase.COMPLETION: "closed",
}


def reading_context(negotiation: Negotiation, at: datetime) -> ReadingContext:
    """Return the context in which a message written `at` (aware) is read: phase and offer in view."""
    phase: ReadingPhase = "closed"
    if negotiation.status is Status.ACTIVE:
        phase = _READING_PHASES[negotiation.phase]
    view = negotiation.current.terms if negotiation.current else None
    return ReadingContext(at, phase, OfferInView(view.total, len(view.installments)) if view else None)
