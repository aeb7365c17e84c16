"""The promise of the Payments port."""

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from application.ports.payments import PaymentId
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.agreement import Agreement
from domain.payments.received import PaymentReceived
from tests.adapters.contracts.kept import NOW, a_conversation, a_document, an_agreement

PAID = PaymentReceived("pix", "E1", Decimal("300.00"), date(2026, 12, 1), txid="TX1", reference="E1")


@pytest.fixture
async def agreement(uow_factory: UnitOfWorkFactory) -> Agreement:
    """An agreement with its documents."""
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [a_document(1), a_document(2)])
        await uow.commit()
    return agreement


async def told(uow_factory: UnitOfWorkFactory, payment: PaymentReceived) -> bool:
    """Tell of a payment; whether it was new."""
    async with uow_factory() as uow:
        added = await uow.payments.add(PaymentId(uuid4()), payment, NOW)
        await uow.commit()
    return added


async def test_a_payment_comes_back_whole_under_its_source_and_id(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    placed = replace(PAID, agreement_id=agreement.id, installment=2)
    assert await told(uow_factory, placed)

    async with uow_factory() as uow:
        found = await uow.payments.find("pix", "E1")
        assert await uow.payments.find("ofx", "E1") is None
        of_it = await uow.payments.of(agreement.id)
    assert found is not None
    assert found[1] == placed
    assert of_it == (found,)


async def test_told_again_it_changes_nothing_and_told_by_another_source_it_is_another(
    uow_factory: UnitOfWorkFactory,
) -> None:
    assert await told(uow_factory, PAID)
    assert not await told(uow_factory, replace(PAID, amount=Decimal("1.00")))
    assert await told(uow_factory, replace(PAID, source="ofx"))
    async with uow_factory() as uow:
        found = await uow.payments.find("pix", "E1")
    assert found is not None
    assert found[1] == PAID


async def test_of_many_who_tell_at_once_one_is_first(uow_factory: UnitOfWorkFactory) -> None:
    new = await asyncio.gather(*(told(uow_factory, PAID) for _ in range(8)))

    assert new.count(True) == 1


async def test_what_nobody_can_place_waits_until_somebody_does_and_is_placed_once(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    await told(uow_factory, PAID)
    async with uow_factory() as uow:
        ((payment_id, waiting),) = await uow.payments.unmatched(10)
        assert waiting == PAID
        assert await uow.payments.place(payment_id, agreement.id, 1)
        assert not await uow.payments.place(payment_id, agreement.id, 2)
        assert await uow.payments.unmatched(10) == ()
        assert await uow.payments.of(agreement.id) == (
            (payment_id, replace(PAID, agreement_id=agreement.id, installment=1)),
        )


async def test_documents_are_found_by_every_form_of_their_numbers(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    document = a_document(2)
    assert document.pix is not None
    digits = "".join(filter(str.isdigit, document.boleto.nosso_numero))
    async with uow_factory() as uow:
        for number in (document.boleto.nosso_numero, digits, document.pix.txid):
            assert (agreement.id, 2) in await uow.payments.paid_by(number)
        assert await uow.payments.paid_by("ninguém") == ()
