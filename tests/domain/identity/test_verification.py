from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.identity.verification import Verification

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def failed(*hours_ago: float) -> Verification:
    return Verification(tuple(NOW - timedelta(hours=hours) for hours in hours_ago))


@pytest.mark.parametrize("verification", [failed(), failed(1), failed(24.5, 0.1)])
def test_too_few_failures_within_the_window_lock_nothing(verification: Verification) -> None:
    assert verification.locked_until(NOW, lockout_hours=24, lockout_after=2) is None


def test_the_second_failure_locks_for_the_whole_window_from_itself() -> None:
    assert failed(10, 1).locked_until(NOW, 24, 2) == NOW + timedelta(hours=23)


def test_failures_count_whatever_the_order_they_were_kept_in() -> None:
    assert failed(1, 10).locked_until(NOW, 24, 2) == NOW + timedelta(hours=23)


def test_the_lock_ends_at_its_hour() -> None:
    verification = failed(30, 24)

    assert verification.locked_until(NOW - timedelta(seconds=1), 24, 2) == NOW
    assert verification.locked_until(NOW, 24, 2) is None


def test_a_lock_outlives_the_failure_that_began_its_count() -> None:
    assert failed(40, 20).locked_until(NOW, 24, 2) == NOW + timedelta(hours=4)


def test_one_more_failure_while_locked_extends_the_lock() -> None:
    assert failed(20, 10, 5).locked_until(NOW, 24, 2) == NOW + timedelta(hours=19)


def test_an_old_lock_does_not_come_back_with_one_new_failure() -> None:
    assert failed(100, 99, 1).locked_until(NOW, 24, 2) is None


def test_the_hours_of_the_lock_pass_also_while_daylight_saving_changes() -> None:
    new_york = ZoneInfo("America/New_York")  # 2026-03-08 jumps from 02:00 to 03:00
    evening = datetime(2026, 3, 7, 20, tzinfo=new_york)

    until = Verification((evening, evening)).locked_until(evening, 24, 2)

    assert until == datetime(2026, 3, 8, 21, tzinfo=new_york)
