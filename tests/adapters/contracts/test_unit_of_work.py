"""The promise of the UnitOfWork port: together or not at all, one tenant at a time."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.engine import create_engine
from adapters.persistence.transaction import StatementRefused
from adapters.persistence.unit_of_work import PostgresUnitOfWork
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import StoreUnavailable, UnitOfWork, UnitOfWorkFactory
from domain.shared.ids import MessageId, TenantId, agreement_id_of
from tests.adapters.contracts.kept import (
    CONTACT,
    CPF,
    MINUTE,
    NOW,
    a_conversation,
    a_debtor,
    a_document,
    a_heard_message,
    a_report,
    an_agreement,
    an_id,
    an_inbound,
    an_outgoing,
    queued,
)


async def test_what_was_committed_is_there_for_the_next_unit_of_work(uow_factory: UnitOfWorkFactory) -> None:
    debtor = a_debtor()
    async with uow_factory() as uow:
        await uow.debtors.save(debtor)
        await uow.commit()
    async with uow_factory() as uow:
        assert (await uow.debtors.get(debtor.id)).record == debtor.record


async def test_leaving_without_commit_keeps_nothing(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        await uow.debtors.save(a_debtor())
    async with uow_factory() as uow:
        assert await uow.debtors.by_cpf(CPF) is None


async def test_an_error_inside_keeps_nothing_and_passes_through(uow_factory: UnitOfWorkFactory) -> None:
    async def a_broken_use_case() -> None:
        async with uow_factory() as uow:
            await uow.debtors.save(a_debtor())
            await uow.debtors.get(a_debtor().id)

    with pytest.raises(NotFound):
        await a_broken_use_case()
    async with uow_factory() as uow:
        assert await uow.debtors.by_cpf(CPF) is None


async def test_a_database_that_does_not_answer_is_store_unavailable() -> None:
    engine = create_engine("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StoreUnavailable):
        async with PostgresUnitOfWork(engine, TenantId("aurora")):
            pass
    await engine.dispose()


async def test_a_connection_cut_midway_is_store_unavailable_and_the_next_one_works(
    database_url: str, tenant: TenantId
) -> None:
    engine = create_engine(database_url, pool_size=1, max_overflow=0)

    async def a_cut_use_case() -> None:
        async with PostgresUnitOfWork(engine, tenant) as uow:
            await uow.debtors.save(a_debtor())
            await _cut_the_connection_of(uow)
            await uow.commit()

    with pytest.raises(StoreUnavailable):
        await a_cut_use_case()
    async with PostgresUnitOfWork(engine, tenant) as uow:
        assert await uow.debtors.by_cpf(CPF) is None
    await engine.dispose()


async def test_no_free_connection_is_store_unavailable(database_url: str, tenant: TenantId) -> None:
    engine = create_engine(database_url, pool_size=1, max_overflow=0, wait_seconds=0.05)
    async with PostgresUnitOfWork(engine, tenant):
        with pytest.raises(StoreUnavailable):
            async with PostgresUnitOfWork(engine, tenant):
                pass
    await engine.dispose()


async def test_a_statement_that_breaks_a_rule_names_the_rule_and_no_personal_data(
    uow_factory: UnitOfWorkFactory,
) -> None:
    stranger = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        with pytest.raises(StatementRefused, match="fk_payment_documents_agreements") as refused:
            await uow.agreements.add_documents(stranger.id, [a_document(1)])
    assert str(stranger.id) not in str(refused.value)


async def test_two_tenants_never_see_each_others_rows(
    engine: AsyncEngine, uow_factory: UnitOfWorkFactory
) -> None:
    ours = await a_conversation(uow_factory)
    heard = await a_heard_message(uow_factory, ours.id)
    await queued(uow_factory, an_outgoing(ours.id, "k"))
    agreement = an_agreement(ours)
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [a_document(1)])
        assert await uow.agreements.allot_sequences(agreement.id, 2) == (1, 2)
        await uow.outcomes.put(a_report(ours.id), NOW)
        await uow.commit()

    later = NOW + 60 * MINUTE
    async with PostgresUnitOfWork(engine, TenantId(f"other-{an_id()}")) as other:
        assert await other.debtors.by_cpf(CPF) is None
        assert (await other.debtors.contact_history(ours.debtor_id)).contacts == ()
        assert await other.negotiations.active_of(ours.debtor_id) is None
        assert await other.agreements.documents(agreement.id) == ()
        assert await other.agreements.allot_sequences(agreement_id_of(ours.id), 1) == (1,)
        assert await other.conversations.latest_with(CONTACT) is None
        assert await other.conversations.last_text_to(ours.id) is None
        assert not await other.conversations.lease(ours.id, NOW, later)
        assert await other.conversations.due(later, 10) == ()
        assert await other.inbox.pending(ours.id) == ()
        assert await other.outbox.claim(ours.id, later, later) is None
        assert await other.outcomes.claim(ours.id, later, later) is None
        assert await other.views.conversation(ours.id) is None
        assert await other.views.conversations() == ()
        assert await other.views.agreement(agreement.id) is None
        assert await other.views.message(heard) is None
        assert await other.views.message_of_key("k") is None
        for missing in (
            other.debtors.get(ours.debtor_id),
            other.negotiations.get(ours.id),
            other.conversations.get(ours.id),
            other.agreements.get(agreement.id),
        ):
            with pytest.raises(NotFound):
                await missing


async def test_two_tenants_may_use_the_same_ids_and_keys(
    engine: AsyncEngine, uow_factory: UnitOfWorkFactory
) -> None:
    ours = await a_conversation(uow_factory)
    inbound = an_inbound()
    message_id = MessageId(an_id())
    for factory in (uow_factory, lambda: PostgresUnitOfWork(engine, TenantId(f"other-{an_id()}"))):
        async with factory() as uow:
            assert await uow.inbox.accept(inbound, message_id, None, NOW)
            await uow.outbox.put([an_outgoing(ours.id, "k")], NOW)
            assert await uow.views.message_of_key("k") is not None
            await uow.commit()


async def _cut_the_connection_of(uow: UnitOfWork) -> None:
    """Close the socket, as a database that dies does."""
    assert isinstance(uow, PostgresUnitOfWork)
    raw = await uow._connection.get_raw_connection()
    driver = raw.driver_connection
    assert driver is not None
    driver.terminate()
