"""A hard situation is acknowledged before any number, and answered with the lightest terms."""

from domain.negotiation.events import HardshipTold, OfferMade
from domain.negotiation.reply import Reason, ReplyKind
from domain.negotiation.understanding import Intent
from tests.domain.negotiation.builders import (
    Conversation,
    a_negotiation,
    a_policy,
    kinds_of,
    november,
    plan,
)


def verified() -> Conversation:
    return a_negotiation().verified().talk()


def test_it_is_acknowledged_and_answered_with_the_lightest_terms() -> None:
    talk = verified()

    decision = talk.says(Intent.HARDSHIP)

    assert kinds_of(decision.events) == [HardshipTold, OfferMade]
    assert (talk.reply.kind, talk.reply.reason) == (ReplyKind.HARDSHIP_OFFER, Reason.HARDSHIP)
    assert talk.reply.acknowledges_hardship
    assert plan(talk.reply.terms) == ("825.00", 12, november(30))


def test_beside_a_proposal_it_is_acknowledged_too() -> None:
    talk = verified()
    talk.says(Intent.PROPOSE, amount="700", hardship=True)
    assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
    assert talk.reply.acknowledges_hardship


def test_it_is_recorded_once_and_acknowledged_each_time() -> None:
    talk = verified()
    talk.says(Intent.HARDSHIP)
    decision = talk.says(Intent.ASK_DETAILS, hardship=True)
    assert decision.events == ()
    assert talk.reply.acknowledges_hardship


def test_told_again_and_again_it_leads_to_the_floor_and_no_further() -> None:
    talk = verified()
    for _ in range(6):
        talk.says(Intent.HARDSHIP)
    assert talk.reply.kind is ReplyKind.FLOOR_HELD
    assert plan(talk.reply.terms) == ("600.00", 12, november(30))


def test_under_a_policy_of_cash_alone_it_is_a_later_date() -> None:
    talk = a_negotiation().under(a_policy(max_installments=1)).verified().talk()
    talk.says(Intent.HARDSHIP)
    assert plan(talk.reply.terms) == ("825.00", 1, november(30))
