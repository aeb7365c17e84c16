"""How a campaign moves, and how fast."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.campaign import Campaign, CampaignOver, CampaignStatus
from domain.identity.throughput import Throughput, started
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
    starts = [NOON, NOON + timedelta(seconds=20)]

    assert Throughput(3, 99).next_turn(starts, NOON + timedelta(seconds=50)) == NOON + timedelta(seconds=50)
    assert Throughput(2, 99).next_turn(starts, NOON + timedelta(seconds=50)) == NOON + MINUTE
    assert Throughput(2, 99).next_turn(starts, NOON + MINUTE) == NOON + MINUTE


@pytest.mark.parametrize("per_minute", [1, 7, 20, 40, 60, 90, 600, 1_000])
def test_a_minutes_worth_comes_evenly_to_who_looks_about_once_a_second(per_minute: int) -> None:
    throughput = Throughput(per_minute, 100_000)
    looks = [NOON + timedelta(seconds=37.2 + 1.02 * look) for look in range(300)]
    starts: list[datetime] = []
    for now in looks:
        starts += [now] * throughput.free(starts, now)

    together = Counter(starts)
    assert max(together.values()) <= per_minute / 60 + 1.1
    assert 0.88 <= len(starts) / (per_minute * 5.1) <= 1.01 + 1 / per_minute
    waits = [(after - before).total_seconds() for before, after in pairwise(sorted(together))]
    assert max(waits) <= 60 / per_minute + 1.03


def test_a_plan_has_them_exactly_as_far_apart_as_the_minute_lets() -> None:
    throughput, starts = Throughput(4, 99), list[datetime]()
    for _ in range(6):
        starts.append(throughput.next_turn(starts, max([NOON, *starts])))

    assert [(start - NOON).total_seconds() for start in starts] == [0, 15, 30, 45, 60, 75]


def test_a_pause_is_not_made_up_for() -> None:
    starts = [NOON + timedelta(seconds=second) for second in range(10)]
    later = NOON + timedelta(seconds=45)

    assert Throughput(60, 999).free(starts, later) == 1
    assert Throughput(300, 999).free(starts, later) == 5


def test_a_full_day_waits_until_its_first_start_is_24_hours_ago() -> None:
    starts = [NOON, NOON + timedelta(hours=3)]
    now = NOON + timedelta(hours=5)

    assert Throughput(9, 2).next_turn(starts, now) == NOON + timedelta(hours=24)
    assert Throughput(9, 2).free(starts, now) == 0
    assert Throughput(9, 2).free(starts, NOON + timedelta(hours=24)) == 1


def test_starts_counted_by_the_minute_are_as_many_starts_at_their_moments_where_those_are_known() -> None:
    later = NOON + timedelta(seconds=90)
    counted = [(NOON, 2, ()), (NOON + MINUTE, 3, (later + timedelta(seconds=1), later))]

    assert started(counted) == [NOON, NOON, NOON + MINUTE, later, later + timedelta(seconds=1)]


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

    assert throughput.free(starts, turn) > 0
    assert turn == moment or throughput.free(starts, turn - timedelta(seconds=0.6)) == 0
