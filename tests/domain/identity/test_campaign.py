"""How a campaign moves, and how fast."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.campaign import Campaign, CampaignOver, CampaignStatus
from domain.identity.throughput import Throughput, by_minute
from domain.shared.ids import CampaignId

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CAMPAIGN = Campaign(CampaignId(UUID(int=1)), "Novembro", NOON)


def test_a_campaign_is_paused_and_resumed_as_often_as_one_likes() -> None:
    paused = CAMPAIGN.paused().paused()

    assert paused.status is CampaignStatus.PAUSED
    assert paused.resumed().resumed() == CAMPAIGN


def test_a_cancelled_campaign_stays_cancelled() -> None:
    cancelled = CAMPAIGN.paused().cancelled()

    assert cancelled.cancelled() == cancelled
    for move in (cancelled.paused, cancelled.resumed):
        with pytest.raises(CampaignOver, match="cancelada"):
            move()


def test_what_is_finished_cannot_be_moved() -> None:
    finished = Campaign(CAMPAIGN.id, "Novembro", NOON, CampaignStatus.FINISHED)

    for move in (finished.paused, finished.resumed, finished.cancelled):
        with pytest.raises(CampaignOver, match="concluída"):
            move()


def test_a_full_minute_waits_for_the_next() -> None:
    starts = [NOON + timedelta(seconds=second) for second in (1, 20)]

    assert Throughput(3, 99).next_turn(starts, NOON + timedelta(seconds=30)) == NOON + timedelta(seconds=30)
    assert Throughput(2, 99).next_turn(starts, NOON + timedelta(seconds=30)) == NOON + MINUTE
    assert Throughput(2, 99).next_turn(starts, NOON + MINUTE) == NOON + MINUTE


def test_a_full_day_waits_until_its_first_start_is_24_hours_ago() -> None:
    starts = [NOON, NOON + timedelta(hours=3)]
    now = NOON + timedelta(hours=5)

    assert Throughput(9, 2).next_turn(starts, now) == NOON + timedelta(hours=24)
    assert Throughput(9, 2).free(starts, now) == 0
    assert Throughput(9, 2).free(starts, NOON + timedelta(hours=24)) == 1


def test_starts_counted_by_the_minute_are_as_many_starts() -> None:
    assert by_minute([(NOON, 2), (NOON + MINUTE, 1)]) == [NOON, NOON, NOON + MINUTE]


@given(
    seconds=st.lists(st.integers(0, 60 * 60 * 30), max_size=40).map(sorted),
    now=st.integers(60 * 60 * 30, 60 * 60 * 40),
    per_minute=st.integers(1, 5),
    per_day=st.integers(1, 20),
)
def test_a_turn_is_free_exactly_when_it_is_now(
    seconds: list[int], now: int, per_minute: int, per_day: int
) -> None:
    throughput = Throughput(per_minute, per_day)
    starts = [NOON + timedelta(seconds=each) for each in seconds]
    moment = NOON + timedelta(seconds=now)

    turn = throughput.next_turn(starts, moment)

    assert (throughput.free(starts, moment) > 0) == (turn == moment)
    assert throughput.free(starts, turn) > 0
    assert turn == moment or throughput.free(starts, turn - timedelta(microseconds=1)) == 0
