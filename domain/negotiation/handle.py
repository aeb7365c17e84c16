"""The one door by which a debtor's message reaches a negotiation."""

from dataclasses import replace
from datetime import datetime

from domain.negotiation import agreement_phase, bargaining_phase, verification_phase
from domain.negotiation.ending_in_doubt import as_answered, asked_first, asked_whether
from domain.negotiation.events import (
    EndReason,
    Event,
    HardshipTold,
    OptOutHeard,
    ReceiptSent,
)
from domain.negotiation.identity_again import hear_after_agreement, lapsed_identity, must_prove_again
from domain.negotiation.negotiation import Decision, Negotiation, Phase, Status, end, say
from domain.negotiation.outcome import Outcome
from domain.negotiation.patience import MOST_TURNS, within_patience
from domain.negotiation.reply import ReplyKind, Unread
from domain.negotiation.understanding import UNREADABLE, Intent, Understanding
from domain.negotiation.verification_phase import FEWEST_DIGITS, ProvesIdentity

_LAST_TURN_ANSWERED = MOST_TURNS + 10
_SILENT_ENDS = frozenset({EndReason.OPTED_OUT, EndReason.WRONG_PERSON})
_HALF_A_YES = Understanding(Intent.ACCEPT, firm=False)
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
# Beside a receipt these say no more than the receipt does.
_SAID_BY_THE_RECEIPT = frozenset(
    {Intent.ALREADY_PAID, Intent.THANKS, Intent.GREETING, Intent.ACCEPT, Intent.UNKNOWN}
)


def handle(
    negotiation: Negotiation, understanding: Understanding, now: datetime, proves_identity: ProvesIdentity
) -> Decision:
    """Return what a message leads to, whatever it says and whatever state the conversation is in.

    `proves_identity` tells whether digits open the debtor's CPF; it is the identity context's rule.
    """
    negotiation, heard = as_answered(negotiation, understanding.plausible())
    if negotiation.status is not Status.ACTIVE:
        return _long_after_end(negotiation, heard, now, proves_identity)
    listening = _listening(negotiation, now)
    if listening.phase is Phase.VERIFICATION:
        decision = verification_phase.hear(listening, heard, proves_identity, now)
    else:
        decision = bargaining_phase.hear(listening, heard, now)
    decision = within_patience(listening, asked_first(listening, heard, decision))
    return _acknowledging_hardship(decision) if heard.hardship else decision


def handle_media(negotiation: Negotiation, now: datetime, sent: Unread = Unread.UNSUPPORTED) -> Decision:
    """Return what a message without words leads to: it is kept, and the debtor is asked to write."""
    if negotiation.status is not Status.ACTIVE:
        return remarking(_long_after_end(negotiation, UNREADABLE, now, _proves_nothing), sent)
    listening = _listening(negotiation, now)
    waiting = listening.with_nothing_asked()
    decision = Decision(waiting, (), say(waiting, ReplyKind.MEDIA_NOT_READ))
    return within_patience(listening, remarking(decision, sent))


def handle_reaction(negotiation: Negotiation, now: datetime) -> Decision:
    """Return what an emoji on a message of ours leads to: it is never a yes.

    Terms that wait for a yes are put once more, anything else is asked for in words: once, not each time.
    """
    if negotiation.status is not Status.ACTIVE or negotiation.reaction_answered:
        return Decision(negotiation)
    listening = _listening(negotiation, now)
    if listening.phase is Phase.AGREEMENT:
        decision = bargaining_phase.hear(listening, _HALF_A_YES, now)
    else:
        decision = Decision(listening, (), say(listening, ReplyKind.MEDIA_NOT_READ))
    answered = replace(decision, negotiation=replace(decision.negotiation, reaction_answered=True))
    return within_patience(listening, remarking(answered, Unread.REACTION))


def handle_receipt(
    negotiation: Negotiation, understanding: Understanding, now: datetime, proves_identity: ProvesIdentity
) -> Decision:
    """Return what a file that is said to prove a payment leads to: a person checks it, nobody believes it.

    What was said beside it is answered too. A yes beside it founds nothing: it may mean the payment.
    """
    counted = replace(negotiation, receipts=negotiation.receipts + 1)
    heard = understanding.plausible()
    if heard.intent in _SAID_BY_THE_RECEIPT:
        decision = _receipt_alone(counted, now)
    else:
        decision = remarking(handle(counted, heard, now, proves_identity), Unread.RECEIPT)
    return replace(decision, events=(ReceiptSent(), *decision.events))


