"""Units of a single call, each kept when it returns."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.engine import create_engine, driver_of
from adapters.persistence.transaction import StatementRefused
from adapters.persistence.unit_of_work import PostgresAtOnce
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from domain.shared.ids import ConversationId, TenantId
from tests.adapters.contracts.kept import NOW, a_conversation


async def test_what_one_call_did_is_there_for_everybody_when_it_returns(
    engine: AsyncEngine, tenant: TenantId, uow_factory: UnitOfWorkFactory
) -> None:
    async with PostgresAtOnce(engine, tenant) as uow:
        assert await uow.outbox.block_sender(NOW, "token", NOW)
    async with uow_factory() as other:
        assert not await other.outbox.block_sender(NOW, "token", NOW)


async def test_one_serves_many_who_ask_together(
    engine: AsyncEngine, tenant: TenantId, uow_factory: UnitOfWorkFactory
) -> None:
    thread = (await a_conversation(uow_factory)).id
    uow = PostgresAtOnce(engine, tenant)

    held = await asyncio.gather(*(uow.turns.hold(thread, NOW, NOW) for _ in range(30)))

    assert held == [None] * 30


async def test_a_restart_of_the_database_between_two_calls_costs_nothing(
    database_url: str, tenant: TenantId
) -> None:
    engine = create_engine(database_url)
    uow = PostgresAtOnce(engine, tenant)
    assert await uow.outbox.claim(ConversationId(uuid4()), NOW, NOW) is None
    for driver in driver_of(engine)._pool._holders:  # type: ignore[union-attr]
        if driver._con is not None:
            driver._con.terminate()

    assert await uow.outbox.claim(ConversationId(uuid4()), NOW, NOW) is None
    await engine.dispose()


async def test_a_database_that_does_not_answer_is_store_unavailable(tenant: TenantId) -> None:
    engine = create_engine("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StoreUnavailable):
        await PostgresAtOnce(engine, tenant).outbox.claim(ConversationId(uuid4()), NOW, NOW)
    await engine.dispose()


async def test_what_the_database_refuses_names_the_rule_alone(engine: AsyncEngine, tenant: TenantId) -> None:
    with pytest.raises(StatementRefused) as refused:
        await PostgresAtOnce(engine, tenant).outbox.block_sender(None, "token", NOW)  # type: ignore[arg-type]
    assert refused.value.sqlstate == "23502"


async def test_disposing_of_the_engine_closes_them_and_using_them_opens_them_again(
    database_url: str, tenant: TenantId
) -> None:
    engine = create_engine(database_url)
    uow = PostgresAtOnce(engine, tenant)
    for _ in range(2):
        assert await uow.outbox.claim(ConversationId(uuid4()), NOW, NOW) is None
        assert driver_of(engine)._pool is not None
        await engine.dispose()
        assert driver_of(engine)._pool is None


async def test_a_database_that_only_reads_for_now_is_store_unavailable(
    database_url: str, tenant: TenantId
) -> None:
    """As one is that was just made the leader, or is not the leader any more."""
    engine = create_engine(database_url)
    uow = PostgresAtOnce(engine, tenant)
    assert await uow.outbox.claim(ConversationId(uuid4()), NOW, NOW) is None
    for driver in driver_of(engine)._pool._holders:  # type: ignore[union-attr]
        if driver._con is not None:
            await driver._con.execute("SET default_transaction_read_only = on")
    with pytest.raises(StoreUnavailable):
        await uow.outbox.block_sender(NOW, "token", NOW)
    await engine.dispose()


async def test_a_connection_that_the_server_is_just_closing_is_store_unavailable(
    database_url: str, tenant: TenantId
) -> None:
    """It has said so, and the socket is still open."""
    engine = create_engine(database_url)
    uow = PostgresAtOnce(engine, tenant)
    assert await uow.outbox.claim(ConversationId(uuid4()), NOW, NOW) is None
    said = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0"
    for driver in driver_of(engine)._pool._holders:  # type: ignore[union-attr]
        if driver._con is not None:
            driver._con._protocol.data_received(b"E" + (4 + len(said)).to_bytes(4) + said)
    with pytest.raises(StoreUnavailable):
        await uow.outbox.block_sender(NOW, "token", NOW)
    assert await uow.outbox.claim(ConversationId(uuid4()), NOW, NOW) is None
    await engine.dispose()
