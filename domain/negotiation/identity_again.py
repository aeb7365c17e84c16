"""Identity that was proven once and must be proven again, because somebody else may be writing now.

A number that changed, or another account on the same number, may be the debtor with a new telephone or a
stranger with the old one, and a day of silence is long enough for a telephone to change hands. Nobody can
tell but the debtor: nothing more is disclosed before the digits are given again, also after the agreement.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.negotiation.events import IdentityDoubted, IdentityLapsed, IdentityMistaken, IdentityProven
from domain.negotiation.negotiation import Decision, Negotiation, Phase, Status, say
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import Understanding

_PROOF_LASTS = timedelta(hours=24)


def doubt_identity(negotiation: Negotiation) -> tuple[Negotiation, tuple[IdentityDoubted, ...]]:
    """Return the negotiation with someone who has proven nothing yet; what was offered stays offered."""
    if not negotiation.verified:
        return negotiation, ()
    phase = Phase.VERIFICATION if negotiation.status is Status.ACTIVE else negotiation.phase
    doubted = replace(negotiation.with_nothing_asked(), verified=False, phase=phase)
    return doubted, (IdentityDoubted(),)


def lapsed_identity(
    negotiation: Negotiation, now: datetime
) -> tuple[Negotiation, tuple[IdentityLapsed, ...]]:
    """Return the negotiation as unproven when its agreement's debtor has not been heard of for a day.

    By then the telephone may be in other hands, and nothing may be written freely either.
    """
    last_seen = negotiation.seen_at or negotiation.last_activity_at
    if negotiation.agreement_id is None or not negotiation.verified or now - last_seen <= _PROOF_LASTS:
        return negotiation, ()
    lapsed = replace(negotiation, verified=False, second_copy_offered=False, patience_from=negotiation.turns)
    return lapsed, (IdentityLapsed(),)


def must_prove_again(negotiation: Negotiation) -> bool:
    """Tell whether an agreement stands whose debtor may not be the one who writes now."""
    return negotiation.agreement_id is not None and not negotiation.verified


def hear_after_agreement(
    negotiation: Negotiation, heard: Understanding, proves_identity: Callable[[str], bool], fewest_digits: int
) -> Decision:
    """Ask whoever writes for their digits; right ones are taken, and the caller may answer what was asked."""
    left = negotiation.policy.verification_attempts - negotiation.wrong_attempts
    if left <= 0:
        return Decision(negotiation, (), say(negotiation, ReplyKind.AFTER_END))
    digits = heard.cpf_digits
    if digits is None or len(digits) < fewest_digits:
        return Decision(negotiation, (), say(negotiation, ReplyKind.WELCOME_BACK))
    if proves_identity(digits):
        proven = IdentityProven(attempts=negotiation.wrong_attempts + 1)
        return Decision(replace(negotiation, verified=True), (proven,))
    mistaken = replace(negotiation, wrong_attempts=negotiation.wrong_attempts + 1)
    event = IdentityMistaken(attempts_left=left - 1)
    if left == 1:
        return Decision(mistaken, (event,), say(mistaken, ReplyKind.VERIFICATION_FAILED))
    reply = replace(say(mistaken, ReplyKind.WRONG_DIGITS), attempts_left=left - 1)
    return Decision(mistaken, (event,), reply)
