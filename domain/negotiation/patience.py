"""How long Certobot goes on, and when it leaves a person in peace."""

from dataclasses import replace

from domain.negotiation.events import EndReason
from domain.negotiation.negotiation import Decision, Negotiation, Phase, Status, end, keep
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import ReplyKind

# A person who has written this often without an end in sight is better served by a person.
MOST_TURNS = 24
_REFUSALS_HEARD = 2
_INSULTS_HEARD = 3


def hear_refusal(negotiation: Negotiation) -> Decision:
    """Leave the door open at the first refusal, and close it kindly at the second."""
    refused = replace(negotiation, refusals=negotiation.refusals + 1)
    if refused.refusals >= _REFUSALS_HEARD:
        return end(refused, EndReason.REFUSED, Outcome.UNSUCCESSFUL, ReplyKind.REFUSED)
    return keep(refused, ReplyKind.REFUSAL_HEARD)


def hear_insult(negotiation: Negotiation) -> Decision:
    """Answer an insult calmly, and leave at the third."""
    insulted = replace(negotiation, insults=negotiation.insults + 1)
    if insulted.insults >= _INSULTS_HEARD:
        return end(insulted, EndReason.REFUSED, Outcome.UNSUCCESSFUL, ReplyKind.REFUSED)
    return keep(insulted, ReplyKind.ABUSE_HEARD)


def within_patience(before: Negotiation, decision: Decision) -> Decision:
    """Return `decision`, or the end of a conversation that wanders; `before` has counted this turn.

    A message that ends the conversation ends it for its own reason, and terms that wait for a yes get one
    turn more.
    """
    after = decision.negotiation
    most = MOST_TURNS + 1 if after.phase is Phase.AGREEMENT else MOST_TURNS
    if after.status is not Status.ACTIVE or after.turns < most:
        return decision
    return end(before, EndReason.PATIENCE_ENDED, Outcome.UNSUCCESSFUL, ReplyKind.PATIENCE_ENDED)
