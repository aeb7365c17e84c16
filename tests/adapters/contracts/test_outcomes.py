"""The promise of the Outcomes port."""

import asyncio
from dataclasses import replace

from application.ports.crm import OutcomeReport
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.negotiation import Negotiation
from domain.negotiation.outcome import Outcome
from tests.adapters.contracts.kept import CPF, MINUTE, NOW, a_conversation, a_report


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
