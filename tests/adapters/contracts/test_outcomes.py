"""The promise of the Outcomes port."""

import asyncio
from dataclasses import replace

from application.ports.crm import OutcomeReport
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.messaging.contact import Contact
from domain.negotiation.negotiation import Negotiation, Status
from domain.negotiation.outcome import Outcome
from tests.adapters.contracts.kept import (
    CPF,
    MINUTE,
    NOW,
    OTHER_CPF,
    a_conversation,
    a_debtor,
    a_kept_debtor,
    a_report,
    saved,
)


async def a_conversation_with_an_outcome(uow_factory: UnitOfWorkFactory) -> Negotiation:
    """A conversation whose end the CRM must be told."""
    negotiation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        await uow.outcomes.put(a_report(negotiation.id), NOW)
        await uow.commit()
    return negotiation


async def claimed(
    uow_factory: UnitOfWorkFactory, negotiation: Negotiation, *, minutes: int = 0
) -> tuple[OutcomeReport, int] | None:
    """What a reporter gets some minutes from now, for a minute."""
    now = NOW + minutes * MINUTE
    async with uow_factory() as uow:
        outcome = await uow.outcomes.claim(negotiation.id, now, now + MINUTE)
        await uow.commit()
    return outcome


async def test_an_outcome_is_claimed_as_it_was_put(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    assert await claimed(uow_factory, negotiation) == (a_report(negotiation.id), 1)


async def test_an_outcome_with_little_to_tell_comes_back_whole(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    report = OutcomeReport(negotiation.id, CPF, Outcome.NO_CONTACT, "Não respondeu.", NOW, 180)
    async with uow_factory() as uow:
        await uow.outcomes.put(report, NOW)
        await uow.commit()
    assert await claimed(uow_factory, negotiation) == (report, 1)


async def test_a_conversation_has_one_outcome_the_first(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    async with uow_factory() as uow:
        await uow.outcomes.put(replace(a_report(negotiation.id), outcome=Outcome.UNSUCCESSFUL), NOW)
        await uow.commit()
    assert await claimed(uow_factory, negotiation) == (a_report(negotiation.id), 1)


async def test_what_follows_the_conversation_is_told_after_it_and_never_before(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    first = a_report(negotiation.id)
    later = replace(first, follows="paid.1", notes="Acordo quitado")
    async with uow_factory() as uow:
        await uow.outcomes.put(later, NOW)
        await uow.outcomes.put(later, NOW)
        await uow.commit()
    assert await claimed(uow_factory, negotiation) == (first, 1)
    assert await claimed(uow_factory, negotiation) is None
    async with uow_factory() as uow:
        await uow.outcomes.retry(first.session_id, NOW + 60 * MINUTE, "fora do ar")
        await uow.commit()
    assert await claimed(uow_factory, negotiation, minutes=59) is None
    assert await claimed(uow_factory, negotiation, minutes=60) == (first, 2)
    async with uow_factory() as uow:
        await uow.outcomes.reported(first.session_id, NOW)
        await uow.commit()
    assert await claimed(uow_factory, negotiation, minutes=61) == (later, 1)


async def test_two_conversations_with_one_debtor_are_told_in_their_order_whoever_asks(
    uow_factory: UnitOfWorkFactory,
) -> None:
    first = await a_conversation_with_an_outcome(uow_factory)
    async with uow_factory() as uow:
        debtor = await uow.debtors.get(first.debtor_id)
    await saved(uow_factory, first, status=Status.FAILED)
    second = await a_conversation(uow_factory, debtor=debtor)
    await saved(uow_factory, second, status=Status.FAILED)
    async with uow_factory() as uow:
        await uow.outcomes.put(a_report(second.id), NOW)
        await uow.commit()
    assert await claimed(uow_factory, second) == (a_report(first.id), 1)
    assert await claimed(uow_factory, second) is None
    async with uow_factory() as uow:
        due = await uow.conversations.due(NOW + 5 * MINUTE, 10)
        await uow.outcomes.reported(first.id, NOW)
        await uow.commit()
    assert first.id in due
    assert second.id not in due
    assert await claimed(uow_factory, first) == (a_report(second.id), 1)


async def test_debtors_do_not_wait_for_each_other(uow_factory: UnitOfWorkFactory) -> None:
    waiting = await a_conversation_with_an_outcome(uow_factory)
    await claimed(uow_factory, waiting)
    other = await a_conversation(
        uow_factory,
        debtor=await a_kept_debtor(uow_factory, a_debtor(cpf=OTHER_CPF)),
        contact=Contact("5511999990002"),
    )
    async with uow_factory() as uow:
        await uow.outcomes.put(a_report(other.id), NOW)
        await uow.commit()
    assert await claimed(uow_factory, other) == (a_report(other.id), 1)


async def test_what_the_crm_will_never_take_holds_nothing_up(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    later = replace(a_report(negotiation.id), follows="paid.1")
    async with uow_factory() as uow:
        await uow.outcomes.put(later, NOW)
        await uow.outcomes.bury(negotiation.id, "CPF desconhecido")
        await uow.commit()
    assert await claimed(uow_factory, negotiation) == (later, 1)


async def test_a_conversation_without_an_outcome_has_none_to_claim(uow_factory: UnitOfWorkFactory) -> None:
    assert await claimed(uow_factory, await a_conversation(uow_factory)) is None


async def test_of_many_who_claim_at_once_one_reports(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    got = await asyncio.gather(*(claimed(uow_factory, negotiation) for _ in range(8)))
    assert len([outcome for outcome in got if outcome is not None]) == 1


async def test_a_claim_that_ran_out_is_due_again_and_counts_the_attempt(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    await claimed(uow_factory, negotiation)
    assert await claimed(uow_factory, negotiation) is None
    assert await claimed(uow_factory, negotiation, minutes=1) == (a_report(negotiation.id), 2)


async def test_an_outcome_the_crm_did_not_answer_for_is_due_when_it_was_said(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    await claimed(uow_factory, negotiation)
    async with uow_factory() as uow:
        await uow.outcomes.retry(negotiation.id, NOW + 5 * MINUTE, "fora do ar")
        await uow.commit()
    assert await claimed(uow_factory, negotiation, minutes=4) is None
    assert await claimed(uow_factory, negotiation, minutes=5) == (a_report(negotiation.id), 2)


async def test_what_the_crm_has_it_is_not_told_again(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    async with uow_factory() as uow:
        await uow.outcomes.reported(negotiation.id, NOW)
        await uow.outcomes.retry(negotiation.id, NOW, "resposta perdida")
        await uow.outcomes.bury(negotiation.id, "resposta perdida")
        view = await uow.views.conversation(negotiation.id)
        await uow.commit()
    assert await claimed(uow_factory, negotiation, minutes=60) is None
    assert view is not None
    assert view.outcome_reported


async def test_what_the_crm_will_never_take_is_not_told_again_and_not_said_to_be_reported(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation_with_an_outcome(uow_factory)
    async with uow_factory() as uow:
        await uow.outcomes.bury(negotiation.id, "CPF desconhecido")
        view = await uow.views.conversation(negotiation.id)
        await uow.commit()
    assert await claimed(uow_factory, negotiation, minutes=60) is None
    assert view is not None
    assert not view.outcome_reported
