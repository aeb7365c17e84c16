"""The one door by which a debtor's message reaches a negotiation."""

from dataclasses import replace
from datetime import datetime

from domain.negotiation import bargaining_phase, verification_phase
from domain.negotiation.events import EndReason, Event, HardshipTold, OptOutHeard, PaymentAskedAgain
from domain.negotiation.negotiation import Decision, Negotiation, Phase, Status, end, say
from domain.negotiation.outcome import Outcome
from domain.negotiation.patience import MOST_TURNS, within_patience
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import UNREADABLE, Intent, Understanding
from domain.negotiation.verification_phase import ProvesIdentity

_LAST_TURN_ANSWERED = MOST_TURNS + 10
_SILENT_ENDS = frozenset({EndReason.OPTED_OUT, EndReason.WRONG_PERSON})
_NEED_NO_ANSWER = frozenset(
    {
        Intent.THANKS,
        Intent.GREETING,
        Intent.ACCEPT,
        Intent.REJECT,
        Intent.UNKNOWN,
        Intent.ABUSE,
        Intent.OPT_OUT,
        Intent.WRONG_PERSON,
    }
)


def handle(
    negotiation: Negotiation, understanding: Understanding, now: datetime, proves_identity: ProvesIdentity
) -> Decision:
    """Return what a message leads to, whatever it says and whatever state the conversation is in.

    `proves_identity` tells whether digits open the debtor's CPF; it is the identity context's rule.
    """
    heard = understanding.plausible()
    if negotiation.status is not Status.ACTIVE:
        return _after_end(negotiation, heard)
    listening = _listening(negotiation, now)
    if listening.phase is Phase.VERIFICATION:
        decision = verification_phase.hear(listening, heard, proves_identity, now)
    else:
        decision = bargaining_phase.hear(listening, heard, now)
    decision = within_patience(listening, decision)
    return _acknowledging_hardship(decision) if heard.hardship else decision


def handle_media(negotiation: Negotiation, now: datetime) -> Decision:
    """Return what a message without words leads to: it is kept, and the debtor is asked to write."""
    if negotiation.status is not Status.ACTIVE:
        return _after_end(negotiation, UNREADABLE)
    listening = _listening(negotiation, now)
    waiting = listening.with_nothing_asked()
    return within_patience(listening, Decision(waiting, (), say(waiting, ReplyKind.MEDIA_NOT_READ)))


def handle_despair(negotiation: Negotiation, now: datetime) -> Decision:
    """Stop negotiating with somebody who writes of ending their life, and tell where help is, always."""
    if negotiation.status is not Status.ACTIVE:
        counted = replace(negotiation, turns=negotiation.turns + 1)
        return Decision(counted, (), say(counted, ReplyKind.CARE))
    listening = _listening(negotiation, now)
    return end(listening, EndReason.DESPAIR, Outcome.UNSUCCESSFUL, ReplyKind.CARE)


def _listening(negotiation: Negotiation, now: datetime) -> Negotiation:
    return replace(negotiation, turns=negotiation.turns + 1, last_activity_at=now, asked_to_wait=False)


def _acknowledging_hardship(decision: Decision) -> Decision:
    """Acknowledge before any number what weighs on the debtor, whatever else was said and answered."""
    negotiation, reply = decision.negotiation, decision.reply
    told: tuple[Event, ...] = () if negotiation.hardship_told else (HardshipTold(),)
    return Decision(
        replace(negotiation, hardship_told=True),
        (*told, *decision.events),
        replace(reply, acknowledges_hardship=True) if reply else None,
    )


def _after_end(negotiation: Negotiation, heard: Understanding) -> Decision:
    """Answer kindly without reopening; silent when silence was asked for, and never for ever."""
    counted = replace(negotiation, turns=negotiation.turns + 1)
    if negotiation.end in _SILENT_ENDS and heard.intent in _NEED_NO_ANSWER:
        return Decision(counted)
    opted_out = (OptOutHeard(),) if heard.intent is Intent.OPT_OUT else ()
    if counted.turns > _LAST_TURN_ANSWERED:
        return Decision(counted, opted_out)
    if opted_out:
        return Decision(counted, opted_out, say(counted, ReplyKind.OPTED_OUT))
    if negotiation.end is not EndReason.AGREED:
        return Decision(counted, (), say(counted, ReplyKind.AFTER_END))
    terms = negotiation.current.terms if negotiation.current else None
    if heard.intent is Intent.ASK_PAYMENT_METHOD:
        return Decision(counted, (PaymentAskedAgain(),), say(counted, ReplyKind.PAYMENT_AGAIN, terms=terms))
    return Decision(counted, (), say(counted, ReplyKind.AFTER_AGREEMENT, terms=terms))
