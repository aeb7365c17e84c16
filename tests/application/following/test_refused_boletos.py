"""A boleto that its bank will not take is handed to nobody: what can be paid is, and people are told."""

import logging

import pytest

from domain.payments.document import PaymentDocument
from domain.payments.registration import Registration
from tests.application.agreed import Agreed, Begin


async def first_of(maria: Agreed) -> PaymentDocument:
    """The document of the first instalment as it was issued."""
    async with maria.container.uow() as uow:
        return (await uow.second_copies.history((await maria.agreement()).id))[0].document


async def bank_tells(maria: Agreed, state: Registration, document: PaymentDocument) -> None:
    """Let the bank tell what it knows of a boleto that was sent to it."""
    boleto = document.boleto
    await maria.container.write_remittance()()
    async with maria.container.uow() as uow:
        now = maria.clock.now()
        assert await uow.registrations.tell(boleto.bank_code, boleto.nosso_numero, state, "CEP inválido", now)
        await uow.commit()


@pytest.mark.parametrize("asked", ["segunda via", "não recebi o boleto", "manda a primeira parcela"])
async def test_a_boleto_that_the_bank_refused_is_not_handed_over_again(begin: Begin, asked: str) -> None:
    maria = begin()
    await maria.agrees()
    document, files = await first_of(maria), len(maria.documents)
    await bank_tells(maria, "rejected", document)

    answer = await maria.says(asked)

    assert "banco" in answer
    assert "equipe" in answer
    assert document.boleto.linha_digitavel not in answer
    assert len(maria.documents) == files


async def test_its_pix_is_still_there_to_be_paid(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    document = await first_of(maria)
    await bank_tells(maria, "rejected", document)

    answer = await maria.says("manda o pix")

    assert document.pix is not None
    assert document.pix.payload in answer.splitlines()
    assert "R$ 300,00" in answer


async def test_an_operator_is_told_whenever_it_is_asked_for(
    begin: Begin, caplog: pytest.LogCaptureFixture
) -> None:
    maria = begin()
    agreement = await maria.agrees()
    await bank_tells(maria, "rejected", await first_of(maria))

    with caplog.at_level(logging.ERROR, "application.second_copy"):
        await maria.says("segunda via")

    (told,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert vars(told)["agreement"] == str(agreement.id)
    assert vars(told)["state"] == "rejected"


async def test_the_boletos_that_the_bank_took_are_handed_over_as_ever(begin: Begin) -> None:
    maria = begin()
    agreement = await maria.agrees()
    await bank_tells(maria, "rejected", await first_of(maria))

    answer = await maria.says("manda a segunda parcela")

    second = next(each for each in agreement.installments[1].documents if each.kind == "boleto")
    assert second.linha_digitavel in answer.splitlines()


async def test_a_boleto_that_was_asked_for_again_and_taken_is_handed_over(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    document = await first_of(maria)
    await bank_tells(maria, "rejected", document)
    async with maria.container.uow() as uow:
        await uow.registrations.ask_again(document.boleto.bank_code, maria.clock.now())
        await uow.commit()
    await bank_tells(maria, "registered", document)

    answer = await maria.says("segunda via")

    assert document.boleto.linha_digitavel in answer.splitlines()


async def test_a_boleto_that_the_bank_wrote_off_is_issued_anew(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    document = await first_of(maria)
    await bank_tells(maria, "cancelled", document)

    answer = await maria.says("segunda via")

    new, old = [each for each in (await maria.agreement()).installments[0].documents if each.kind == "boleto"]
    assert old.linha_digitavel == document.boleto.linha_digitavel != new.linha_digitavel
    assert new.linha_digitavel in answer.splitlines()
    assert (new.status, old.status) == ("active", "cancelled")


async def test_what_the_bank_says_is_paid_is_given_to_nobody_to_be_paid_again(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    document = await first_of(maria)
    await bank_tells(maria, "paid", document)

    answer = await maria.says("segunda via")

    assert document.pix is not None
    assert document.boleto.linha_digitavel not in answer
    assert document.pix.payload not in answer
    assert "equipe" in answer


async def test_a_reminder_gives_the_pix_alone_of_what_the_bank_refused(begin: Begin) -> None:
    maria = begin(enforce=False, reminder_days=[4])
    await maria.agrees()
    document = await first_of(maria)
    await bank_tells(maria, "rejected", document)
    said = len(maria.texts)

    await maria.passes(1)

    (reminder,) = maria.texts[said:]
    assert document.pix is not None
    assert document.pix.payload in reminder.splitlines()
    assert document.boleto.linha_digitavel not in reminder
