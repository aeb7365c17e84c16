"""Whatever fails, a conversation neither spins nor is forgotten, and the sender rests when it must."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from application.deliver_messages import CLAIM
from application.hold_conversation import MOST_ATTEMPTS
from application.ports.messenger import MessengerUnavailable, SenderBlocked
from application.ports.payment_issuer import IssuerUnavailable
from application.ports.unit_of_work import StoreUnavailable, UnitOfWork, UnitOfWorkFactory
from domain.shared.ids import ConversationId, TenantId
from entrypoints.container import Container
from entrypoints.settings import load_settings
from tests.adapters.contracts.kept import (
    MINUTE,
    NOW,
    SECOND,
    a_conversation,
    a_heard_message,
    an_outgoing,
    queued,
)
from tests.application.engine_room import Channel, Room, Unwell


@pytest.fixture
def room(engine: AsyncEngine, tenant: TenantId) -> Room:
    container = Container(settings=load_settings({"CERTOBOT_WHATSAPP": "mock"}))
    clock, channel = VirtualClock(NOW), Channel()
    reader = Unwell(container.interpreter())
    container.tenant.override(tenant)
    container.engine.override(engine)
    container.clock.override(clock)
    container.messenger.override(channel)
    container.interpreter.override(reader)
    container.chance.override(lambda: 0.0)
    return Room(container, clock, reader, channel)


async def works(
    room: Room, conversation_id: ConversationId, times: int = 1, after: timedelta = SECOND
) -> None:
    """Work the conversation some times, letting time pass before each."""
    for _ in range(times):
        room.clock.advance(after)
        await room.container.work_conversation()(conversation_id)


async def test_a_turn_that_always_fails_is_buried_and_can_be_brought_back(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = await a_conversation(room.container.uow)
    await a_heard_message(room.container.uow, conversation.id)
    room.reader.raises = ValueError("um defeito")
    await works(room, conversation.id, times=5, after=20 * SECOND)
    async with room.container.uow() as uow:
        assert await uow.dead_letters.all(10) == ()
    await works(room, conversation.id, after=20 * SECOND)
    async with room.container.uow() as uow:
        (dead,) = await uow.dead_letters.all(10)
    assert (dead.kind, dead.conversation_id, dead.reason) == ("inbound", conversation.id, "ValueError")
    assert "conversation needs a person" in caplog.text
    room.reader.raises = None
    assert await room.container.find_due()() == ()
    async with room.container.uow() as uow:
        await uow.dead_letters.revive(room.clock.now())
        await uow.commit()
    await works(room, conversation.id)
    assert room.channel.sent == [f"{conversation.id}.1.0"]


async def test_a_turn_that_is_stopped_is_handed_over_at_once_and_counts_as_no_attempt(room: Room) -> None:
    conversation = await a_conversation(room.container.uow)
    await a_heard_message(room.container.uow, conversation.id)
    for _ in range(MOST_ATTEMPTS + 1):
        room.reader.thinks = asyncio.Event()
        working = asyncio.create_task(works(room, conversation.id, after=timedelta()))
        await asyncio.wait_for(room.reader.thinks.wait(), 5)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    room.reader.thinks = None
    await works(room, conversation.id, after=timedelta())
    assert room.channel.sent == [f"{conversation.id}.1.0"]


async def test_a_failing_turn_is_tried_less_and_less_often(room: Room) -> None:
    conversation = await a_conversation(room.container.uow)
    await a_heard_message(room.container.uow, conversation.id)
    room.reader.raises = ValueError("um defeito")
    for wait in (1, 2, 4):
        await works(room, conversation.id)
        room.clock.advance((wait - 1) * SECOND)
        assert await room.container.find_due()() == ()
        room.clock.advance(SECOND)
        assert await room.container.find_due()() == (conversation.id,)


async def test_a_bank_that_is_down_for_long_buries_nothing(room: Room) -> None:
    conversation = await a_conversation(room.container.uow)
    await a_heard_message(room.container.uow, conversation.id)
    room.reader.raises = IssuerUnavailable("fora do ar")
    await works(room, conversation.id, times=8)
    room.reader.raises = None
    await works(room, conversation.id, after=MINUTE)
    assert room.channel.sent == [f"{conversation.id}.1.0"]


async def test_a_refused_sender_rests_everywhere_raises_one_alarm_and_is_tried_again(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = await a_conversation(room.container.uow)
    await a_heard_message(room.container.uow, conversation.id)
    room.channel.answers = [SenderBlocked("token vencido", 190), SenderBlocked("token vencido", 190)]
    await works(room, conversation.id)
    async with room.container.uow() as uow:
        assert await uow.outbox.blocked(room.clock.now()) == "token vencido"
    assert await room.container.find_due()() == ()
    await works(room, conversation.id, times=3)
    assert len(room.channel.answers) == 1
    await works(room, conversation.id, after=6 * MINUTE)
    await works(room, conversation.id, after=6 * MINUTE)
    assert caplog.text.count("sender blocked") == 1
    assert room.channel.sent[0] == f"{conversation.id}.1.0"
    async with room.container.uow() as uow:
        assert await uow.outbox.blocked(room.clock.now()) is None


async def test_a_pair_that_is_written_to_too_often_waits_four_times_as_long_each_time(room: Room) -> None:
    conversation = await a_conversation(room.container.uow)
    await a_heard_message(room.container.uow, conversation.id)
    await works(room, conversation.id)
    await queued(room.container.uow, an_outgoing(conversation.id, "um"), an_outgoing(conversation.id, "dois"))
    limit = MessengerUnavailable("rápido demais", SECOND, growth=4)
    room.channel.answers = [limit, limit, limit]
    for wait in (1, 4, 16):
        await room.container.work_conversation()(conversation.id)
        await works(room, conversation.id, after=(wait - 0.5) * SECOND)
        assert len(room.channel.sent) == 1
        room.clock.advance(SECOND / 2)
    await room.container.work_conversation()(conversation.id)
    assert room.channel.sent[1:] == ["um", "dois"]


@dataclass(slots=True)
class AwayAfterSending:
    """A store that is away for some calls once something was sent; `paused` tells what was waited for it."""

    store: UnitOfWorkFactory
    channel: Channel
    times: int
    paused: list[float] = field(default_factory=list)

    def __call__(self) -> UnitOfWork:
        """Answer, or be away."""
        if self.channel.sent and self.times:
            self.times -= 1
            raise StoreUnavailable("fora do ar")
        return self.store()

    async def pause(self, seconds: float) -> None:
        """Let no time pass."""
        self.paused.append(seconds)


async def test_what_was_sent_is_kept_although_the_database_goes_away_at_that_moment(room: Room) -> None:
    conversation = await a_conversation(room.container.uow)
    await a_heard_message(room.container.uow, conversation.id)
    await queued(room.container.uow, an_outgoing(conversation.id, "k"))
    deliver = room.container.work_conversation().deliver
    away = AwayAfterSending(deliver.at_once, room.channel, times=6)
    room.clock.advance(SECOND)
    assert await replace(deliver, at_once=away, pause=away.pause)(conversation.id) == 1
    assert len(away.paused) == 6
    room.clock.advance(5 * MINUTE)
    assert await deliver(conversation.id) == 0
    assert room.channel.sent == ["k"]


async def test_a_database_that_stays_away_is_not_waited_for_longer_than_a_claim_lasts(room: Room) -> None:
    conversation = await a_conversation(room.container.uow)
    await a_heard_message(room.container.uow, conversation.id)
    await queued(room.container.uow, an_outgoing(conversation.id, "k"))
    deliver = room.container.work_conversation().deliver
    away = AwayAfterSending(deliver.at_once, room.channel, times=1_000)
    room.clock.advance(SECOND)
    with pytest.raises(StoreUnavailable):
        await replace(deliver, at_once=away, pause=away.pause)(conversation.id)
    assert sum(away.paused) < CLAIM.total_seconds()
