"""A delivery status moves forward, whatever the order in which its reports arrive."""

from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messaging.delivery import DeliveryStatus, furthest

statuses = st.sampled_from(DeliveryStatus)
PENDING, SENT, DELIVERED, READ, FAILED = (
    DeliveryStatus.PENDING,
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
    DeliveryStatus.FAILED,
)


@pytest.mark.parametrize(
    ("known", "reported", "now"),
    [
        (PENDING, SENT, SENT),
        (SENT, READ, READ),
        (READ, DELIVERED, READ),
        (DELIVERED, FAILED, DELIVERED),
        (FAILED, DELIVERED, DELIVERED),
        (FAILED, SENT, FAILED),
        (SENT, FAILED, FAILED),
    ],
)
def test_the_later_status_stands(
    known: DeliveryStatus, reported: DeliveryStatus, now: DeliveryStatus
) -> None:
    assert furthest(known, reported) is now


@pytest.mark.parametrize("reports", list(permutations([SENT, DELIVERED, READ, FAILED])))
def test_in_any_order_of_arrival_a_message_that_was_read_is_read(reports: list[DeliveryStatus]) -> None:
    assert reduce(furthest, reports, PENDING) is READ


@given(statuses, statuses, statuses)
def test_order_and_repetition_of_reports_do_not_matter(
    a: DeliveryStatus, b: DeliveryStatus, c: DeliveryStatus
) -> None:
    assert furthest(a, b) is furthest(b, a)
    assert furthest(a, furthest(b, c)) is furthest(furthest(a, b), c)
    assert furthest(a, a) is a


@given(st.lists(statuses))
def test_a_status_never_goes_back(reports: list[DeliveryStatus]) -> None:
    known = PENDING
    for reported in reports:
        before, known = known, furthest(known, reported)
        assert furthest(before, known) is known


def test_what_came_in_stays_received() -> None:
    assert all(furthest(DeliveryStatus.RECEIVED, each) is DeliveryStatus.RECEIVED for each in DeliveryStatus)
