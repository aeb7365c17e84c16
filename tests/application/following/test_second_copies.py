"""Whoever asks how to pay gets what can be paid: the same document, or a new one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.application.agreed import FIRST, Begin


@pytest.mark.parametrize("asked", ["segunda via", "não recebi o boleto", "manda o pix", "qual o código?"])
async def test_whoever_asks_again_gets_the_open_instalment_once(begin: Begin, asked: str) -> None:
    maria = begin()
    agreement = await maria.agrees()
    files = len(maria.documents)

    answer = await maria.says(asked)

    first = next(each for each in agreement.installments[0].documents if each.kind == "boleto")
    assert first.linha_digitavel in answer.splitlines()
    assert len(maria.documents) == files + 1


async def test_an_instalment_that_is_named_is_the_one_that_comes(begin: Begin) -> None:
    maria = begin()
    agreement = await maria.agrees()

    answer = await maria.says("manda a segunda parcela")

    second = next(each for each in agreement.installments[1].documents if each.kind == "boleto")
    assert second.linha_digitavel in answer.splitlines()


async def test_an_expired_document_is_issued_anew_with_the_charges_of_the_policy(begin: Begin) -> None:
    maria = begin(grace_days=60)
    before = await maria.agrees()
    await maria.passes(15)
    await maria.says("segunda via")
    answer = await maria.says("529")

    first = (await maria.agreement()).installments[0]
    boletos = [each for each in first.documents if each.kind == "boleto"]
    assert [each.status for each in boletos] == ["active", "cancelled"]
    new, old = boletos
    assert old.linha_digitavel == before.installments[0].documents[0].linha_digitavel
    assert new.linha_digitavel in answer.splitlines()
    late = (maria.today - FIRST).days
    assert new.amount == Decimal("306.00") + Decimal(late) / 10
    assert new.due_date is not None
    assert new.due_date >= maria.today
    assert new.n == 7
    assert "multa" in answer


async def test_asking_twice_for_a_second_copy_issues_one(begin: Begin) -> None:
    maria = begin(grace_days=60)
    await maria.agrees()
    await maria.passes(15)
    await maria.says("segunda via")
    first = await maria.says("529")

    again = await maria.says("manda o boleto de novo")

    assert {line for line in first.splitlines() if line[:5].isdigit()} <= set(again.splitlines())
    assert len((await maria.agreement()).installments[0].documents) == 4


async def test_a_second_copy_paid_by_its_day_settles_its_instalment(begin: Begin) -> None:
    maria = begin(grace_days=60)
    await maria.agrees()
    await maria.passes(15)
    await maria.says("segunda via")
    await maria.says("529")
    new = (await maria.agreement()).installments[0].documents[0]
    assert new.due_date is not None
    assert new.amount is not None

    await maria.passes((new.due_date - maria.today).days)
    await maria.pays(str(new.amount), installment=1)

    agreement = await maria.agreement()
    assert (agreement.installments[0].status, agreement.overpaid) == ("paid", Decimal(0))


async def test_days_later_the_identity_is_asked_again_before_anything_is_shown(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    await maria.passes(3)

    asked = await maria.says("segunda via")
    wrong = await maria.says("111")
    right = await maria.says("529")

    for discreet in (asked, wrong):
        assert not any(word in discreet.lower() for word in ("acordo", "boleto", "r$", "parcela"))
    assert "segunda via" in right
    assert len(maria.documents) == 2


async def test_a_second_copy_is_good_until_it_falls_due_though_the_days_of_grace_end_before(
    begin: Begin,
) -> None:
    maria = begin(enforce=False, grace_days=5, second_copy_days=2)
    await maria.agrees()
    await maria.passes((FIRST - maria.today).days + 5)
    for text in ("segunda via", "529"):
        await maria.says(text)
    new = (await maria.agreement()).installments[0].documents[0]
    assert new.due_date is not None
    assert new.due_date == maria.today + timedelta(days=2)

    await maria.passes((new.due_date - maria.today).days)
    on_its_day = await maria.agreement()
    await maria.passes(1)
    after = await maria.agreement()

    assert (on_its_day.status, on_its_day.installments[0].documents[0].status) == ("active", "active")
    assert (after.status, after.installments[0].documents[0].status) == ("broken", "cancelled")


async def test_a_second_copy_that_asks_for_the_fine_asks_for_no_second_one(begin: Begin) -> None:
    maria = begin(grace_days=60)
    agreement = await maria.agrees()
    await maria.passes(15)
    for text in ("segunda via", "529"):
        await maria.says(text)

    async with maria.container.uow() as uow:
        first, *_, new = [kept.document.boleto for kept in await uow.second_copies.history(agreement.id)]
    assert first.late_fine_percent == 2
    assert new.amount > first.amount
    assert new.late_fine_percent == 0
    # One percent of the R$ 300,00 that were agreed, said of what the new one asks for.
    assert Decimal("2.95") < new.amount * new.late_interest_percent / 100 <= Decimal("3.00")
    assert "multa" not in "".join(new.instructions).lower()
