"""What was paid under an agreement: thanked for, counted once, and told."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from tests.adapters.payments.test_returns import a_return
from tests.adapters.payments.test_statement import an_entry, an_ofx
from tests.application.agreed import FIRST, Begin


async def test_while_the_chat_is_open_a_payment_is_thanked_for_in_words(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    await maria.pays("100.00", installment=1)

    assert "R$ 100,00" in maria.texts[-1]
    assert "R$ 200,00" in maria.texts[-1]


async def test_a_payment_told_twice_is_thanked_for_once(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    await maria.pays("100.00", installment=1, external_id="r")
    said = len(maria.post.sent)

    await maria.pays("100.00", installment=1, external_id="r")

    assert len(maria.post.sent) == said


async def test_whatever_the_order_and_however_often_payments_are_told_the_agreement_ends_the_same(
    begin: Begin,
) -> None:
    news: list[tuple[str, dict[str, object]]] = [
        ("100.00", {"external_id": "a", "installment": 1}),
        ("250.00", {"external_id": "b", "installment": 1, "paid_on": FIRST + timedelta(days=3)}),
        ("300.00", {"external_id": "c", "source": "pix", "reference": "E1", "paid_on": FIRST}),
        ("300.00", {"external_id": "d", "source": "ofx", "reference": "E1", "paid_on": FIRST}),
        ("40.00", {"external_id": "e"}),
    ]
    ends = []
    for order in ([0, 1, 2, 3, 4], [4, 3, 3, 2, 1, 0, 0], [2, 0, 4, 2, 1, 3, 1]):
        maria = begin(enforce=False, grace_days=30)
        await maria.agrees()
        await maria.passes(10)
        for place in order:
            amount, told = news[place]
            await maria.pays(amount, **{"paid_on": FIRST, **told})
        agreement = await maria.agreement()
        due = [replace(each, documents=()) for each in agreement.installments]
        ends.append((agreement.status, agreement.overpaid, due))

    assert ends[0] == ends[1] == ends[2]
    assert sum(each.paid for each in ends[0][2]) + ends[0][1] == Decimal("690.00")


async def test_the_last_payment_settles_the_agreement_and_the_crm_is_told(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    await maria.pays("900.00")

    assert (await maria.agreement()).status == "paid"
    assert "quitado" in maria.texts[-1].lower() or "pago" in maria.texts[-1].lower()
    reached, settled = maria.told
    assert (reached.outcome.value, settled.outcome.value) == ("successful", "successful")
    assert "quitado" in settled.notes
    assert settled.payment_slip_reference == reached.payment_slip_reference
    await maria.passes(20)
    assert len(maria.told) == 2


async def test_too_much_is_said_to_the_debtor_and_to_the_crm_and_kept(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    await maria.pays("350.00", installment=1)

    assert "R$ 50,00" in maria.texts[-1]
    assert "R$ 50,00 a mais" in maria.told[-1].notes
    assert (await maria.agreement()).overpaid == Decimal("50.00")


async def test_what_was_paid_at_the_bank_leaves_no_pix_to_be_paid_again(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    await maria.pays("300.00", source="cnab", installment=1)

    first, second, _ = (await maria.agreement()).installments
    assert {document.status for document in first.documents} == {"cancelled"}
    assert {document.status for document in second.documents} == {"active"}


async def test_what_a_payment_told_late_makes_too_much_is_said_whichever_payment_it_is(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    await maria.pays("300.00", installment=1)
    await maria.pays("300.00", installment=1, paid_on=maria.today - timedelta(days=1))

    assert "pessoa da equipe" in maria.texts[-1]
    assert [told.notes for told in maria.told if "a mais" in told.notes] == [
        "Pagamento de R$ 300,00; faltam R$ 600,00; R$ 300,00 a mais, para uma pessoa conferir"
    ]


async def test_whoever_says_it_is_paid_is_believed_when_the_bank_says_so(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    answer = await maria.says("já paguei")

    assert (await maria.agreement()).paid == 0
    assert "aparecer" in answer or "chegar" in answer


async def test_a_payment_told_while_its_agreement_is_looked_at_waits_and_is_recorded(begin: Begin) -> None:
    maria = begin()
    agreement = await maria.agrees()
    assert maria.conversation_id is not None

    async with maria.container.uow() as uow:
        await uow.follow_ups.sleep(maria.conversation_id, None)
        paying = asyncio.create_task(maria.pays("300.00", installment=1))
        await asyncio.wait({paying}, timeout=0.3)
        await uow.agreements.save(await uow.agreements.get(agreement.id))
        await uow.commit()

    assert (await paying).status == "recorded"
    assert [str(each.paid) for each in (await maria.agreement()).installments] == ["300.00", "0.00", "0.00"]


async def test_a_boleto_paid_after_its_instalment_was_is_too_much_and_not_nothing(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    await maria.pays("300.00", source="pix", reference="E1", installment=1)
    statement = an_ofx(an_entry("300.00", "LIQUIDACAO COBRANCA 00000001", day="20261203120000[-3:BRT]"))

    (credit,) = await maria.container.read_statement()(statement)
    (again,) = await maria.container.read_statement()(statement)

    assert (credit.payment, again.payment) == ("recorded", "repeated")
    assert (await maria.agreement()).overpaid == Decimal("300.00")


async def test_a_second_copy_and_the_first_one_may_both_be_paid_and_both_count(begin: Begin) -> None:
    maria = begin(enforce=False, grace_days=60, late_fine_percent=0, late_interest_percent=0)
    await maria.agrees()
    await maria.passes(15)
    for text in ("segunda via", "529"):
        await maria.says(text)
    read, state = maria.container.read_return(), maria.container.read_statement()

    for number in (1, 4):
        await read(a_return(number, "06", paid="30000"))
    told = an_ofx(an_entry("300.00", "LIQUIDACAO COBRANCA 00000004", day="20261211120000[-3:BRT]"))
    (credit,) = await state(told)

    agreement = await maria.agreement()
    assert len(agreement.installments[0].documents) == 4
    assert agreement.overpaid == Decimal("300.00")
    assert credit.payment == "recorded"
    assert len({payment.external_id for payment in agreement.payments}) == 3
