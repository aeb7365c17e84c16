"""Money: two places, quantised once, split without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shared.money import CENT, ZERO, NotMoney, brl, ceil_to_cent, format_brl, split_evenly


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("1500", "1500.00"),
        ("0.1", "0.10"),
        ("-3.5", "-3.50"),
        (7, "7.00"),
        (Decimal("0.125"), "0.12"),
        (Decimal("0.135"), "0.14"),
    ],
)
def test_an_amount_has_two_places_with_halves_to_even(value: Decimal | int | str, amount: str) -> None:
    assert str(brl(value)) == amount


@pytest.mark.parametrize(
    "value",
    [
        "",
        "abc",
        "1.234,56",
        "1,5",
        "1e5",
        "NaN",
        "Infinity",
        " 1",
        "1_000",
        "١٢",
        "1" * 30,
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        Decimal("1e40"),
    ],
)
def test_what_is_no_amount_is_refused_with_what_was_given(value: Decimal | str) -> None:
    with pytest.raises(NotMoney) as refused:
        brl(value)
    assert str(refused.value.text) == str(value)


def test_a_floor_is_never_undercut_by_rounding() -> None:
    assert ceil_to_cent(Decimal("59.9901")) == brl("60.00")
    assert ceil_to_cent(Decimal("59.99")) == brl("59.99")


def test_the_first_parts_carry_the_spare_cents() -> None:
    assert split_evenly(brl("100.00"), 3) == (brl("33.34"), brl("33.33"), brl("33.33"))
    assert split_evenly(brl("0.01"), 2) == (brl("0.01"), ZERO)


@given(st.integers(0, 10**12), st.integers(1, 120))
def test_the_parts_sum_to_the_whole_and_differ_by_a_cent_at_most(cents: int, parts: int) -> None:
    amounts = split_evenly(cents * CENT, parts)
    assert len(amounts) == parts
    assert sum(amounts, ZERO) == cents * CENT
    assert max(amounts) - min(amounts) <= CENT
    assert list(amounts) == sorted(amounts, reverse=True)


@pytest.mark.parametrize(
    ("amount", "written"),
    [("0.00", "R$ 0,00"), ("5.50", "R$ 5,50"), ("1234.56", "R$ 1.234,56"), ("1234567.8", "R$ 1.234.567,80")],
)
def test_an_amount_is_written_as_in_brazil(amount: str, written: str) -> None:
    assert format_brl(Decimal(amount)) == written
