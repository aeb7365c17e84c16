"""What a debt may cost: floors, full prices, and how many instalments it bears."""

from decimal import Decimal

import pytest

from domain.negotiation.offer import PriceList
from domain.shared.money import brl
from tests.domain.negotiation.builders import a_policy, november


def prices(balance: str = "1000.00", **policy: object) -> PriceList:
    return PriceList(brl(balance), a_policy(**policy))


@pytest.mark.parametrize(("installments", "floor"), [(1, "600.00"), (12, "600.00")])
def test_the_floor_is_the_debt_less_the_largest_discount(installments: int, floor: str) -> None:
    assert prices().floor(installments) == brl(floor)


def test_the_floor_is_rounded_up_to_the_cent() -> None:
    assert prices("99.99").floor(1) == brl("60.00")  # 59,994


def test_the_floor_of_a_plan_is_bounded_by_the_least_instalment() -> None:
    assert prices(min_installment=Decimal("70.00")).floor(12) == brl("840.00")


def test_the_least_payment_never_asks_for_more_than_the_debt() -> None:
    assert prices("30.00").floor(1) == prices("30.00").full(1) == brl("30.00")


@pytest.mark.parametrize(("balance", "most"), [("49.99", 1), ("99.99", 1), ("100.00", 2), ("9000.00", 12)])
def test_a_debt_bears_as_many_instalments_as_the_least_one_fits_in(balance: str, most: int) -> None:
    listed = prices(balance)
    assert listed.most_installments == most
    assert listed.allows(most)
    assert not listed.allows(most + 1)
    assert not listed.allows(0)


def test_a_price_is_held_at_the_floor() -> None:
    assert prices().at(Decimal(70), 1) == brl("600.00")
    assert prices().discounted(Decimal(70), 1) == brl("300.00")


def test_terms_say_the_discount_on_the_debt_without_the_interest() -> None:
    listed = prices(monthly_interest_percent=Decimal(2))
    terms = listed.terms(listed.at(Decimal(25), 12), 12, november(25))
    assert terms.discount_percent == Decimal("25.00")


def test_terms_say_how_much_of_the_total_is_interest() -> None:
    listed = prices(monthly_interest_percent=Decimal(2))

    # Tabela Price: 12 x 0,02 / (1 - 1,02^-12) = 1,134715...
    assert listed.terms(brl("851.04"), 12, november(25)).interest == brl("101.04")
    assert listed.terms(listed.full(12), 12, november(25)).interest == listed.full(12) - brl("1000.00")
    assert listed.terms(brl("900.00"), 1, november(25)).interest == 0
    assert prices().terms(brl("900.00"), 12, november(25)).interest == 0


def test_terms_dearer_than_the_debt_have_no_discount() -> None:
    listed = prices(monthly_interest_percent=Decimal(2))
    assert listed.terms(listed.full(12), 12, november(25)).discount_percent == Decimal("0.00")


def test_a_comfortable_date_is_taken_when_none_is_named() -> None:
    assert prices().nearest_due(None, november(20)) == november(25)


def test_of_two_dates_as_near_the_earlier_is_taken() -> None:
    listed = prices(due_days=(22, 24))
    assert listed.nearest_due(november(23), november(20)) == november(22)
