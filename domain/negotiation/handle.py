"""The one door by which a debtor's message reaches a negotiation."""

from dataclasses import replace
from datetime import datetime

from domain.negotiation import bargaining_phase, verification_phase
from domain.negotiation.events import EndReason, PaymentAskedAgain
from domain.negotiation.negotiation import Decision, Negotiation, Phase, Status, end, say
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import Intent, Understanding
from domain.negotiation.verification_phase import ProvesIdentity

# A person who has written this often without an end in sight is better served by a person.
MOST_TURNS = 24
_MOST_REPLIES_AFTER_END = 10
_SILENT_ENDS = frozenset({EndReason.OPTED_OUT, EndReason.WRONG_PERSON})
_PLEASANTRIES = frozenset(
    {Intent.THANKS, Intent.GREETING, Intent.ACCEPT, Intent.REJECT, Intent.UNKNOWN, Intent.ABUSE}
)


def handle(
    negotiation: Negotiation, understanding: Understanding, now: datetime, proves_identity: ProvesIdentity
) -> Decision:
    """Return what a message leads to, whatever it says and whatever state the conversation is in.

    `proves_identity` tells whether digits open the debtor's CPF; it is the identity context's rule.
    """
    if negotiation.status is not Status.ACTIVE:
        return _after_end(negotiation, understanding)
    heard = replace(negotiation, turns=negotiation.turns + 1, last_activity_at=now)
    if heard.turns >= MOST_TURNS and not _is_about_to_agree(heard, understanding):
        return end(heard, EndReason.PATIENCE_ENDED, Outcome.UNSUCCESSFUL, ReplyKind.PATIENCE_ENDED)
    if heard.phase is Phase.VERIFICATION:
        return verification_phase.hear(heard, understanding, now, proves_identity)
    return bargaining_phase.hear(heard, understanding, now)


def handle_media(negotiation: Negotiation, now: datetime) -> Decision:
    """Return what a message without words leads to: it is kept, and the debtor is asked to write."""
    if negotiation.status is not Status.ACTIVE:
        return _after_end(negotiation, Understanding(Intent.UNKNOWN))
    heard = replace(negotiation, turns=negotiation.turns + 1, last_activity_at=now)
    if heard.turns >= MOST_TURNS:
        return end(heard, EndReason.PATIENCE_ENDED, Outcome.UNSUCCESSFUL, ReplyKind.PATIENCE_ENDED)
    return Decision(heard, (), say(heard, ReplyKind.MEDIA_NOT_READ))


def _is_about_to_agree(negotiation: Negotiation, understanding: Understanding) -> bool:
    return negotiation.phase is Phase.AGREEMENT and understanding.intent is Intent.ACCEPT


def _after_end(negotiation: Negotiation, understanding: Understanding) -> Decision:
    """Answer kindly without reopening; silent when silence was asked for, and never for ever."""
    counted = replace(negotiation, turns=negotiation.turns + 1)
    silent = negotiation.end in _SILENT_ENDS and understanding.intent in _PLEASANTRIES
    if silent or counted.turns > MOST_TURNS + _MOST_REPLIES_AFTER_END:
        return Decision(counted)
    if negotiation.end is not EndReason.AGREED:
        return Decision(counted, (), say(counted, ReplyKind.AFTER_END))
    terms = negotiation.current.terms if negotiation.current else None
    if understanding.intent is Intent.ASK_PAYMENT_METHOD:
        return Decision(counted, (PaymentAskedAgain(),), say(counted, ReplyKind.PAYMENT_AGAIN, terms=terms))
    return Decision(counted, (), say(counted, ReplyKind.AFTER_AGREEMENT, terms=terms))
