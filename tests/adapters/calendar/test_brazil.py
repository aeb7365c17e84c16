from datetime import date

import pytest

from adapters.calendar.brazil import BrazilianHolidays
from application.ports.holiday_calendar import HolidayCalendar
from domain.identity.states import UFS


@pytest.fixture
def calendar() -> HolidayCalendar:
    return BrazilianHolidays()


def test_the_national_holidays_of_2026_are_those_of_federal_law(calendar: HolidayCalendar) -> None:
    # Leis 662/1949, 6.802/1980, 9.093/1995 and 14.759/2023; Easter of 2026 is on April 5.
    assert calendar.holidays(None, 2026) == {
        date(2026, month, day)
        for month, day in [
            (1, 1),
            (4, 3),
            (4, 21),
            (5, 1),
            (9, 7),
            (10, 12),
            (11, 2),
            (11, 15),
            (11, 20),
            (12, 25),
        ]
    }


def test_a_state_adds_its_own(calendar: HolidayCalendar) -> None:
    constitutionalist_revolution = date(2026, 7, 9)

    assert calendar.holidays("SP", 2026) - calendar.holidays(None, 2026) == {constitutionalist_revolution}
    assert constitutionalist_revolution not in calendar.holidays("MG", 2026)


def test_carnival_is_no_legal_holiday_but_rio_has_made_its_tuesday_one(calendar: HolidayCalendar) -> None:
    assert date(2026, 2, 17) not in calendar.holidays("SP", 2026)
    assert date(2026, 2, 17) in calendar.holidays("RJ", 2026)


def test_several_years_are_answered_together(calendar: HolidayCalendar) -> None:
    christmases = {date(2026, 12, 25), date(2027, 12, 25)}

    assert christmases <= calendar.holidays("SP", 2026, 2027)
    assert calendar.holidays("SP") == frozenset()


@pytest.mark.parametrize("uf", sorted(UFS))
def test_every_state_has_at_least_the_national_holidays(calendar: HolidayCalendar, uf: str) -> None:
    assert calendar.holidays(uf, 2026) >= calendar.holidays(None, 2026)


def test_a_state_that_does_not_exist_has_the_national_ones(calendar: HolidayCalendar) -> None:
    assert calendar.holidays("XX", 2026) == calendar.holidays(None, 2026)
