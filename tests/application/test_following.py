"""From the day after the agreement to its end: reminded, thanked, broken, negotiated again, and told."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from adapters.crm.memory import MemoryCrm
from application.open_conversation import ContactForbidden
from application.ports.messenger import MessengerUnavailable
from domain.identity.contact_rule import ContactRule
from domain.shared.ids import TenantId
from entrypoints.container import Container
from tests.application.agreed import HALF_A_DAY, MARIA, NOON, Agreed, Post, settings


class Killed(BaseException):
    """The process is gone."""


Begin = Callable[..., Agreed]

REMINDER, LATE, THANKS = "lembrete_do_combinado", "sobre_o_combinado", "confirmacao_do_combinado"
# Agreed on Friday 27 November: the first instalment falls due on the Wednesday after.
FIRST = date(2026, 12, 2)


@pytest.fixture
def begin(engine: AsyncEngine) -> Begin:
    def begun(*, enforce: bool = True, **policy: object) -> Agreed:
        container = Container(settings=settings(enforce=enforce, **policy))
        clock, crm = VirtualClock(NOON), MemoryCrm([MARIA])
        post = Post(clock)
        container.tenant.override(TenantId(f"tenant-{uuid4()}"))
        container.engine.override(engine)
        container.clock.override(clock)
        container.messenger.override(post)
        container.crm.override(crm)
        container.chance.override(lambda: 0.0)
        return Agreed(container, clock, post, crm)

    return begun


async def test_a_debtor_is_reminded_before_and_on_the_day_and_told_after_it_once_each(begin: Begin) -> None:
    maria = begin(grace_days=30)
    agreement = await maria.agrees()
    assert agreement.installments[0].due_date == FIRST
    opening = len(maria.templates)

    await maria.passes(10)

    # The notice of the day after waits a day: it would be the fourth contact in seven days.
    assert maria.templates[opening:] == [
        (FIRST - timedelta(days=2), REMINDER),
        (FIRST, REMINDER),
        (FIRST + timedelta(days=2), LATE),
    ]


async def test_nothing_that_leaves_outside_the_chat_gives_the_subject_away(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    await maria.passes(8)

    for _, message in maria.post.sent:
        if hasattr(message.content, "preview"):
            said = message.content.preview.lower()
            assert not any(word in said for word in ("acordo", "parcela", "boleto", "r$", "pag", "dívida"))


async def test_what_was_paid_is_not_reminded_of(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    await maria.pays("300.00", installment=1)
    before = len(maria.templates)

    await maria.passes(10)

    assert maria.templates[before:] == []


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


async def test_whoever_says_it_is_paid_is_believed_when_the_bank_says_so(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    answer = await maria.says("já paguei")

    assert (await maria.agreement()).paid == 0
    assert "aparecer" in answer or "chegar" in answer


async def test_after_an_opt_out_nothing_more_is_written_but_everything_is_followed(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    await maria.says("não quero mais receber mensagens, sair")
    sent = len(maria.post.sent)

    await maria.passes(20)

    assert len(maria.post.sent) == sent
    assert (await maria.agreement()).status == "broken"
    assert maria.told[-1].outcome.value == "unsuccessful"


async def test_what_we_start_leaves_in_the_hours_of_contact_only(begin: Begin) -> None:
    maria = begin(reminder_days=[4, 3, 2, 1, 0])
    await maria.agrees()
    sent = len(maria.post.sent)

    await maria.passes(9)

    for at, _ in maria.post.sent[sent:]:
        local = at.astimezone(NOON.tzinfo) - timedelta(hours=3)
        assert local.weekday() < 5
        assert 9 <= local.hour < 18
    assert len({at.date() for at, _ in maria.post.sent[sent:]}) == len(maria.post.sent[sent:])


async def test_a_reminder_that_could_not_leave_is_not_said_twice(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    sent = len(maria.post.sent)
    maria.post.answers = [MessengerUnavailable("fora do ar")]

    await maria.passes(4)

    keys = [message.key for _, message in maria.post.sent[sent:]]
    assert len(keys) == len(set(keys)) == 1


async def test_a_process_that_dies_between_deciding_and_sending_reminds_once(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    sent = len(maria.post.sent)
    for _ in range(7):
        maria.clock.advance(HALF_A_DAY)
        # The decision is kept, and the process is gone before the message leaves.
        maria.post.answers = [Killed()]
        with suppress(Killed):
            await maria.works()
        maria.post.answers = []
        maria.clock.advance(timedelta(minutes=5))
        await maria.works()

    keys = [message.key for _, message in maria.post.sent[sent:]]
    assert len(keys) == len(set(keys)) == 1


async def test_a_promise_is_followed_too_and_costs_nothing_when_late(begin: Begin) -> None:
    maria = begin()
    await maria.agrees("só consigo pagar dia 22/12", "não dá antes, só dia 22/12 mesmo", "sim")
    promise = await maria.agreement()
    assert promise.status == "promised"

    await maria.passes(40)

    after = await maria.agreement()
    assert after.status == "broken"
    assert after.remaining == promise.total


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
