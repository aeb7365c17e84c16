"""The pace of one number: nobody waits in an ordinary conversation, and Meta's limits are never provoked."""

from datetime import timedelta

import pytest

from adapters.cache.memory_rate_bucket import MemoryRateBucket
from adapters.whatsapp.pacing import Limits, Pacing
from application.ports.messenger import MessengerUnavailable
from domain.messaging.contact import Contact
from tests.adapters.whatsapp.graph_server import PairLimit

MARIA, JOSE = Contact("5511900000001"), Contact("5511900000002")
NUMBER = "106540352242922"


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def a_pacing(time: Time, limits: Limits | None = None, bucket: MemoryRateBucket | None = None) -> Pacing:
    return Pacing(bucket or MemoryRateBucket(time), NUMBER, limits or Limits(), time.sleep, time)


async def test_ten_quick_turns_in_a_row_cost_no_time_worth_mentioning(time: Time) -> None:
    pacing = a_pacing(time)
    for _ in range(10):
        await pacing.turn(MARIA)
    assert time.now < 0.2


async def test_after_the_burst_one_person_gets_one_message_each_six_seconds(time: Time) -> None:
    pacing = a_pacing(time)
    for _ in range(45):
        await pacing.turn(MARIA)

    with pytest.raises(MessengerUnavailable) as raised:
        await pacing.turn(MARIA)

    assert (raised.value.asked, raised.value.of_pair, raised.value.growth) == (False, True, 1)
    assert timedelta(seconds=5) < raised.value.retry_after <= timedelta(seconds=6)
    await time.sleep(raised.value.retry_after.total_seconds())
    await pacing.turn(MARIA)


async def test_a_flood_at_this_pace_never_provokes_the_limit_of_a_pair(time: Time) -> None:
    pacing, limit = a_pacing(time), PairLimit(time)
    for _ in range(120):
        try:
            await pacing.turn(MARIA)
        except MessengerUnavailable as later:
            await time.sleep(later.retry_after.total_seconds())
            await pacing.turn(MARIA)
        limit.refuses("maria")
    assert limit.refused == 0


async def test_one_persons_flood_holds_up_nobody_else(time: Time) -> None:
    pacing = a_pacing(time)
    for _ in range(45):
        await pacing.turn(MARIA)
    before = time.now
    await pacing.turn(JOSE)
    assert time.now - before < 0.1


async def test_a_number_sends_no_faster_than_it_may(time: Time) -> None:
    pacing = a_pacing(time, Limits(per_second=80))
    for person in range(400):
        await pacing.turn(Contact(f"55119{person:08}"))
    assert time.now == pytest.approx((400 - 8) / 80)


async def test_a_number_that_is_told_to_be_too_fast_slows_down_for_a_minute(time: Time) -> None:
    pacing = a_pacing(time)
    pacing.slow_down()
    for person in range(400):
        await pacing.turn(Contact(f"55119{person:08}"))
    slowly = time.now
    time.now += 60
    before = time.now
    for person in range(400):
        await pacing.turn(Contact(f"55119{person:08}"))
    assert slowly == pytest.approx((400 - 8) / 80)
    assert time.now - before < 0.5


async def test_a_turn_of_the_number_that_is_far_away_is_left_to_others(time: Time) -> None:
    bucket = MemoryRateBucket(time)
    for _ in range(300):
        await bucket.take(f"number:{NUMBER}", 80, 8)

    with pytest.raises(MessengerUnavailable) as raised:
        await a_pacing(time, Limits(per_second=80), bucket).turn(MARIA)

    assert (raised.value.asked, raised.value.of_pair) == (False, False)
    assert raised.value.retry_after == timedelta(seconds=(300 - 7) / 80)


async def test_whoever_is_known_by_user_id_alone_has_a_pace_too(time: Time) -> None:
    pacing = a_pacing(time, Limits(pair_burst=1))
    await pacing.turn(Contact(user_id="BR.1"))
    await pacing.turn(Contact(user_id="BR.2"))
    with pytest.raises(MessengerUnavailable):
        await pacing.turn(Contact(user_id="BR.1"))


async def test_no_key_of_the_bucket_tells_who_somebody_is() -> None:
    keys: list[str] = []

    class Listening(MemoryRateBucket):
        async def take(self, key: str, rate_per_second: float, burst: int, within: float = 0.0) -> float:
            keys.append(key)
            return await super().take(key, rate_per_second, burst, within)

    await Pacing(Listening(), NUMBER, Limits()).turn(MARIA)
    assert len(keys) == 2
    assert not [key for key in keys if "900000001" in key]
