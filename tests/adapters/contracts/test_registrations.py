"""The promise of the Registrations port."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.registrations import Errand, Remittance
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.payments.document import PaymentDocument
from domain.payments.registration import Registration
from domain.shared.ids import AgreementId
from tests.adapters.contracts.kept import NOW, a_conversation, a_document, an_agreement, an_id

BANK = "001"
BOTH: tuple[Errand, ...] = ("register", "cancel")
LATER = NOW + timedelta(days=1)


def numbered(installment: int) -> PaymentDocument:
    document = a_document(installment)
    return replace(document, boleto=replace(document.boleto, sequence=installment))


FIRST, SECOND = numbered(1), numbered(2)
ONE, TWO = FIRST.boleto.nosso_numero, SECOND.boleto.nosso_numero


async def kept(uow_factory: UnitOfWorkFactory, *documents: PaymentDocument) -> AgreementId:
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.registrations.put(agreement.id, documents or (FIRST, SECOND), NOW)
        await uow.commit()
    return agreement.id


async def send(uow: UnitOfWork, number: int = 1) -> tuple[tuple[Errand, str], ...]:
    """Everything that waits leaves in a remittance; what left, by errand and our-number."""
    taken = await uow.registrations.take(BANK, BOTH, 100)
    file = Remittance(number, BANK, NOW.date(), len(taken), "CB001.REM", b"0REMESSA\r\n")
    await uow.registrations.sent(file, [known for _, known in taken], NOW)
    return tuple((errand, known.boleto.nosso_numero) for errand, known in taken)


async def test_a_new_boleto_waits_to_be_registered(uow_factory: UnitOfWorkFactory) -> None:
    agreement_id = await kept(uow_factory)
    async with uow_factory() as uow:
        taken = await uow.registrations.take(BANK, BOTH, 100)

        assert [(errand, known.boleto, known.installment) for errand, known in taken] == [
            ("register", FIRST.boleto, 1),
            ("register", SECOND.boleto, 2),
        ]
        assert await uow.registrations.states(agreement_id) == {ONE: "unregistered", TWO: "unregistered"}


async def test_keeping_the_same_boletos_again_changes_nothing(uow_factory: UnitOfWorkFactory) -> None:
    agreement_id = await kept(uow_factory)
    async with uow_factory() as uow:
        await send(uow)
        await uow.registrations.put(agreement_id, (FIRST, SECOND), LATER)

        assert await uow.registrations.states(agreement_id) == {ONE: "sent", TWO: "sent"}
        assert await uow.registrations.take(BANK, BOTH, 100) == ()


async def test_what_was_sent_does_not_wait_any_more(uow_factory: UnitOfWorkFactory) -> None:
    await kept(uow_factory)
    async with uow_factory() as uow:
        assert await send(uow) == (("register", ONE), ("register", TWO))
        assert await uow.registrations.take(BANK, BOTH, 100) == ()


async def test_only_as_many_are_taken_as_are_asked_for_and_of_the_bank(
    uow_factory: UnitOfWorkFactory,
) -> None:
    await kept(uow_factory)
    async with uow_factory() as uow:
        assert len(await uow.registrations.take(BANK, BOTH, 1)) == 1
        assert await uow.registrations.take("341", BOTH, 100) == ()
        assert await uow.registrations.take(BANK, ("cancel",), 100) == ()


async def test_a_file_is_given_again_byte_by_byte(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert await uow.registrations.remittance() is None
        one, two = (Remittance(n, BANK, NOW.date(), 0, f"{n}.REM", b"\x00\xff") for n in (1, 2))
        await uow.registrations.sent(one, [], NOW)
        await uow.registrations.sent(two, [], NOW)

        assert await uow.registrations.remittance() == two
        assert await uow.registrations.remittance(1) == one
        assert await uow.registrations.remittance(3) is None


async def test_remittances_are_numbered_one_after_the_other(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert [await uow.registrations.next_number() for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("told", [["registered", "paid"], ["paid", "registered"], ["paid", "sent", "paid"]])
async def test_in_whatever_order_the_bank_tells_the_end_is_the_same(
    uow_factory: UnitOfWorkFactory, told: list[Registration]
) -> None:
    agreement_id = await kept(uow_factory)
    async with uow_factory() as uow:
        for state in told:
            await uow.registrations.tell(BANK, ONE, state, None, LATER)

        assert (await uow.registrations.states(agreement_id))[ONE] == "paid"


async def test_only_news_is_news(uow_factory: UnitOfWorkFactory) -> None:
    await kept(uow_factory)
    async with uow_factory() as uow:
        assert await uow.registrations.tell(BANK, ONE, "registered", None, LATER)
        assert not await uow.registrations.tell(BANK, ONE, "registered", None, LATER)
        assert not await uow.registrations.tell(BANK, "999", "registered", None, LATER)


async def test_a_rejected_boleto_can_be_asked_for_again(uow_factory: UnitOfWorkFactory) -> None:
    await kept(uow_factory)
    async with uow_factory() as uow:
        await send(uow)
        assert await uow.registrations.tell(BANK, ONE, "rejected", "CEP inválido", LATER)
        assert await uow.registrations.ask_again(BANK, LATER) == 1
        assert not await uow.registrations.tell(BANK, ONE, "rejected", "lido de novo", LATER)

        assert await send(uow, 2) == (("register", ONE),)


async def test_a_cancelled_boleto_that_the_bank_knows_is_taken_back(uow_factory: UnitOfWorkFactory) -> None:
    agreement_id = await kept(uow_factory)
    async with uow_factory() as uow:
        await send(uow)
        await uow.registrations.cancel(BANK, ONE, LATER)

        assert await send(uow, 2) == (("cancel", ONE),)
        assert await uow.registrations.states(agreement_id) == {ONE: "cancelled", TWO: "sent"}


async def test_a_cancelled_boleto_that_the_bank_never_knew_is_not_mentioned(
    uow_factory: UnitOfWorkFactory,
) -> None:
    await kept(uow_factory)
    async with uow_factory() as uow:
        await uow.registrations.cancel(BANK, ONE, LATER)

        assert await send(uow) == (("register", TWO),)


async def test_a_paid_boleto_is_not_cancelled_any_more(uow_factory: UnitOfWorkFactory) -> None:
    agreement_id = await kept(uow_factory)
    async with uow_factory() as uow:
        await uow.registrations.tell(BANK, ONE, "paid", None, LATER)
        await uow.registrations.cancel(BANK, ONE, LATER)

        assert (await uow.registrations.states(agreement_id))[ONE] == "paid"


async def test_a_boleto_is_found_by_its_number(uow_factory: UnitOfWorkFactory) -> None:
    agreement_id = await kept(uow_factory)
    async with uow_factory() as uow:
        (known,) = await uow.registrations.with_sequence(BANK, 2)

        assert (known.agreement_id, known.installment, known.boleto) == (agreement_id, 2, SECOND.boleto)
        assert await uow.registrations.with_sequence("341", 2) == ()
        assert await uow.registrations.states(AgreementId(an_id())) == {}
