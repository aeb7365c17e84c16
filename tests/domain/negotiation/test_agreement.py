"""An agreement keeps to its schedule; a promise is no discount."""

from dataclasses import replace

import pytest

from domain.negotiation.agreement import AgreementStatus, ScheduleMismatch, agreed, promised
from domain.negotiation.debt_at_stake import NothingOwed
from domain.negotiation.events import OfferMade
from domain.negotiation.reply import Promise
from domain.negotiation.understanding import Intent
from domain.shared.ids import agreement_id_of
from domain.shared.money import brl
from tests.domain.negotiation.builders import (
    CONVERSATION,
    FRIDAY_MORNING,
    MARIA,
    a_debt,
    a_negotiation,
    december,
    offers_in,
)

ID = agreement_id_of(CONVERSATION)


def an_offer() -> OfferMade:
    decision = a_negotiation().verified().talk().says(Intent.PROPOSE, amount="800", installments=3)
    made = decision.events[0]
    assert isinstance(made, OfferMade)
    return made


def test_it_is_born_of_an_offer_with_its_schedule_and_its_policy() -> None:
    made = an_offer()
    agreement = agreed(ID, CONVERSATION, MARIA, made.offer, brl("1000.00"), FRIDAY_MORNING)
    assert agreement.status is AgreementStatus.ACTIVE
    assert agreement.installments == made.offer.terms.installments
    assert (agreement.total, agreement.discount_amount) == (brl("800.00"), brl("200.00"))
    assert agreement.policy_version == "2026-11"


def test_interest_above_the_discount_is_no_negative_discount() -> None:
    made = an_offer()
    agreement = agreed(ID, CONVERSATION, MARIA, made.offer, brl("700.00"), FRIDAY_MORNING)
    assert agreement.discount_amount == brl("0.00")


def test_a_schedule_that_does_not_sum_to_the_total_is_refused() -> None:
    (offered,) = offers_in((an_offer(),))
    agreement = agreed(ID, CONVERSATION, MARIA, offered, brl("1000.00"), FRIDAY_MORNING)
    with pytest.raises(ScheduleMismatch) as refused:
        replace(agreement, total=brl("800.01"))
    assert (refused.value.total, refused.value.scheduled) == (brl("800.01"), brl("800.00"))


def test_a_promise_is_one_payment_and_forgives_nothing() -> None:
    promise = Promise(brl("300.00"), december(10))
    kept = promised(ID, CONVERSATION, MARIA, promise, brl("1000.00"), "2026-11", FRIDAY_MORNING)
    assert kept.status is AgreementStatus.PROMISED
    assert [(each.number, each.amount, each.due_date) for each in kept.installments] == [
        (1, brl("300.00"), december(10))
    ]
    assert kept.discount_amount == brl("0.00")


@pytest.mark.parametrize("balance", ["0.00", "-10.00"])
def test_where_nothing_is_owed_there_is_nothing_to_negotiate(balance: str) -> None:
    with pytest.raises(NothingOwed) as refused:
        a_debt(balance)
    assert refused.value.balance == brl(balance)
