"""Days of business in Brazil: holidays are given, dates are those of São Paulo."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shared.calendar import (
    add_months,
    business_date,
    business_day_from,
    format_day,
    is_business_day,
)

CHRISTMAS = date(2026, 12, 25)  # a Friday


def test_the_date_of_a_moment_is_that_of_sao_paulo() -> None:
    assert business_date(datetime(2026, 11, 21, 2, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert business_date(datetime(2026, 11, 21, 3, 0, tzinfo=UTC)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 12, 24), True),
        (CHRISTMAS, False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 27), False),
        (date(2026, 12, 28), True),
    ],
)
def test_banks_open_from_monday_to_friday_but_on_holidays(day: date, open_: bool) -> None:
    assert is_business_day(day, {CHRISTMAS}) is open_


def test_a_day_on_which_banks_are_closed_becomes_the_next_on_which_they_open() -> None:
    assert business_day_from(CHRISTMAS, {CHRISTMAS}) == date(2026, 12, 28)
    assert business_day_from(CHRISTMAS, frozenset()) == CHRISTMAS


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 25), 1, date(2026, 12, 25)),
        (date(2026, 11, 25), 2, date(2027, 1, 25)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, later: date
) -> None:
    assert add_months(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_are_added_one_by_one_or_all_at_once_to_the_same_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_a_day_is_said_with_its_weekday_and_with_its_year_when_it_is_another() -> None:
    today = date(2026, 11, 20)
    assert format_day(date(2026, 11, 27), today) == "sexta, 27/11"
    assert format_day(date(2027, 1, 5), today) == "terça, 05/01/2027"
