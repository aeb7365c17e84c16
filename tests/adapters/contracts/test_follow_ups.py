"""The promise of the FollowUps port."""

import pytest

from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.agreement import Agreement
from domain.negotiation.negotiation import Status
from tests.adapters.contracts.kept import MINUTE, NOW, a_conversation, an_agreement, saved

SOON, LATER = NOW + MINUTE, NOW + 9 * MINUTE


@pytest.fixture
async def agreement(uow_factory: UnitOfWorkFactory) -> Agreement:
    """An agreement, its conversation over."""
    negotiation = await a_conversation(uow_factory)
    agreement = an_agreement(negotiation)
    await saved(uow_factory, negotiation, status=Status.COMPLETED)
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.commit()
    return agreement


async def test_a_step_is_over_once_for_ever(uow_factory: UnitOfWorkFactory, agreement: Agreement) -> None:
    async with uow_factory() as uow:
        await uow.follow_ups.keep(agreement.id, ["a", "b"], "reminder", NOW, said=True)
        await uow.follow_ups.keep(agreement.id, ["b", "c"], "late", NOW, said=False)
        await uow.follow_ups.keep(agreement.id, [], "late", NOW, said=False)

        assert await uow.follow_ups.done(agreement.id) == {"a", "b", "c"}


async def test_an_agreement_is_looked_at_when_it_was_said_and_held_like_a_conversation(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    conversation_id = agreement.conversation_id
    async with uow_factory() as uow:
        await uow.follow_ups.sleep(conversation_id, SOON)
        assert await uow.conversations.due(NOW, 10) == ()
        assert await uow.turns.hold(conversation_id, NOW, SOON) is None
        assert await uow.conversations.due(SOON, 10) == (conversation_id,)
        held = await uow.turns.hold(conversation_id, SOON, LATER)
        assert held is not None
        assert held.inbound == ()
        assert await uow.conversations.due(SOON, 10) == ()
        assert await uow.turns.hold(conversation_id, SOON, LATER) is None


async def test_waking_brings_it_forward_and_never_back(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    async with uow_factory() as uow:
        await uow.follow_ups.wake(agreement.conversation_id, LATER)
        await uow.follow_ups.wake(agreement.conversation_id, SOON)
        await uow.follow_ups.wake(agreement.conversation_id, LATER)

        assert await uow.conversations.due(SOON, 10) == (agreement.conversation_id,)


async def test_what_sleeps_for_good_is_not_looked_at(
    uow_factory: UnitOfWorkFactory, agreement: Agreement
) -> None:
    async with uow_factory() as uow:
        await uow.follow_ups.wake(agreement.conversation_id, SOON)
        await uow.follow_ups.sleep(agreement.conversation_id, None)

        assert await uow.conversations.due(LATER, 10) == ()
