"""What is plausible of what a reader understood."""

from decimal import Decimal

import pytest

from domain.negotiation.understanding import UNREADABLE, Intent
from domain.shared.money import brl
from tests.domain.negotiation.builders import november, understood


def test_what_can_be_paid_is_kept() -> None:
    heard = understood(
        Intent.PROPOSE, amount="300", installments=3, due_date=november(25), discount_percent="100"
    )
    assert heard.plausible() == heard


def test_an_amount_is_rounded_to_the_cent() -> None:
    assert understood(Intent.PROPOSE, amount="299.999").plausible().amount == brl("300.00")


@pytest.mark.parametrize("amount", ["0", "-1", "0.009", "NaN", "sNaN", "-Infinity", "1e12"])
def test_an_amount_that_nobody_can_pay_is_dropped_with_what_it_is(amount: str) -> None:
    heard = understood(Intent.PROPOSE, amount=amount).plausible()
    assert (heard.amount, heard.amount_is) == (None, None)


@pytest.mark.parametrize("percent", ["0", "-5", "100.01", "NaN"])
def test_a_discount_that_nobody_can_have_is_dropped(percent: str) -> None:
    assert understood(Intent.ASK_DISCOUNT, discount_percent=percent).plausible().discount_percent is None


@pytest.mark.parametrize("installments", [0, -3])
def test_no_instalments_at_all_are_none_named(installments: int) -> None:
    assert understood(Intent.PROPOSE, installments=installments).plausible().installments is None


def test_to_tell_of_hardship_is_to_have_hardship() -> None:
    assert understood(Intent.HARDSHIP).plausible().hardship


def test_terms_are_named_by_any_figure_or_date() -> None:
    assert not UNREADABLE.names_terms
    assert not understood(Intent.IDENTIFY, cpf_digits="529", hardship=True).names_terms
    assert understood(Intent.PROPOSE, amount="1").names_terms
    assert understood(Intent.PROPOSE, installments=1).names_terms
    assert understood(Intent.PROPOSE, due_date=november(25)).names_terms
    assert understood(Intent.ASK_DISCOUNT, discount_percent=str(Decimal(10))).names_terms
