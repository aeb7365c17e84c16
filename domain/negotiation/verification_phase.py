"""Before identity is proven: nothing is disclosed, and only digits move the conversation on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from domain.negotiation import strategy
from domain.negotiation.events import EndReason, HardshipTold, IdentityMistaken, IdentityProven
from domain.negotiation.negotiation import Decision, Negotiation, Phase, end, offer, say
from domain.negotiation.outcome import Outcome
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
_CURIOUS = frozenset(
    {Intent.SUSPICIOUS, Intent.ASK_DETAILS, Intent.DISPUTE, Intent.ALREADY_PAID, Intent.REFUSE_TO_PAY}
)


def hear(
    negotiation: Negotiation, heard: Understanding, now: datetime, proves_identity: ProvesIdentity
) -> Decision:
    """Answer a message of someone who has not yet proven to be the debtor."""
    if heard.intent in _ENDS:
        return end(negotiation, *_ENDS[heard.intent])
    if heard.cpf_digits is not None and len(heard.cpf_digits) >= FEWEST_DIGITS:
        return _check(negotiation, heard, now, correct=proves_identity(heard.cpf_digits))
    if heard.intent is Intent.CALL_LATER:
        return Decision(replace(negotiation, asked_to_wait=True), (), say(negotiation, ReplyKind.CALL_LATER))
    if heard.intent in _CURIOUS:
        return Decision(negotiation, (), say(negotiation, ReplyKind.EXPLAIN_CONTACT))
    return Decision(negotiation, (), say(negotiation, _asking(negotiation)))


def _asking(negotiation: Negotiation) -> ReplyKind:
    if negotiation.turns > 1:
        return ReplyKind.ASK_DIGITS_AGAIN
    return ReplyKind.WELCOME_BACK if negotiation.resumed else ReplyKind.ASK_DIGITS


def _check(negotiation: Negotiation, heard: Understanding, now: datetime, *, correct: bool) -> Decision:
    return _proven(negotiation, heard, now) if correct else _mistaken(negotiation)


def _proven(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    proven = IdentityProven(attempts=negotiation.wrong_attempts + 1)
    known = replace(
        negotiation,
        verified=True,
        phase=Phase.NEGOTIATION,
        hardship_told=negotiation.hardship_told or heard.hardship,
    )
    offered, made = offer(known, strategy.opening(known.table(now)), now)
    told = (HardshipTold(),) if known.hardship_told else ()
    reply = say(
        offered, ReplyKind.OPENING_OFFER, terms=made.offer.terms, acknowledges_hardship=known.hardship_told
    )
    return Decision(offered, (proven, *told, made), replace(reply, reason=made.reason))


def _mistaken(negotiation: Negotiation) -> Decision:
    mistaken = replace(negotiation, wrong_attempts=negotiation.wrong_attempts + 1)
    left = negotiation.policy.verification_attempts - mistaken.wrong_attempts
    event = IdentityMistaken(attempts_left=left)
    if left <= 0:
        kind = ReplyKind.VERIFICATION_FAILED
        return end(mistaken, EndReason.VERIFICATION_FAILED, Outcome.UNSUCCESSFUL, kind, event)
    reply = replace(say(mistaken, ReplyKind.WRONG_DIGITS), attempts_left=left)
    return Decision(mistaken, (event,), reply)
