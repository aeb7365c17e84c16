"""The promise of the AgreementRepository port."""

from dataclasses import replace

import pytest

from application.ports.negotiation_repository import NotFound, StaleAggregate
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.negotiation import Status
from domain.shared.ids import AgreementId
from tests.adapters.contracts.kept import MINUTE, NOW, a_conversation, a_document, an_agreement, an_id, saved


async def test_a_kept_agreement_comes_back_whole(uow_factory: UnitOfWorkFactory) -> None:
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        assert await uow.agreements.get(agreement.id) == agreement


async def test_adding_the_same_agreement_again_changes_nothing(uow_factory: UnitOfWorkFactory) -> None:
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add(replace(agreement, status=AgreementStatus.PROMISED))
        assert await uow.agreements.get(agreement.id) == agreement


async def test_an_unknown_agreement_is_not_found_and_has_no_documents(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert await uow.agreements.documents(AgreementId(an_id())) == ()
        with pytest.raises(NotFound):
            await uow.agreements.get(AgreementId(an_id()))


async def test_documents_come_back_whole_in_the_order_of_the_instalments(
    uow_factory: UnitOfWorkFactory,
) -> None:
    agreement = an_agreement(await a_conversation(uow_factory))
    first, second = a_document(1), a_document(2, pix=False)
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [second, first])
        assert await uow.agreements.documents(agreement.id) == (first, second)


async def test_keeping_documents_again_changes_nothing(uow_factory: UnitOfWorkFactory) -> None:
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [a_document(1)])
        await uow.agreements.add_documents(agreement.id, [a_document(1, pix=False), a_document(2)])
        assert await uow.agreements.documents(agreement.id) == (a_document(1), a_document(2))


async def test_keeping_no_documents_is_nothing(uow_factory: UnitOfWorkFactory) -> None:
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, ())
        assert await uow.agreements.documents(agreement.id) == ()


async def test_what_became_of_an_agreement_is_kept_and_only_by_who_read_it_last(
    uow_factory: UnitOfWorkFactory,
) -> None:
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.save(replace(agreement, status=AgreementStatus.BROKEN))
        broken = await uow.agreements.get(agreement.id)
        assert (broken.status, broken.version) == (AgreementStatus.BROKEN, agreement.version + 1)
        with pytest.raises(StaleAggregate):
            await uow.agreements.save(replace(agreement, status=AgreementStatus.PAID))


async def test_the_latest_agreement_of_a_debtor_and_the_one_that_took_its_place_are_found(
    uow_factory: UnitOfWorkFactory,
) -> None:
    before = await a_conversation(uow_factory)
    first = an_agreement(before)
    async with uow_factory() as uow:
        debtor = await uow.debtors.get(before.debtor_id)
        assert await uow.agreements.latest_of(debtor.id) is None
    await saved(uow_factory, before, status=Status.COMPLETED)
    after = await a_conversation(uow_factory, debtor=debtor)
    second = replace(an_agreement(after), renegotiates=first.id, reached_at=NOW + MINUTE)
    async with uow_factory() as uow:
        await uow.agreements.add(first)
        assert await uow.agreements.successor_of(first.id) is None
        await uow.agreements.add(second)
        assert await uow.agreements.latest_of(debtor.id) == second
        assert await uow.agreements.successor_of(first.id) == second
