"""The promise of the SecondCopies port."""

from dataclasses import replace

import pytest

from application.ports.second_copies import KeptDocument
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.agreement import Agreement
from tests.adapters.contracts.kept import NOW, a_conversation, a_document, an_agreement

ANEW = replace(a_document(1), boleto=replace(a_document(1).boleto, nosso_numero="999/00000099-9"))


@pytest.fixture
async def agreement(uow_factory: UnitOfWorkFactory) -> Agreement:
    """An agreement with its documents."""
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [a_document(1), a_document(2)])
        await uow.commit()
    return agreement


async def test_a_second_copy_takes_the_place_of_the_first_and_nothing_is_forgotten(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    async with uow_factory() as uow:
        for _ in range(2):
            await uow.second_copies.put(agreement.id, 3, ANEW, NOW)

        assert await uow.second_copies.history(agreement.id) == (
            KeptDocument(1, a_document(1), cancelled=True),
            KeptDocument(2, a_document(2)),
            KeptDocument(3, ANEW),
        )
        assert await uow.agreements.documents(agreement.id) == (ANEW, a_document(2))
        assert await uow.payments.paid_by("999/00000099-9") == ((agreement.id, 1),)


async def test_what_stands_no_more_is_withdrawn_once(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    async with uow_factory() as uow:
        await uow.second_copies.put(agreement.id, 3, ANEW, NOW)
        (old,) = await uow.second_copies.to_withdraw(agreement.id)
        assert old == KeptDocument(1, a_document(1), cancelled=True)
        await uow.second_copies.withdrawn(agreement.id, old.position, NOW)
        assert await uow.second_copies.to_withdraw(agreement.id) == ()


async def test_all_documents_of_an_agreement_may_stand_no_more(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    async with uow_factory() as uow:
        await uow.second_copies.cancel_all(agreement.id, NOW)

        assert await uow.agreements.documents(agreement.id) == ()
        assert len(await uow.second_copies.to_withdraw(agreement.id)) == 2
