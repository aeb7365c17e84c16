"""A debt is prescribed five years after it fell due, and not a day before."""

from dataclasses import replace
from datetime import date

import pytest

from domain.identity.debt import is_prescribed
from tests.domain.identity.contact_case import ALIVE


@pytest.mark.parametrize(
    ("due", "today", "prescribed"),
    [
        (date(2021, 11, 20), date(2026, 11, 19), False),
        (date(2021, 11, 20), date(2026, 11, 20), False),
        (date(2021, 11, 20), date(2026, 11, 21), True),
        (date(2024, 2, 29), date(2029, 2, 28), False),
        (date(2024, 2, 29), date(2029, 3, 1), True),
    ],
)
def test_five_years_to_the_day(due: date, today: date, prescribed: bool) -> None:
    assert is_prescribed(replace(ALIVE, due_date=due), today) is prescribed