def remarking(decision: Decision, sent: Unread | None) -> Decision:
    """Return `decision` with a word on what came along and could not be seen or heard."""
    if decision.reply is None or sent is None:
        return decision
    return replace(decision, reply=replace(decision.reply, unread=sent))


def handle_despair(negotiation: Negotiation, now: datetime) -> Decision:
    """Stop negotiating with somebody who writes of ending their life, and tell where help is, always."""
    if negotiation.status is not Status.ACTIVE:
        counted = replace(negotiation, turns=negotiation.turns + 1)
        return Decision(counted, (), say(counted, ReplyKind.CARE))
    listening = _listening(negotiation, now)
    return end(listening, EndReason.DESPAIR, Outcome.UNSUCCESSFUL, ReplyKind.CARE)


def _receipt_alone(negotiation: Negotiation, now: datetime) -> Decision:
    if negotiation.status is not Status.ACTIVE:
        known, lapsed = lapsed_identity(negotiation, now)
        counted = replace(known, turns=known.turns + 1)
        if counted.end in _SILENT_ENDS or counted.patience_spent > _LAST_TURN_ANSWERED:
            return Decision(counted, lapsed)
        concerns = counted.verified or counted.agreement_id is not None
        kind = ReplyKind.RECEIPT_UNDER_CHECK if concerns else ReplyKind.AFTER_END
        return remarking(Decision(counted, lapsed, say(counted, kind)), Unread.RECEIPT)
    listening = _listening(negotiation, now)
    if listening.verified:
        kind = ReplyKind.RECEIPT_UNDER_CHECK
        return end(listening, EndReason.ALREADY_PAID, Outcome.UNSUCCESSFUL, kind)
    return within_patience(listening, Decision(listening, (), say(listening, ReplyKind.RECEIPT_UNDER_CHECK)))


def _proves_nothing(_digits: str) -> bool:
    return False


def _listening(negotiation: Negotiation, now: datetime) -> Negotiation:
    return replace(
        negotiation,
        turns=negotiation.turns + 1,
        last_activity_at=now,
        asked_to_wait=False,
        reaction_answered=False,
    )


def _acknowledging_hardship(decision: Decision) -> Decision:
    """Acknowledge before any number what weighs on the debtor, whatever else was said and answered."""
    negotiation, reply = decision.negotiation, decision.reply
    told: tuple[Event, ...] = () if negotiation.hardship_told else (HardshipTold(),)
    return Decision(
        replace(negotiation, hardship_told=True),
        (*told, *decision.events),
        replace(reply, acknowledges_hardship=True) if reply else None,
    )


def _long_after_end(
    negotiation: Negotiation, heard: Understanding, now: datetime, proves_identity: ProvesIdentity
) -> Decision:
    """Answer after the end whoever proved who they are, and has not been silent for too long since."""
    known, lapsed = lapsed_identity(negotiation, now)
    decision = _after_end(known, heard, proves_identity)
    seen = (
        replace(decision.negotiation, seen_at=now) if decision.negotiation.verified else decision.negotiation
    )
    return Decision(seen, (*lapsed, *decision.events), decision.reply)


def _after_end(negotiation: Negotiation, heard: Understanding, proves_identity: ProvesIdentity) -> Decision:
    """Answer kindly without reopening; silent when silence was asked for, and never for ever."""
    counted = replace(negotiation, turns=negotiation.turns + 1)
    if negotiation.end in _SILENT_ENDS and heard.intent in _NEED_NO_ANSWER:
        return Decision(counted)
    opts_out = heard.intent is Intent.OPT_OUT
    opted_out = (OptOutHeard(),) if opts_out and heard.firm else ()
    if counted.patience_spent > _LAST_TURN_ANSWERED:
        return Decision(counted, opted_out)
    if opts_out and not heard.firm:
        return asked_whether(counted, heard.intent)
    if opted_out:
        return Decision(counted, opted_out, say(counted, ReplyKind.OPTED_OUT))
    if must_prove_again(counted):
        wanted = counted.payment_wanted or heard.intent is Intent.ASK_PAYMENT_METHOD
        counted = replace(counted, payment_wanted=wanted)
        asked = hear_after_agreement(counted, heard, proves_identity, FEWEST_DIGITS)
        if asked.reply is not None:
            return asked
        answered = _after_end(asked.negotiation, heard, proves_identity)
        known = replace(answered.negotiation, turns=counted.turns)
        return Decision(known, (*asked.events, *answered.events), answered.reply)
    if negotiation.end is not EndReason.AGREED:
        return Decision(counted, (), say(counted, ReplyKind.AFTER_END))
    return agreement_phase.hear(counted, heard)
