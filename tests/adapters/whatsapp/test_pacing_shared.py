"""With Redis all processes share one pace; without it each keeps its own, and nobody stops."""

import pytest
from structlog.testing import CapturingLogger

from adapters.cache.memory_rate_bucket import MemoryRateBucket
from adapters.cache.redis_rate_bucket import RedisRateBucket
from adapters.whatsapp.pacing import Limits, Pacing
from application.ports.messenger import MessengerUnavailable
from domain.messaging.contact import Contact
from tests.adapters.redis_server import RedisServer
from tests.adapters.whatsapp.senders import NUMBER, PHONE

MARIA = Contact(PHONE)
LIMITS = Limits(pair_burst=2, pair_seconds=60)


async def test_two_processes_write_to_one_person_no_faster_than_one_would(redis_server: RedisServer) -> None:
    buckets = [RedisRateBucket(redis_server.url, MemoryRateBucket()) for _ in range(2)]
    one, other = (Pacing(bucket, NUMBER, LIMITS) for bucket in buckets)
    await one.turn(MARIA)
    await other.turn(MARIA)
    for pacing in (one, other):
        with pytest.raises(MessengerUnavailable):
            await pacing.turn(MARIA)
    for bucket in buckets:
        await bucket.aclose()


async def test_without_redis_each_process_keeps_its_own_pace_and_warns_once(told: CapturingLogger) -> None:
    bucket = RedisRateBucket("redis://127.0.0.1:1/0", MemoryRateBucket())
    pacing = Pacing(bucket, NUMBER, LIMITS)
    for _ in range(2):
        await pacing.turn(MARIA)
    with pytest.raises(MessengerUnavailable):
        await pacing.turn(MARIA)
    await bucket.aclose()
    assert [call.method_name for call in told.calls] == ["warning"]
    assert PHONE not in str(told.calls)
