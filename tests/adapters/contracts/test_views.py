"""The promise of the Views port."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.views import DebtorView, DocumentView, VerificationView
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.events import EndReason
from domain.negotiation.handle import handle
from domain.negotiation.negotiation import Status
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.ids import AgreementId, ConversationId, MessageId
from tests.adapters.contracts.kept import (
    CONTACT,
    NOW,
    POLICY,
    SECOND,
    a_conversation,
    a_document,
    a_kept_debtor,
    a_negotiation,
    a_report,
    an_agreement,
    an_id,
    an_outgoing,
    queued,
    saved,
)


async def test_what_nobody_kept_is_not_shown(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert await uow.views.conversation(ConversationId(an_id())) is None
        assert await uow.views.agreement(AgreementId(an_id())) is None
        assert await uow.views.message(MessageId(an_id())) is None
        assert await uow.views.message_of_key("k") is None
        assert await uow.views.conversations() == ()


async def test_a_new_conversation_shows_a_masked_debtor_and_nothing_agreed(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        view = await uow.views.conversation(negotiation.id)
    assert view is not None
    assert (view.id, view.phase, view.status) == (negotiation.id, "verification", "active")
    assert view.debtor == DebtorView("Maria", "***.982.247-**")
    assert view.verification == VerificationView("pending", 0)
    assert (view.messages, view.offers, view.audit) == ((), (), ())
    assert (view.agreement_id, view.outcome, view.outcome_notes, view.outcome_reported) == (
        None,
        None,
        None,
        False,
    )
    assert (view.opened_at, view.last_activity_at) == (NOW, NOW)


@pytest.mark.parametrize(
    ("wrong", "verified", "end", "expected"),
    [
        (2, False, None, VerificationView("pending", 2)),
        (1, True, None, VerificationView("verified", 2)),
        (3, False, EndReason.VERIFICATION_FAILED, VerificationView("failed", 3)),
        (0, False, EndReason.WRONG_PERSON, VerificationView("pending", 0)),
    ],
)
async def test_every_answer_given_counts_as_an_attempt(
    uow_factory: UnitOfWorkFactory,
    wrong: int,
    verified: bool,
    end: EndReason | None,
    expected: VerificationView,
) -> None:
    negotiation = await a_conversation(uow_factory)
    await saved(uow_factory, negotiation, wrong_attempts=wrong, verified=verified, end=end)
    async with uow_factory() as uow:
        view = await uow.views.conversation(negotiation.id)
    assert view is not None
    assert view.verification == expected


async def test_every_offer_shows_its_schedule_and_the_least_that_policy_allowed(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    opened = handle(
        negotiation, Understanding(Intent.IDENTIFY, cpf_digits="529"), NOW, lambda _digits: True
    ).negotiation
    split = handle(
        opened, Understanding(Intent.PROPOSE, installments=6), NOW, lambda _digits: True
    ).negotiation
    await saved(uow_factory, replace(split, version=0))
    async with uow_factory() as uow:
        view = await uow.views.conversation(negotiation.id)
    assert view is not None
    cash, installments = view.offers
    # R$ 1.000,00: the opening discount is 10 %, the greatest 40 % in cash and 25 % in six instalments.
    assert (cash.total, cash.discount_percent, cash.floor) == (
        Decimal("900.00"),
        Decimal("10.00"),
        Decimal("600.00"),
    )
    assert [each.number for each in installments.installments] == [1, 2, 3, 4, 5, 6]
    assert sum(each.amount for each in installments.installments) == installments.total
    assert installments.floor == Decimal("750.00")
    assert {offer.policy_version for offer in view.offers} == {POLICY.version}


async def test_the_thread_shows_its_latest_five_hundred_messages_in_order(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    await queued(uow_factory, *(an_outgoing(negotiation.id, str(place)) for place in range(503)))
    async with uow_factory() as uow:
        view = await uow.views.conversation(negotiation.id)
    assert view is not None
    assert [message.text for message in view.messages] == [f"texto de {place}" for place in range(3, 503)]


async def test_the_outcome_and_the_agreement_show_once_they_are_there(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    agreement = an_agreement(negotiation)
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.outcomes.put(a_report(negotiation.id), NOW)
        view = await uow.views.conversation(negotiation.id)
        (summary,) = await uow.views.conversations()
    assert view is not None
    assert (view.agreement_id, view.outcome, view.outcome_notes, view.outcome_reported) == (
        agreement.id,
        "successful",
        "Acordo fechado.",
        False,
    )
    assert summary.outcome == "successful"


async def test_conversations_are_listed_latest_first_page_by_page(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    opened = [
        replace(a_negotiation(debtor.id, NOW + day * timedelta(days=1)), status=Status.FAILED)
        for day in range(5)
    ]
    async with uow_factory() as uow:
        for negotiation in opened:
            await uow.negotiations.add(negotiation, CONTACT, (), NOW)
        await uow.commit()
    latest_first = [negotiation.id for negotiation in reversed(opened)]
    async with uow_factory() as uow:
        first = await uow.views.conversations(limit=2)
        second = await uow.views.conversations(limit=2, before=first[-1].opened_at)
        rest = await uow.views.conversations(before=second[-1].opened_at)
    assert [[each.id for each in page] for page in (first, second, rest)] == [
        latest_first[:2],
        latest_first[2:4],
        latest_first[4:],
    ]
    assert first[0].debtor == DebtorView("Maria", "***.982.247-**")


async def test_conversations_are_listed_by_status(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    past = await a_conversation(uow_factory, debtor=debtor)
    await saved(uow_factory, past, status=Status.COMPLETED)
    present = await a_conversation(uow_factory, debtor=debtor, at=NOW + SECOND)
    async with uow_factory() as uow:
        assert [each.id for each in await uow.views.conversations(status="active")] == [present.id]
        assert [each.id for each in await uow.views.conversations(status="completed")] == [past.id]
        assert await uow.views.conversations(status="failed") == ()


async def test_an_agreement_shows_its_schedule_and_counts_its_boletos_before_its_pix(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    agreement = an_agreement(negotiation)
    first, second = a_document(1), a_document(2)
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [first, second])
        view = await uow.views.agreement(agreement.id)
    assert view is not None
    assert (view.id, view.conversation_id, view.status) == (agreement.id, negotiation.id, "active")
    assert (view.original_amount, view.total, view.discount_amount) == (
        Decimal("1000.00"),
        Decimal("600.00"),
        Decimal("400.00"),
    )
    assert [(each.number, each.amount, each.due_date, each.status) for each in view.installments] == [
        (each.number, each.amount, each.due_date, "open") for each in agreement.installments
    ]
    assert [each.documents for each in view.installments] == [
        (
            DocumentView(1, "boleto", first.boleto.linha_digitavel, first.boleto.barcode, None),
            DocumentView(3, "pix", None, None, "00020126PIX1"),
        ),
        (
            DocumentView(2, "boleto", second.boleto.linha_digitavel, second.boleto.barcode, None),
            DocumentView(4, "pix", None, None, "00020126PIX2"),
        ),
    ]


async def test_a_creditor_without_a_pix_key_shows_boletos_alone(uow_factory: UnitOfWorkFactory) -> None:
    agreement = an_agreement(await a_conversation(uow_factory))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [a_document(1, pix=False)])
        view = await uow.views.agreement(agreement.id)
    assert view is not None
    assert [[document.kind for document in each.documents] for each in view.installments] == [["boleto"], []]


async def test_a_promise_has_instalments_that_are_promised_and_no_documents(
    uow_factory: UnitOfWorkFactory,
) -> None:
    agreement = an_agreement(await a_conversation(uow_factory), status=AgreementStatus.PROMISED)
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        view = await uow.views.agreement(agreement.id)
    assert view is not None
    assert view.status == "promised"
    assert {(each.status, each.documents) for each in view.installments} == {("promised", ())}


async def test_a_total_above_the_debt_is_no_negative_discount(uow_factory: UnitOfWorkFactory) -> None:
    agreement = replace(an_agreement(await a_conversation(uow_factory)), original_amount=Decimal("550.00"))
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        view = await uow.views.agreement(agreement.id)
    assert view is not None
    assert view.discount_amount == Decimal("0.00")
