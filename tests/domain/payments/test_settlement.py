"""What is left to pay after the payments that came back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.payments.settlement import NotASettlement, Settlement, SettlementSource, balance_after

DUE = Decimal("333.34")


def paid(amount: str, reference: str = "E1", source: SettlementSource = "pix") -> Settlement:
    return Settlement(1, Decimal(amount), date(2026, 12, 10), source, reference)


cents = st.integers(1, 1_000_000).map(lambda value: str(Decimal(value).scaleb(-2)))
payments = st.lists(
    st.builds(
        paid, cents, st.text("ABC", min_size=1, max_size=2), st.sampled_from(["cnab", "ofx", "pix", "crm"])
    )
)


def test_nothing_paid_leaves_all_that_is_due() -> None:
    assert balance_after(DUE, []) == DUE


def test_paying_in_full_leaves_nothing() -> None:
    assert balance_after(DUE, [paid("333.34")]) == 0


def test_two_payments_both_count() -> None:
    assert balance_after(DUE, [paid("100.00", "E1"), paid("33.34", "E2")]) == Decimal("200.00")


def test_one_payment_told_by_two_sources_counts_once() -> None:
    told_twice = [paid("100.00", "E1", "pix"), paid("100.00", "E1", "ofx")]

    assert balance_after(DUE, told_twice) == Decimal("233.34")


def test_tellings_that_differ_are_settled_in_the_debtors_favour() -> None:
    assert balance_after(DUE, [paid("100.00", "E1"), paid("90.00", "E1")]) == Decimal("233.34")


def test_paying_too_much_leaves_a_negative_balance() -> None:
    assert balance_after(DUE, [paid("400.00")]) == Decimal("-66.66")


@given(settlements=payments)
def test_telling_everything_again_changes_nothing(settlements: list[Settlement]) -> None:
    assert balance_after(DUE, [*settlements, *settlements]) == balance_after(DUE, settlements)


@given(settlements=payments, data=st.data())
def test_the_order_of_the_news_does_not_matter(settlements: list[Settlement], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(settlements))

    assert balance_after(DUE, shuffled) == balance_after(DUE, settlements)


@given(settlements=payments, amount=cents)
def test_a_new_payment_lowers_the_balance_by_its_amount(settlements: list[Settlement], amount: str) -> None:
    news = paid(amount, "never seen before")

    assert balance_after(DUE, [*settlements, news]) == balance_after(DUE, settlements) - news.amount


@pytest.mark.parametrize(
    ("amount", "reference"), [("0.00", "E1"), ("-1.00", "E1"), ("1.00", ""), ("1.00", "  ")]
)
def test_what_pays_nothing_or_cannot_be_told_apart_is_no_settlement(amount: str, reference: str) -> None:
    with pytest.raises(NotASettlement):
        paid(amount, reference)
