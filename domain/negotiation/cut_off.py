"""When a conversation ends without a goodbye: nobody would read it, or it goes on elsewhere."""

from dataclasses import replace
from datetime import datetime

from domain.negotiation.events import EndReason, OptOutHeard
from domain.negotiation.negotiation import Decision, Negotiation, Status, end
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import ReplyKind


def stopped(negotiation: Negotiation, now: datetime) -> Decision:
    """Return what follows when the debtor stopped our messages in the channel itself: as if they said so."""
    if negotiation.status is not Status.ACTIVE:
        return Decision(negotiation, (OptOutHeard(),))
    return _silent_end(negotiation, EndReason.OPTED_OUT, Outcome.UNSUCCESSFUL, ReplyKind.OPTED_OUT, now)


def unreachable(negotiation: Negotiation, now: datetime) -> Decision:
    """Return what follows when nothing of ours can reach the debtor: the end, unless it has come before."""
    if negotiation.status is not Status.ACTIVE:
        return Decision(negotiation)
    outcome = Outcome.UNSUCCESSFUL if negotiation.verified else Outcome.NO_CONTACT
    return _silent_end(negotiation, EndReason.UNREACHABLE, outcome, ReplyKind.AFTER_END, now)


def settled(negotiation: Negotiation, now: datetime) -> Decision:
    """Return what follows when the agreement that is negotiated anew was paid meanwhile: the end."""
    outcome = Outcome.UNSUCCESSFUL if negotiation.verified else Outcome.NO_CONTACT
    return _silent_end(negotiation, EndReason.SETTLED, outcome, ReplyKind.AFTER_END, now)


def _silent_end(
    negotiation: Negotiation, reason: EndReason, outcome: Outcome, kind: ReplyKind, now: datetime
) -> Decision:
    ended = end(replace(negotiation, last_activity_at=now), reason, outcome, kind)
    return replace(ended, reply=None)
