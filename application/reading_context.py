"""What a reader may know of a negotiation."""

from datetime import datetime

from application.ports.interpreter import OfferInView, ReadingContext, ReadingPhase, StoryInView
from domain.negotiation.identity_again import must_prove_again
from domain.negotiation.negotiation import Negotiation, Phase, Status
from domain.negotiation.offer import Terms

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
    elif must_prove_again(negotiation):
        phase = "identification"
    view = negotiation.current.terms if negotiation.current else None
    return ReadingContext(
        at,
        phase,
        _in_view(view) if view else None,
        conversation_id=negotiation.id,
        turn=negotiation.turns + 1,
        story=_story(negotiation),
    )


def _story(negotiation: Negotiation) -> StoryInView:
    return StoryInView(
        offers_made=len(negotiation.offers),
        options=tuple(_in_view(offer.terms) for offer in negotiation.options),
        hardship_told=negotiation.hardship_told,
        times_refused=negotiation.refusals,
        asked_for_promise=negotiation.promise is not None,
        asked_for_person=negotiation.human_offered,
        asked_to_end=negotiation.ending_asked is not None,
    )


def _in_view(terms: Terms) -> OfferInView:
    return OfferInView(terms.total, len(terms.installments))
