"""The promise of the UnitOfWork port: together or not at all, one tenant at a time."""

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest

from adapters.persistence.engine import create_engine
from adapters.persistence.transaction import StatementRefused
from adapters.persistence.unit_of_work import PostgresUnitOfWork
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import StoreUnavailable, UnitOfWork, UnitOfWorkFactory
from domain.shared.ids import TenantId
from tests.adapters.contracts.kept import (
    CPF,
    DEBT,
    a_conversation,
    a_debtor,
    a_document,
    an_agreement,
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
            (await _driver_of(uow)).terminate()
            await uow.commit()

    with pytest.raises(StoreUnavailable):
        await a_cut_use_case()
    async with PostgresUnitOfWork(engine, tenant) as uow:
        assert await uow.debtors.by_cpf(CPF) is None
    await engine.dispose()


async def test_leaving_over_a_connection_that_was_cut_gives_its_place_back(
    database_url: str, tenant: TenantId
) -> None:
    engine = create_engine(database_url, pool_size=1, max_overflow=0, wait_seconds=0.05)
    for _ in range(2):
        async with PostgresUnitOfWork(engine, tenant) as uow:
            assert await uow.debtors.by_cpf(CPF) is None
            (await _driver_of(uow)).terminate()
    await engine.dispose()


async def test_a_use_case_that_is_cancelled_gives_its_connection_back_and_keeps_nothing(
    database_url: str, tenant: TenantId
) -> None:
    engine = create_engine(database_url, pool_size=1, max_overflow=0)
    saved = asyncio.Event()

    async def a_slow_use_case() -> None:
        async with PostgresUnitOfWork(engine, tenant) as uow:
            await uow.debtors.save(a_debtor())
            saved.set()
            await uow.debtors.by_cpf(CPF)
            await asyncio.Event().wait()

    slow = asyncio.create_task(a_slow_use_case())
    await saved.wait()
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)
    async with PostgresUnitOfWork(engine, tenant) as uow:
        assert await uow.debtors.by_cpf(CPF) is None
    await engine.dispose()


async def test_a_database_that_restarted_between_two_units_of_work_costs_nothing(
    database_url: str, tenant: TenantId
) -> None:
    engine = create_engine(database_url, pool_size=2)
    async with PostgresUnitOfWork(engine, tenant) as one, PostgresUnitOfWork(engine, tenant) as other:
        drivers = [await _driver_of(one), await _driver_of(other)]
    for driver in drivers:
        driver.terminate()
    for _ in range(3):
        async with PostgresUnitOfWork(engine, tenant) as uow:
            assert await uow.views.conversations() == ()
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


async def test_a_value_that_fits_nowhere_is_refused_for_good_and_not_repeated(
    uow_factory: UnitOfWorkFactory,
) -> None:
    too_much = Decimal("1234567890123456.00")
    debtor = a_debtor(debts=(replace(DEBT, amount=too_much),))
    async with uow_factory() as uow:
        with pytest.raises(StatementRefused) as refused:
            await uow.debtors.save(debtor)
    assert str(too_much) not in str(refused.value)


async def test_a_value_of_the_wrong_kind_is_refused_for_good_and_not_repeated(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = a_debtor(debts=(replace(DEBT, due_date=cast("date", "ontem")),))
    async with uow_factory() as uow:
        with pytest.raises(StatementRefused) as refused:
            await uow.debtors.save(debtor)
    assert "ontem" not in str(refused.value)


async def _driver_of(uow: UnitOfWork) -> Any:
    """The driver's own connection, by which a socket can be closed as a database that dies does."""
    assert isinstance(uow, PostgresUnitOfWork)
    raw = await uow._connection.get_raw_connection()
    return raw.driver_connection
