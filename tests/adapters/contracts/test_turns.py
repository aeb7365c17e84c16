"""The promise of the Turns port: one holder at a time, and what a turn leaves is kept whole or not at all."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.negotiation_repository import StaleAggregate
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.events import IdentityMistaken
from domain.negotiation.explanation import explain
from domain.negotiation.negotiation import Status
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.ids import ConversationId
from domain.shared.phone import Phone
from tests.adapters.contracts.kept import (
    MINUTE,
    NOW,
    POLICY,
    SECOND,
    a_conversation,
    a_debtor,
    a_heard_message,
    a_hold,
    a_kept_debtor,
    a_turn,
    an_id,
    an_outgoing,
    queued,
    waiting_in,
)
from tests.adapters.contracts.sending import claimed, status_of

TIMEOUT = timedelta(seconds=POLICY.conversation_timeout_seconds)


async def can_hold(
    uow_factory: UnitOfWorkFactory, conversation_id: ConversationId, after: timedelta = timedelta()
) -> bool:
    """Whether somebody could hold the conversation some time from now."""
    async with uow_factory() as uow:
        return await uow.turns.hold(conversation_id, NOW + after, NOW + after + MINUTE) is not None


async def test_who_holds_a_conversation_has_all_that_a_turn_needs(uow_factory: UnitOfWorkFactory) -> None:
    moved = a_debtor().moved_on_whatsapp(Phone.parse("5521988880000"), "BR.2")
    debtor = await a_kept_debtor(uow_factory, moved)
    negotiation = await a_conversation(uow_factory, debtor=debtor)
    await queued(uow_factory, an_outgoing(negotiation.id, "k"))
    await a_heard_message(uow_factory, negotiation.id, "segunda", at=NOW + SECOND)
    await a_heard_message(uow_factory, negotiation.id, "primeira")
    held = await a_hold(uow_factory, negotiation.id)
    async with uow_factory() as uow:
        assert held.negotiation == await uow.negotiations.get(negotiation.id)
        assert held.conversation == await uow.conversations.get(negotiation.id)
    assert held.debtor == debtor
    assert held.text == "primeira\nsegunda"
    assert (held.last_text, held.attempts, held.last_error) == ("texto de k", 1, None)


async def test_a_conversation_is_held_by_one_until_released_or_run_out(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    assert not await can_hold(uow_factory, negotiation.id, 59 * SECOND)
    assert await can_hold(uow_factory, negotiation.id, MINUTE)
    async with uow_factory() as uow:
        assert await uow.turns.release(held.lease)
        await uow.commit()
    assert await can_hold(uow_factory, negotiation.id)


async def test_of_many_who_want_to_hold_a_conversation_at_once_one_does(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)

    async def hold() -> bool:
        async with uow_factory() as uow:
            held = await uow.turns.hold(negotiation.id, NOW, NOW + MINUTE)
            await uow.commit()
            return held is not None

    assert sum(await asyncio.gather(*(hold() for _ in range(8)))) == 1


async def test_nobody_holds_a_conversation_in_which_nothing_waits_or_that_does_not_exist(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    assert not await can_hold(uow_factory, negotiation.id, TIMEOUT - SECOND)
    assert not await can_hold(uow_factory, ConversationId(an_id()))


async def test_a_conversation_whose_time_is_over_is_held_for_its_end(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    held = await a_hold(uow_factory, negotiation.id, at=NOW + TIMEOUT)
    assert held.inbound == ()


async def test_time_does_not_run_out_while_a_message_of_ours_has_not_left(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(negotiation.id, "k", at=NOW + 60 * MINUTE))
    assert not await can_hold(uow_factory, negotiation.id, TIMEOUT)
    async with uow_factory() as uow:
        assert await uow.conversations.due(NOW + TIMEOUT, 10) == ()


async def test_a_turn_is_kept_whole(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    heard = await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    messages = an_outgoing(negotiation.id, "0"), an_outgoing(negotiation.id, "1")
    turn = replace(
        a_turn(held, *messages, understanding=Understanding(Intent.GREETING)),
        events=(IdentityMistaken(attempts_left=2), IdentityMistaken(attempts_left=1)),
    )
    async with uow_factory() as uow:
        kept = await uow.turns.keep(turn, NOW, NOW + MINUTE)
        await uow.commit()
    assert (kept.claimed, kept.more_waits) == (True, False)
    async with uow_factory() as uow:
        assert await uow.negotiations.get(negotiation.id) == replace(
            turn.negotiation, version=negotiation.version + 1
        )
        view = await uow.views.conversation(negotiation.id)
        read = await uow.views.message(heard)
    assert view is not None
    assert [message.text for message in view.messages] == ["oi", "texto de 0", "texto de 1"]
    assert [line.text for line in view.audit] == [explain(event) for event in turn.events]
    assert read is not None
    assert read.understanding is not None
    assert await waiting_in(uow_factory, negotiation.id) == ()


async def test_the_first_message_of_a_turn_is_claimed_and_the_next_waits_behind_it(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    async with uow_factory() as uow:
        messages = an_outgoing(negotiation.id, "0"), an_outgoing(negotiation.id, "1")
        await uow.turns.keep(a_turn(held, *messages), NOW, NOW + MINUTE)
        await uow.commit()
    assert await claimed(uow_factory, negotiation.id) is None
    again = await claimed(uow_factory, negotiation.id, minutes=1)
    assert again is not None
    assert (again.message.key, again.attempts, again.doubtful) == ("0", 2, True)


async def test_the_first_message_of_a_turn_never_overtakes_what_has_not_left(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(negotiation.id, "before"))
    await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    async with uow_factory() as uow:
        kept = await uow.turns.keep(a_turn(held, an_outgoing(negotiation.id, "0")), NOW, NOW + MINUTE)
        await uow.commit()
    assert not kept.claimed
    first = await claimed(uow_factory, negotiation.id)
    assert first is not None
    assert first.message.key == "before"


async def test_what_was_written_during_a_turn_is_told_and_waits(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    await a_heard_message(uow_factory, negotiation.id, "mais uma")
    async with uow_factory() as uow:
        kept = await uow.turns.keep(a_turn(held), NOW, NOW + MINUTE)
        await uow.commit()
    assert kept.more_waits
    assert [message.text for message in await waiting_in(uow_factory, negotiation.id)] == ["mais uma"]


async def test_a_holder_who_lost_the_conversation_keeps_nothing(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    slow = await a_hold(uow_factory, negotiation.id)
    other = await a_hold(uow_factory, negotiation.id, at=NOW + MINUTE)
    message = an_outgoing(negotiation.id, "0")
    async with uow_factory() as uow:
        with pytest.raises(StaleAggregate):
            await uow.turns.keep(a_turn(slow, message), NOW + MINUTE, NOW + 2 * MINUTE)
        assert not await uow.turns.release(slow.lease)
        await uow.turns.rest(slow.lease, NOW + 60 * MINUTE, "tarde demais", blameless=False)
        await uow.turns.bury(slow.lease, [slow.inbound[0].message_id], "tarde demais", NOW)
        assert await uow.views.message(message.message_id) is None
        await uow.commit()
    async with uow_factory() as uow:
        await uow.turns.keep(a_turn(other, message), NOW + MINUTE, NOW + 2 * MINUTE)
        await uow.commit()
    assert await status_of(uow_factory, message.message_id) == "pending"


async def test_a_turn_decided_on_another_version_is_not_kept(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    turn = a_turn(held)
    async with uow_factory() as uow:
        with pytest.raises(StaleAggregate):
            await uow.turns.keep(
                replace(turn, negotiation=replace(turn.negotiation, version=7)), NOW, NOW + MINUTE
            )


async def test_a_message_is_answered_by_one_turn(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    first = await a_hold(uow_factory, negotiation.id)
    async with uow_factory() as uow:
        await uow.turns.keep(a_turn(first), NOW, NOW + MINUTE)
        await uow.commit()
    await a_heard_message(uow_factory, negotiation.id, "outra")
    second = await a_hold(uow_factory, negotiation.id)
    stale = replace(second, inbound=first.inbound)
    async with uow_factory() as uow:
        with pytest.raises(StaleAggregate):
            await uow.turns.keep(a_turn(stale), NOW, NOW + MINUTE)


async def test_after_a_failure_a_conversation_rests_and_remembers_why(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    async with uow_factory() as uow:
        await uow.turns.rest(held.lease, NOW + MINUTE, "ValueError", blameless=False)
        await uow.commit()
    assert not await can_hold(uow_factory, negotiation.id, 59 * SECOND)
    again = await a_hold(uow_factory, negotiation.id, at=NOW + MINUTE)
    assert (again.attempts, again.last_error) == (2, "ValueError")


async def test_a_failure_of_somebody_else_is_no_attempt(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    async with uow_factory() as uow:
        await uow.turns.rest(held.lease, NOW, "IssuerUnavailable", blameless=True)
        await uow.commit()
    assert (await a_hold(uow_factory, negotiation.id)).attempts == 1


async def test_buried_messages_wait_no_longer_and_the_next_one_does(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    poison = await a_heard_message(uow_factory, negotiation.id)
    held = await a_hold(uow_factory, negotiation.id)
    async with uow_factory() as uow:
        await uow.turns.bury(held.lease, [poison], "ValueError", NOW)
        await uow.commit()
    assert await waiting_in(uow_factory, negotiation.id) == ()
    await a_heard_message(uow_factory, negotiation.id, "outra")
    fresh = await a_hold(uow_factory, negotiation.id)
    assert (fresh.attempts, fresh.text, fresh.negotiation.status) == (1, "outra", Status.ACTIVE)


async def test_two_debtors_are_never_mixed(uow_factory: UnitOfWorkFactory) -> None:
    owing_nothing = await a_kept_debtor(uow_factory, a_debtor(debts=()))
    negotiation = await a_conversation(uow_factory, debtor=owing_nothing)
    await a_heard_message(uow_factory, negotiation.id)
    assert (await a_hold(uow_factory, negotiation.id)).debtor == owing_nothing
