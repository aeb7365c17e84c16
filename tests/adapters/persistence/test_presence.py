"""What a dead process held is free at once; what a living one holds is not."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.engine import create_engine
from adapters.persistence.presence import Presence
from adapters.persistence.unit_of_work import PostgresAtOnce, PostgresUnitOfWork
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from domain.shared.ids import TenantId
from tests.adapters.contracts.kept import (
    MINUTE,
    NOW,
    a_conversation,
    a_heard_message,
    a_hold,
    an_outgoing,
    queued,
)
from tests.adapters.contracts.sending import claimed


async def test_what_a_process_holds_is_free_when_it_is_gone(
    engine: AsyncEngine, tenant: TenantId, uow_factory: UnitOfWorkFactory
) -> None:
    presence = Presence(engine)
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    async with presence.shown():
        await a_hold(lambda: PostgresUnitOfWork(engine, tenant, presence), negotiation.id)
        async with uow_factory() as uow:
            assert await uow.turns.hold(negotiation.id, NOW, NOW + MINUTE) is None
            assert await uow.conversations.due(NOW, 10) == ()
    async with uow_factory() as uow:
        assert await uow.conversations.due(NOW, 10) == (negotiation.id,)
        assert await uow.turns.hold(negotiation.id, NOW, NOW + MINUTE) is not None


async def test_what_one_process_after_another_lost_is_free_when_its_lease_is_over(
    engine: AsyncEngine, tenant: TenantId, uow_factory: UnitOfWorkFactory
) -> None:
    """Else a database that goes for a few seconds would cost a message all of its attempts."""
    presence = Presence(engine)
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    for attempts in (1, 2):
        async with presence.shown():
            held = await a_hold(lambda: PostgresUnitOfWork(engine, tenant, presence), negotiation.id)
            assert held.attempts == attempts
    async with uow_factory() as uow:
        assert await uow.conversations.due(NOW, 10) == ()
        assert await uow.turns.hold(negotiation.id, NOW, NOW + MINUTE) is None
        assert await uow.conversations.due(NOW + MINUTE, 10) == (negotiation.id,)
        assert await uow.turns.hold(negotiation.id, NOW + MINUTE, NOW + 2 * MINUTE) is not None


async def test_what_a_process_was_sending_is_in_doubt_when_it_is_gone(
    engine: AsyncEngine, tenant: TenantId, uow_factory: UnitOfWorkFactory
) -> None:
    presence = Presence(engine)
    negotiation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(negotiation.id, "k"))
    async with presence.shown():
        assert await claimed(lambda: PostgresUnitOfWork(engine, tenant, presence), negotiation.id)
        async with uow_factory() as uow:
            await uow.outbox.doubt(NOW)
            assert await uow.outbox.claim(negotiation.id, NOW, NOW + MINUTE) is None
    async with uow_factory() as uow:
        await uow.outbox.doubt(NOW + timedelta(seconds=10))
        await uow.commit()
    async with uow_factory() as uow:
        assert await uow.outbox.claim(negotiation.id, NOW, NOW + MINUTE) is None
        again = await uow.outbox.claim(negotiation.id, NOW + timedelta(seconds=10), NOW + MINUTE)
    assert again is not None
    assert again.doubtful


async def test_two_processes_never_have_one_number(engine: AsyncEngine) -> None:
    one, other = Presence(engine), Presence(engine)
    async with one.shown():
        other.number = one.number
        async with other.shown():
            assert one.number is not None
            assert other.number not in {None, one.number}


async def test_a_process_without_a_database_is_nowhere() -> None:
    engine = create_engine("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StoreUnavailable):
        async with Presence(engine).shown():
            pass
    await engine.dispose()


async def test_in_autocommit_one_call_is_one_round_trip_and_is_kept(
    engine: AsyncEngine, tenant: TenantId, uow_factory: UnitOfWorkFactory
) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    async with PostgresAtOnce(engine, tenant) as uow:
        assert await uow.turns.hold(negotiation.id, NOW, NOW + MINUTE) is not None
    async with engine.connect() as connection:
        held = await connection.execute(
            text("SELECT lease_until FROM conversations WHERE id = :id"), {"id": negotiation.id}
        )
        assert held.scalar_one() == NOW + MINUTE
