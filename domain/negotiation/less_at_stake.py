"""A debt of which part was paid while its debtor negotiates it."""

from dataclasses import replace
from datetime import datetime

from domain.negotiation import strategy
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.events import OfferMade
from domain.negotiation.negotiation import Negotiation, offer
from domain.negotiation.policy import Policy


def less_at_stake(
    negotiation: Negotiation, debt: DebtAtStake, policy: Policy, now: datetime
) -> tuple[Negotiation, tuple[OfferMade, ...]]:
    """Return the negotiation of what is left, under its policy.

    Terms in view are offered anew for it, as they were but for the amount; a yes that was asked for is asked
    for again.
    """
    less = replace(negotiation.with_nothing_asked(), debt=debt, policy=policy)
    if not less.in_view:
        return less, ()
    offered, made = offer(less, strategy.repriced(less.table(now), less.in_view[0]))
    return offered, (made,)
