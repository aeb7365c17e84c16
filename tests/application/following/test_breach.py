"""What becomes of an agreement that is not paid, and of the debtor who comes back."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from application.open_conversation import ContactForbidden
from application.ports.negotiation_repository import StaleAggregate
from application.ports.webhook_gate import InboundMessage
from application.turn import Turn
from domain.identity.contact_rule import ContactRule
from domain.messaging.contact import Contact
from domain.shared.ids import MessageId
from tests.application.agreed import FIRST, MARIA, Begin


async def test_an_instalment_that_stays_unpaid_breaks_the_agreement_after_the_days_of_grace(
    begin: Begin,
) -> None:
    maria = begin(grace_days=5)
    await maria.agrees()

    await maria.passes((FIRST - maria.today).days + 5)
    assert (await maria.agreement()).status == "active"
    await maria.passes(1)

    assert (await maria.agreement()).status == "broken"
    assert [report.outcome.value for report in maria.told] == ["successful", "unsuccessful"]
    assert "quebrado" in maria.told[-1].notes


async def test_an_agreement_that_broke_stands_again_when_what_was_late_is_paid(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    await maria.passes(15)
    owed = (await maria.agreement()).installments[0].remaining

    await maria.pays(str(owed), installment=1)

    assert (await maria.agreement()).status == "active"
    assert "de pé outra vez" in maria.told[-1].notes


async def test_a_payment_made_in_time_and_told_late_leaves_the_same_as_one_told_in_time(
    begin: Begin,
) -> None:
    maria = begin()
    await maria.agrees()
    await maria.passes(15)

    await maria.pays("300.00", installment=1, paid_on=FIRST)

    agreement = await maria.agreement()
    assert (agreement.status, agreement.overpaid) == ("active", Decimal(0))
    assert agreement.installments[0].status == "paid"


async def test_whoever_writes_after_the_agreement_broke_negotiates_what_is_left(begin: Begin) -> None:
    maria = begin()
    first = await maria.agrees()
    await maria.pays("100.00", installment=1)
    await maria.passes(15)
    left = (await maria.agreement()).remaining

    await maria.says("oi, quero resolver")
    offer = await maria.says("529")
    await maria.says("fechado")
    await maria.says("sim")

    again = await maria.agreement()
    assert again.id != first.id
    assert again.original_amount == left
    assert again.renegotiates == first.id
    assert again.total <= left
    assert "R$" in offer
    before = await maria.agreement(first.id)
    assert (before.status, before.renegotiated_by) == ("renegotiated", again.id)
    assert {each.status for each in before.installments} == {"cancelled"}
    assert {document.status for each in before.installments for document in each.documents} == {"cancelled"}


async def test_we_may_begin_again_about_a_broken_agreement_and_about_nothing_that_has_one(
    begin: Begin,
) -> None:
    maria = begin()
    first = await maria.agrees()
    with pytest.raises(ContactForbidden) as standing:
        await maria.container.open_conversation()(MARIA.cpf)
    await maria.passes(20)

    left = (await maria.agreement()).remaining
    again = await maria.container.open_conversation()(MARIA.cpf)
    await maria.passes(1)
    await maria.says("oi")
    offer = await maria.says("529")

    assert standing.value.decision.rule is ContactRule.AGREEMENT_STANDS
    async with maria.container.uow() as uow:
        negotiation = await uow.negotiations.get(again.conversation_id)
    assert negotiation.renegotiates == first.id
    assert negotiation.debt.balance == left
    assert "R$" in offer


async def test_a_debt_that_is_paid_is_not_negotiated_again_though_the_crm_still_lists_it(
    begin: Begin,
) -> None:
    maria = begin(enforce=False)
    await maria.agrees()
    await maria.pays("900.00")

    with pytest.raises(ContactForbidden) as refused:
        await maria.container.open_conversation()(MARIA.cpf)

    assert refused.value.decision.rule is ContactRule.AGREEMENT_STANDS


async def test_breaking_an_agreement_earns_no_second_discount(begin: Begin) -> None:
    maria = begin(max_discount_percent=10)
    await maria.agrees()
    await maria.pays("100.00", installment=1)
    await maria.passes(15)
    await maria.says("oi")
    await maria.says("529")
    for _ in range(6):
        await maria.says("tá caro, faz um desconto")
    await maria.says("fechado")
    await maria.says("sim")

    again = await maria.agreement()
    assert again.total + Decimal("100.00") >= Decimal("900.00")


async def test_money_for_an_agreement_whose_place_another_took_pays_the_new_one(begin: Begin) -> None:
    maria = begin()
    first = await maria.agrees()
    await maria.passes(15)
    for text in ("oi", "529", "fechado", "sim"):
        await maria.says(text)

    await maria.pays("50.00", agreement_id=first.id, installment=1)

    assert (await maria.agreement()).paid == Decimal("50.00")


async def test_whoever_pays_what_broke_while_negotiating_it_agrees_to_nothing_more(begin: Begin) -> None:
    maria = begin(enforce=False)
    first = await maria.agrees()
    await maria.passes(20)
    await maria.says("oi")
    await maria.says("529")
    await maria.says("fechado")

    await maria.pays(str((await maria.agreement()).remaining), agreement_id=first.id)
    answer = await maria.says("sim")

    agreement = await maria.agreement()
    assert (agreement.id, agreement.status) == (first.id, "paid")
    assert "R$" not in answer
    assert [told.outcome.value for told in maria.told].count("successful") == 2
    assert "nada a renegociar" in maria.told[-1].notes


async def test_whoever_pays_part_of_what_broke_negotiates_what_is_then_left(begin: Begin) -> None:
    maria = begin(enforce=False)
    first = await maria.agrees()
    await maria.passes(20)
    await maria.says("oi")
    await maria.says("529")
    await maria.says("fechado")

    await maria.pays("200.00", agreement_id=first.id)
    left = (await maria.agreement()).remaining
    for text in ("sim", "fechado", "sim"):
        await maria.says(text)

    again = await maria.agreement()
    assert again.renegotiates == first.id
    assert again.original_amount == left
    assert again.total <= left < first.total


async def test_a_turn_that_a_payment_overtook_is_decided_anew(begin: Begin) -> None:
    maria = begin(enforce=False)
    first = await maria.agrees()
    await maria.passes(20)
    for text in ("oi", "529", "fechado"):
        await maria.says(text)
    now = maria.clock.now()
    async with maria.container.uow() as uow:
        debtor = await uow.debtors.by_cpf(MARIA.cpf)
        assert debtor is not None
        talk = await uow.negotiations.active_of(debtor.id)
        assert talk is not None
        yes = InboundMessage("wamid.yes", Contact(MARIA.phone.digits), now, "text", "sim")
        await uow.inbox.accept([(MessageId(uuid4()), yes)], now)
        await uow.commit()
    async with maria.container.uow() as uow:
        held = await uow.turns.hold(talk.id, now, now + timedelta(seconds=15))
        await uow.commit()
    assert held is not None

    await maria.pays("200.00", agreement_id=first.id)

    with pytest.raises(StaleAggregate):
        async with maria.container.uow() as uow:
            await uow.turns.keep(Turn(held.lease, held.negotiation, ()), now, now)


async def test_an_agreement_that_stands_again_is_served_though_a_new_talk_had_begun(begin: Begin) -> None:
    maria = begin(enforce=False)
    await maria.agrees()
    await maria.passes(15)
    await maria.says("oi")
    await maria.passes(1)
    await maria.pays(str((await maria.agreement()).installments[0].remaining), installment=1)

    await maria.says("segunda via")
    answer = await maria.says("529")

    agreement = await maria.agreement()
    boletos = [each.linha_digitavel for each in agreement.installments[1].documents if each.kind == "boleto"]
    assert agreement.status == "active"
    assert boletos[0] in answer.splitlines()
