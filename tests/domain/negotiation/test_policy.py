"""A policy that contradicts itself is refused, and the field that does is named."""

from datetime import date
from decimal import Decimal

import pytest

from domain.negotiation.policy import PolicyContradiction
from tests.domain.negotiation.builders import a_policy, december, november


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", ""),
        ("version", "  "),
        ("max_discount_percent", Decimal(-1)),
        ("max_discount_percent", Decimal("99.01")),
        ("max_discount_percent", Decimal("NaN")),
        ("opening_discount_percent", Decimal(41)),
        ("opening_discount_percent", Decimal(-1)),
        ("installment_discounts", ((7, Decimal(41)),)),
        ("installment_discounts", ((0, Decimal(10)),)),
        ("installment_discounts", ((7, Decimal(-1)),)),
        ("max_installments", 0),
        ("max_installments", 121),
        ("min_payment", Decimal(0)),
        ("min_payment", Decimal("0.001")),
        ("min_payment", Decimal("Infinity")),
        ("min_installment", Decimal(-5)),
        ("min_installment", Decimal("10.005")),
        ("first_due_days", (10, 1)),
        ("first_due_days", (-1, 10)),
        ("first_due_days", (1, 366)),
        ("due_days", (0,)),
        ("due_days", (5, 29)),
        ("monthly_interest_percent", Decimal("20.01")),
        ("monthly_interest_percent", Decimal("0.001")),
        ("monthly_interest_percent", Decimal("NaN")),
        ("late_fine_percent", Decimal("2.01")),
        ("late_fine_percent", Decimal(-1)),
        ("late_interest_percent", Decimal(21)),
        ("conversation_timeout_seconds", 0),
        ("conversation_timeout_seconds", 86_401),
        ("verification_attempts", 0),
        ("verification_attempts", 11),
        ("lockout_hours", -1),
        ("lockout_hours", 8_761),
        ("concession_steps", 0),
        ("concession_steps", 9),
        ("promise_days", -1),
        ("promise_days", 366),
    ],
)
def test_each_contradiction_names_its_field(field: str, value: object) -> None:
    with pytest.raises(PolicyContradiction) as refused:
        a_policy(**{field: value})
    assert refused.value.field == field
    assert str(refused.value).startswith(f"{field} = ")
    assert refused.value.allowed in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [
        ("first_due_days", (10, 1), "[10, 1]"),
        ("due_days", (31,), "[31]"),
        ("installment_discounts", ((7, Decimal(50)),), "[7 = 50]"),
    ],
)
def test_a_list_is_shown_as_it_was_written(field: str, value: object, written: str) -> None:
    with pytest.raises(PolicyContradiction) as refused:
        a_policy(**{field: value})
    assert refused.value.value == written


def test_the_bounds_themselves_are_allowed() -> None:
    a_policy(max_discount_percent=Decimal(99), opening_discount_percent=Decimal(99))
    a_policy(max_discount_percent=Decimal(0), opening_discount_percent=Decimal(0))
    a_policy(first_due_days=(0, 365), due_days=(1, 28), late_fine_percent=Decimal(2))
    a_policy(monthly_interest_percent=Decimal("0.01"), min_payment=Decimal("0.01"))


def test_the_maximum_discount_is_lowered_from_a_number_of_instalments_on() -> None:
    policy = a_policy(installment_discounts=((7, Decimal(20)), (3, Decimal(30))))
    assert [policy.max_discount(n) for n in (1, 2, 3, 6, 7, 12)] == [40, 40, 30, 30, 20, 20]


def test_one_objection_is_worth_an_equal_part_of_the_way_to_the_maximum() -> None:
    assert a_policy().concession == Decimal("7.5")


@pytest.mark.parametrize(
    ("rate", "installments", "factor"),
    # n × i ÷ (1 − (1 + i)⁻ⁿ), computed apart with 1,02¹² = 1,268241794562545318301696
    [("0", 12, "1"), ("2", 1, "1"), ("2", 12, "1.13471515948"), ("1", 2, "1.01502487562")],
)
def test_the_interest_of_a_plan_is_that_of_the_tabela_price(
    rate: str, installments: int, factor: str
) -> None:
    policy = a_policy(monthly_interest_percent=Decimal(rate))
    assert abs(policy.interest_factor(installments) - Decimal(factor)) < Decimal("1e-10")


def test_first_payments_fall_within_the_window() -> None:
    dates = a_policy(first_due_days=(1, 3)).first_due_dates(november(20))
    assert dates == (november(21), november(22), november(23))


def test_first_payments_fall_on_the_days_that_the_policy_names() -> None:
    dates = a_policy(first_due_days=(1, 20), due_days=(5, 28)).first_due_dates(november(20))
    assert dates == (november(28), december(5))


def test_when_no_such_day_lies_in_the_window_the_next_one_is_taken() -> None:
    assert a_policy(due_days=(15,)).first_due_dates(december(20)) == (date(2027, 1, 15),)
