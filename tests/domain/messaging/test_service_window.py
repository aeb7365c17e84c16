"""Free text may go for 24 hours after the debtor wrote."""

from datetime import UTC, datetime, timedelta, timezone

from domain.messaging.service_window import ServiceWindow

WROTE = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
WINDOW = ServiceWindow(WROTE)


def test_it_is_closed_until_the_debtor_writes() -> None:
    assert not ServiceWindow(None).is_open(WROTE)


def test_it_opens_with_the_message_and_closes_24_hours_later_to_the_instant() -> None:
    assert WINDOW.is_open(WROTE)
    assert WINDOW.is_open(WROTE + timedelta(hours=24) - timedelta(microseconds=1))
    assert not WINDOW.is_open(WROTE + timedelta(hours=24))


def test_it_does_not_depend_on_the_time_zone() -> None:
    elsewhere = timezone(timedelta(hours=-3))
    assert WINDOW.is_open(datetime(2026, 11, 21, 6, 59, tzinfo=elsewhere))
    assert not WINDOW.is_open(datetime(2026, 11, 21, 7, 0, tzinfo=elsewhere))
