"""Before identity is proven: nothing is disclosed, and only digits move the conversation on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from domain.negotiation import bargaining_phase, strategy
from domain.negotiation.events import EndReason, IdentityMistaken, IdentityProven
from domain.negotiation.negotiation import Decision, Negotiation, Phase, end, offer, say
from domain.negotiation.outcome import Outcome
from domain.negotiation.patience import hear_insult, hear_refusal
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import Intent, Understanding

ProvesIdentity = Callable[[str], bool]

FEWEST_DIGITS = 3

_ENDS = {
    Intent.OPT_OUT: (EndReason.OPTED_OUT, Outcome.UNSUCCESSFUL, ReplyKind.OPTED_OUT),
    Intent.WRONG_PERSON: (EndReason.WRONG_PERSON, Outcome.NO_CONTACT, ReplyKind.WRONG_PERSON),
    Intent.ASK_HUMAN: (EndReason.HUMAN_ASKED, Outcome.UNSUCCESSFUL, ReplyKind.HUMAN_CALLED),
    Intent.LEGAL_THREAT: (EndReason.LEGAL_THREAT, Outcome.UNSUCCESSFUL, ReplyKind.LEGAL_RIGHTS),
}
# What a stranger asks or claims is neither confirmed nor denied; why we write is told as far as it may be.
_EXPLAINED = {
    Intent.SUSPICIOUS: ReplyKind.GENUINE,
    Intent.ASK_DETAILS: ReplyKind.EXPLAIN_CONTACT,
    Intent.DISPUTE: ReplyKind.EXPLAIN_CONTACT,
    Intent.ALREADY_PAID: ReplyKind.EXPLAIN_CONTACT,
    Intent.REJECT: ReplyKind.EXPLAIN_CONTACT,
}
_HEARD_WITH_PATIENCE = {Intent.REFUSE_TO_PAY: hear_refusal, Intent.ABUSE: hear_insult}


def hear(
    negotiation: Negotiation, heard: Understanding, proves_identity: ProvesIdentity, now: datetime
) -> Decision:
    """Answer a message of someone who has not yet proven to be the debtor."""
    if heard.intent in _ENDS:
        return end(negotiation, *_ENDS[heard.intent])
    if heard.cpf_digits is not None and len(heard.cpf_digits) >= FEWEST_DIGITS:
        return _proven(negotiation, now) if proves_identity(heard.cpf_digits) else _mistaken(negotiation)
    if heard.intent in _HEARD_WITH_PATIENCE:
        return _HEARD_WITH_PATIENCE[heard.intent](negotiation)
    if heard.intent is Intent.CALL_LATER:
        return Decision(replace(negotiation, asked_to_wait=True), (), say(negotiation, ReplyKind.CALL_LATER))
    return Decision(negotiation, (), say(negotiation, _EXPLAINED.get(heard.intent) or _asking(negotiation)))


def _asking(negotiation: Negotiation) -> ReplyKind:
    if negotiation.turns > 1:
        return ReplyKind.ASK_DIGITS_AGAIN
    return ReplyKind.WELCOME_BACK if negotiation.resumed else ReplyKind.ASK_DIGITS


def _proven(negotiation: Negotiation, now: datetime) -> Decision:
    proven = IdentityProven(attempts=negotiation.wrong_attempts + 1)
    known = replace(negotiation, verified=True, phase=Phase.NEGOTIATION)
    if known.in_view:
        resumed = bargaining_phase.resume(known, now)
        return replace(resumed, events=(proven, *resumed.events))
    offered, made = offer(known, strategy.opening(known.table(now)))
    reply = say(offered, ReplyKind.OPENING_OFFER, terms=made.offer.terms, reason=made.reason)
    return Decision(offered, (proven, made), reply)


def _mistaken(negotiation: Negotiation) -> Decision:
    mistaken = replace(negotiation, wrong_attempts=negotiation.wrong_attempts + 1)
    left = negotiation.policy.verification_attempts - mistaken.wrong_attempts
    event = IdentityMistaken(attempts_left=left)
    if left <= 0:
        kind = ReplyKind.VERIFICATION_FAILED
        return end(mistaken, EndReason.VERIFICATION_FAILED, Outcome.UNSUCCESSFUL, kind, event)
    reply = replace(say(mistaken, ReplyKind.WRONG_DIGITS), attempts_left=left)
    return Decision(mistaken, (event,), reply)
