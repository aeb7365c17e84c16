"""How fast a service is asked."""

import pytest

from adapters.pace import Pace


def test_a_second_of_calls_goes_at_once_and_the_others_are_spaced() -> None:
    pace = Pace(4, lambda: 100.0)

    assert [pace.wait() for _ in range(7)] == pytest.approx([0, 0, 0, 0, 0.25, 0.5, 0.75])


def test_a_long_rest_earns_no_more_than_a_second_of_calls() -> None:
    now = 100.0
    pace = Pace(4, lambda: now)
    for _ in range(4):
        pace.wait()

    now += 3600

    assert [pace.wait() for _ in range(5)] == pytest.approx([0, 0, 0, 0, 0.25])
