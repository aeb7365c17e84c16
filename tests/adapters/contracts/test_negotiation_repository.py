"""The promise of the NegotiationRepository port."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from application.ports.negotiation_repository import ConversationAlreadyOpen, NotFound, StaleAggregate
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.events import ConversationOpened, Event, IdentityMistaken
from domain.negotiation.explanation import explain
from domain.negotiation.handle import handle
from domain.negotiation.negotiation import Decision, Negotiation, Status
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.ids import ConversationId
from tests.adapters.contracts.kept import (
    CONTACT,
    MINUTE,
    NOW,
    SECOND,
    a_conversation,
    a_kept_debtor,
    a_negotiation,
    an_id,
    saved,
)

PROVES = Understanding(Intent.IDENTIFY, cpf_digits="529")
TALK: tuple[Understanding, ...] = (
    PROVES,
    Understanding(Intent.ASK_DISCOUNT),
    Understanding(Intent.HARDSHIP, hardship=True),
    Understanding(Intent.ASK_INSTALLMENTS),
    Understanding(Intent.PROPOSE, amount=Decimal("100.00"), amount_is="total"),
    Understanding(Intent.PROPOSE, installments=3),
    Understanding(Intent.ACCEPT),
)


def heard(negotiation: Negotiation, said: Sequence[Understanding]) -> tuple[Negotiation, list[Event]]:
    """The negotiation after a whole talk, and what happened in it."""
    events = list[Event]()
    decision = Decision(negotiation)
    for number, understanding in enumerate(said, start=1):
        decision = handle(decision.negotiation, understanding, NOW + number * SECOND, lambda _digits: True)
        events.extend(decision.events)
    return decision.negotiation, events


@pytest.mark.parametrize("turns", range(len(TALK) + 1))
async def test_a_negotiation_comes_back_as_it_was_after_every_turn(
    uow_factory: UnitOfWorkFactory, turns: int
) -> None:
    opened = await a_conversation(uow_factory)
    after, _ = heard(opened, TALK[:turns])
    async with uow_factory() as uow:
        await uow.negotiations.save(after, (), NOW)
        assert await uow.negotiations.get(opened.id) == replace(after, version=1)


async def test_a_talk_ends_in_an_agreement_so_that_the_test_above_sees_every_state(
    uow_factory: UnitOfWorkFactory,
) -> None:
    after, _ = heard(await a_conversation(uow_factory), TALK)
    assert after.status is Status.COMPLETED
    assert after.agreement_id is not None
    assert len(after.offers) > 3


async def test_a_new_negotiation_can_be_saved_as_it_was_added(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    negotiation = a_negotiation(debtor.id)
    async with uow_factory() as uow:
        await uow.negotiations.add(negotiation, CONTACT, (), NOW)
        await uow.negotiations.save(replace(negotiation, turns=1), (), NOW)
        assert (await uow.negotiations.get(negotiation.id)).turns == 1


async def test_an_unknown_negotiation_is_not_found(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        with pytest.raises(NotFound):
            await uow.negotiations.get(ConversationId(an_id()))


async def test_saving_what_somebody_saved_meanwhile_is_stale_and_changes_nothing(
    uow_factory: UnitOfWorkFactory,
) -> None:
    opened = await a_conversation(uow_factory)
    first = await saved(uow_factory, opened, turns=1)
    async with uow_factory() as uow:
        with pytest.raises(StaleAggregate):
            await uow.negotiations.save(replace(opened, turns=7), (IdentityMistaken(attempts_left=1),), NOW)
        await uow.commit()
    async with uow_factory() as uow:
        assert await uow.negotiations.get(opened.id) == first
        view = await uow.views.conversation(opened.id)
    assert view is not None
    assert view.audit == ()


async def test_of_two_who_save_at_once_one_is_stale(uow_factory: UnitOfWorkFactory) -> None:
    opened = await a_conversation(uow_factory)

    async def save(turns: int) -> bool:
        async with uow_factory() as uow:
            try:
                await uow.negotiations.save(replace(opened, turns=turns), (), NOW)
            except StaleAggregate:
                return False
            await uow.commit()
            return True

    assert sorted(await asyncio.gather(save(1), save(2), save(3))) == [False, False, True]


async def test_a_debtor_has_one_active_conversation(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    opened = await a_conversation(uow_factory, debtor=debtor)
    async with uow_factory() as uow:
        assert await uow.negotiations.active_of(debtor.id) == opened
        with pytest.raises(ConversationAlreadyOpen):
            await uow.negotiations.add(a_negotiation(debtor.id), CONTACT, (), NOW)


async def test_of_three_conversations_opened_at_once_for_one_debtor_one_is_kept(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)

    async def open_one() -> bool:
        async with uow_factory() as uow:
            try:
                await uow.negotiations.add(a_negotiation(debtor.id), CONTACT, (), NOW)
            except ConversationAlreadyOpen:
                return False
            await uow.commit()
            return True

    assert sorted(await asyncio.gather(open_one(), open_one(), open_one())) == [False, False, True]
    async with uow_factory() as uow:
        assert len(await uow.views.conversations()) == 1


async def test_an_ended_conversation_makes_room_for_a_new_one(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    await saved(uow_factory, await a_conversation(uow_factory, debtor=debtor), status=Status.ABANDONED)
    async with uow_factory() as uow:
        assert await uow.negotiations.active_of(debtor.id) is None
    second = await a_conversation(uow_factory, debtor=debtor, at=NOW + timedelta(days=1))
    async with uow_factory() as uow:
        assert await uow.negotiations.active_of(debtor.id) == second


async def test_everything_that_happened_is_logged_in_order_with_its_explanation(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)
    negotiation = a_negotiation(debtor.id)
    opening = ConversationOpened(policy_version="2026-11")
    after, events = heard(negotiation, TALK)
    async with uow_factory() as uow:
        await uow.negotiations.add(negotiation, CONTACT, (opening,), NOW)
        await uow.negotiations.save(after, events, NOW + MINUTE)
        view = await uow.views.conversation(negotiation.id)
    assert view is not None
    assert [audit.text for audit in view.audit] == [explain(event) for event in (opening, *events)]
    assert [audit.at for audit in view.audit] == [NOW, *[NOW + MINUTE] * len(events)]
