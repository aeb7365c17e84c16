"""The promise of the DeadLetters port."""

import pytest

from application.outgoing import turn_key
from application.ports.dead_letters import DeadLetter
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.events import EndReason, OptOutHeard
from domain.negotiation.negotiation import Status
from domain.shared.ids import ConversationId
from tests.adapters.contracts.kept import (
    MINUTE,
    NOW,
    a_conversation,
    a_heard_message,
    a_hold,
    a_kept_debtor,
    a_report,
    an_outgoing,
    queued,
    saved,
    waiting_in,
)
from tests.adapters.contracts.sending import key_claimed


async def a_conversation_in_which_everything_failed(uow_factory: UnitOfWorkFactory) -> ConversationId:
    """One message nobody could answer, one nobody could send, and an outcome nobody would take."""
    conversation_id = (await a_conversation(uow_factory)).id
    await queued(uow_factory, an_outgoing(conversation_id, "k"))
    await a_heard_message(uow_factory, conversation_id)
    held = await a_hold(uow_factory, conversation_id)
    async with uow_factory() as uow:
        await uow.turns.bury(held.lease, [held.inbound[0].message_id], "ValueError", NOW)
        await uow.outbox.bury("k", "número inválido", NOW)
        await uow.outcomes.put(a_report(conversation_id), NOW)
        await uow.outcomes.bury(conversation_id, "contrato desconhecido")
        await uow.commit()
    return conversation_id


async def test_what_failed_for_good_is_told_with_its_reason(uow_factory: UnitOfWorkFactory) -> None:
    conversation_id = await a_conversation_in_which_everything_failed(uow_factory)
    async with uow_factory() as uow:
        dead = await uow.dead_letters.all(10)
        assert set(dead) == {
            DeadLetter("inbound", conversation_id, "ValueError", NOW),
            DeadLetter("outbound", conversation_id, "número inválido", NOW),
            DeadLetter("outcome", conversation_id, "contrato desconhecido", NOW),
        }
        assert await uow.dead_letters.all(10, conversation_id) == dead
        assert len(await uow.dead_letters.all(2)) == 2


async def test_what_is_revived_waits_again_and_is_dead_no_more(uow_factory: UnitOfWorkFactory) -> None:
    conversation_id = await a_conversation_in_which_everything_failed(uow_factory)
    async with uow_factory() as uow:
        assert await uow.dead_letters.revive(NOW + MINUTE, conversation_id) == 3
        assert await uow.dead_letters.all(10) == ()
        await uow.commit()
    assert [message.text for message in await waiting_in(uow_factory, conversation_id)] == ["oi"]
    assert await key_claimed(uow_factory, conversation_id, minutes=1) == "k"
    async with uow_factory() as uow:
        assert await uow.outcomes.claim(conversation_id, NOW + MINUTE, NOW + 2 * MINUTE) is not None


async def test_the_dead_of_another_conversation_stay_dead(uow_factory: UnitOfWorkFactory) -> None:
    conversation_id = await a_conversation_in_which_everything_failed(uow_factory)
    other = ConversationId(a_report(conversation_id).agreement_id or conversation_id)
    async with uow_factory() as uow:
        assert await uow.dead_letters.revive(NOW, other) == 0
        assert await uow.dead_letters.all(10, other) == ()
        assert len(await uow.dead_letters.all(10)) == 3


@pytest.mark.parametrize("reason", [EndReason.OPTED_OUT, EndReason.WRONG_PERSON])
async def test_nobody_who_asked_for_silence_is_written_to_again(
    uow_factory: UnitOfWorkFactory, reason: EndReason
) -> None:
    negotiation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(negotiation.id, "k"))
    await saved(uow_factory, negotiation, status=Status.ABANDONED, end=reason)
    async with uow_factory() as uow:
        await uow.outbox.bury("k", "a pessoa bloqueou as mensagens", NOW)
        assert await uow.dead_letters.revive(NOW) == 0
        (left,) = await uow.dead_letters.all(10)
        assert (left.kind, left.stays_for) == ("outbound", "silence")


async def test_silence_asked_for_after_the_end_holds_too(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(negotiation.id, "k"))
    async with uow_factory() as uow:
        await uow.negotiations.save(negotiation, (OptOutHeard(),), NOW)
        await uow.outbox.bury("k", "a pessoa bloqueou as mensagens", NOW)
        assert await uow.dead_letters.revive(NOW) == 0


async def test_what_opens_a_conversation_stays_dead_once_a_newer_one_was_opened(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)
    older = await a_conversation(uow_factory, debtor=debtor)
    opening, answer = turn_key(older.id, 0, 0), turn_key(older.id, 1, 0)
    await queued(uow_factory, an_outgoing(older.id, opening), an_outgoing(older.id, answer))
    await saved(uow_factory, older, status=Status.ABANDONED, end=EndReason.TIMED_OUT)
    async with uow_factory() as uow:
        for key in (opening, answer):
            await uow.outbox.bury(key, "fora do ar", NOW)
        assert {letter.stays_for for letter in await uow.dead_letters.all(10)} == {None}
        await uow.commit()
    await a_conversation(uow_factory, debtor=debtor, at=NOW + MINUTE)
    async with uow_factory() as uow:
        assert {letter.stays_for for letter in await uow.dead_letters.all(10)} == {None, "newer_conversation"}
        assert await uow.dead_letters.revive(NOW + MINUTE) == 1
        (left,) = await uow.dead_letters.all(10)
        assert left.stays_for == "newer_conversation"
        await uow.commit()
    assert await key_claimed(uow_factory, older.id, minutes=1) == answer


async def test_what_was_taken_back_has_not_failed_and_is_not_brought_back(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation_id = (await a_conversation(uow_factory)).id
    await queued(uow_factory, an_outgoing(conversation_id, "k"))
    async with uow_factory() as uow:
        await uow.outbox.withdraw("k")
        assert await uow.dead_letters.all(10) == ()
        assert await uow.dead_letters.revive(NOW) == 0
        assert (await uow.backlog.at(NOW)).dead["outbound"] == 0
