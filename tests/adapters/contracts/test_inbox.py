"""The promise of the Inbox port."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from application.conversation import Accepted, PendingInbound
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.messaging.contact import Contact
from domain.messaging.details import Attachment, MessageDetails
from domain.negotiation.negotiation import Status
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.ids import ConversationId, MessageId
from tests.adapters.contracts.kept import (
    CONTACT,
    MINUTE,
    NOW,
    OTHER_CPF,
    PHONE,
    SECOND,
    a_conversation,
    a_debtor,
    a_heard_message,
    a_kept_debtor,
    an_id,
    an_inbound,
    answered,
    saved,
    waiting_in,
)


async def texts_pending(uow_factory: UnitOfWorkFactory, conversation_id: ConversationId) -> list[str]:
    """What waits for an answer."""
    return [message.text for message in await waiting_in(uow_factory, conversation_id)]


async def test_an_accepted_message_waits_and_shows_in_its_thread(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    message_id = await a_heard_message(uow_factory, conversation.id, "quero pagar", at=NOW)
    async with uow_factory() as uow:
        waiting = PendingInbound(message_id, CONTACT, "text", "quero pagar", NOW)
        [found] = await waiting_in(uow_factory, conversation.id)
        assert replace(found, provider_message_id="") == waiting
        assert found.provider_message_id.startswith("wamid.")
        view = await uow.views.conversation(conversation.id)
    assert view is not None
    shown = view.messages[0]
    assert (shown.id, shown.direction, shown.type, shown.text, shown.at, shown.status) == (
        message_id,
        "inbound",
        "text",
        "quero pagar",
        NOW,
        "received",
    )


async def test_what_came_along_with_a_message_waits_with_it(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    details = MessageDetails(
        "aceito", Attachment("987", "image/jpeg", "r\x00ecibo.jpg"), "wamid.ours", Contact(PHONE, "BR.2")
    )
    inbound = replace(an_inbound("oi", provider_id="wamid.with"), type="image", details=details)
    async with uow_factory() as uow:
        await uow.inbox.accept([(MessageId(an_id()), inbound)], NOW)
        await uow.commit()
    [found] = await waiting_in(uow_factory, conversation.id)
    assert found.provider_message_id == "wamid.with"
    assert found.details == replace(details, attachment=Attachment("987", "image/jpeg", "recibo.jpg"))


async def test_a_message_told_again_changes_nothing(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    inbound = an_inbound("oi", provider_id="wamid.same")
    async with uow_factory() as uow:
        assert await uow.inbox.accept([(MessageId(an_id()), inbound)], NOW)
        again = replace(inbound, text="outro", sent_at=NOW + MINUTE)
        assert not await uow.inbox.accept([(MessageId(an_id()), again)], NOW + MINUTE)
        assert (await uow.conversations.get(conversation.id)).last_inbound_at == NOW
        await uow.commit()
    assert await texts_pending(uow_factory, conversation.id) == ["oi"]


async def test_a_message_told_three_times_at_once_has_one_effect(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    inbound = an_inbound("oi", provider_id="wamid.same")

    async def accept() -> bool:
        async with uow_factory() as uow:
            kept = await uow.inbox.accept([(MessageId(an_id()), inbound)], NOW)
            await uow.commit()
            return bool(kept)

    assert sorted(await asyncio.gather(accept(), accept(), accept())) == [False, False, True]
    assert await texts_pending(uow_factory, conversation.id) == ["oi"]
    async with uow_factory() as uow:
        view = await uow.views.conversation(conversation.id)
    assert view is not None
    assert len(view.messages) == 1


async def test_messages_wait_in_the_order_they_were_written_then_in_the_order_they_came(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    for text, at in (("segunda", NOW + SECOND), ("terceira", NOW + SECOND), ("primeira", NOW)):
        await a_heard_message(uow_factory, conversation.id, text, at=at)
    assert await texts_pending(uow_factory, conversation.id) == ["primeira", "segunda", "terceira"]


async def test_an_answered_message_waits_no_more_and_shows_what_was_understood(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    first = await a_heard_message(uow_factory, conversation.id, "300 em 10/12")
    read = Understanding(
        Intent.PROPOSE, Decimal("300.00"), "total", installments=1, due_date=date(2026, 12, 10)
    )
    await answered(uow_factory, conversation.id, read)
    await a_heard_message(uow_factory, conversation.id, "alô?", at=NOW + SECOND)
    async with uow_factory() as uow:
        message = await uow.views.message(first)
    assert await texts_pending(uow_factory, conversation.id) == ["alô?"]
    assert message is not None
    assert message.understanding is not None
    assert message.understanding["intent"] == "propose"
    assert message.understanding["amount"] == "300.00"
    assert message.understanding["due_date"] == "2026-12-10"


async def test_a_message_without_words_is_answered_without_an_understanding(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    photo = await a_heard_message(uow_factory, conversation.id, "")
    await answered(uow_factory, conversation.id)
    async with uow_factory() as uow:
        message = await uow.views.message(photo)
    assert await texts_pending(uow_factory, conversation.id) == []
    assert message is not None
    assert message.understanding is None


async def test_a_message_of_nobody_we_know_is_kept_once_and_waits_for_nothing(
    uow_factory: UnitOfWorkFactory,
) -> None:
    inbound = an_inbound("quem é?")
    message_id = MessageId(an_id())
    async with uow_factory() as uow:
        assert await uow.inbox.accept([(message_id, inbound)], NOW) == (Accepted(message_id, None),)
        again = MessageId(an_id())
        assert await uow.inbox.accept([(again, inbound)], NOW) == (Accepted(again, None),)
        assert await uow.views.message(again) is None
        message = await uow.views.message(message_id)
        assert await uow.conversations.due(NOW + MINUTE, 10) == ()
    assert message is not None
    assert message.text == "quem é?"


async def test_moved_messages_wait_and_show_in_the_other_conversation_and_open_its_window(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)
    bystander = await a_conversation(
        uow_factory,
        debtor=await a_kept_debtor(uow_factory, a_debtor(cpf=OTHER_CPF)),
        contact=Contact("5521999990002"),
    )
    past = await a_conversation(uow_factory, debtor=debtor)
    before = await a_heard_message(uow_factory, past.id, "antes")
    await answered(uow_factory, past.id)
    past = replace(past, version=past.version + 1)
    moved = await a_heard_message(uow_factory, past.id, "voltei", at=NOW + MINUTE)
    await saved(uow_factory, past, status=Status.ABANDONED)
    present = await a_conversation(uow_factory, debtor=debtor, at=NOW + MINUTE)
    async with uow_factory() as uow:
        await uow.inbox.move([before, moved], present.id)
        await uow.commit()
    assert await texts_pending(uow_factory, past.id) == []
    assert await texts_pending(uow_factory, present.id) == ["voltei"]
    async with uow_factory() as uow:
        threads = [await uow.views.conversation(each) for each in (past.id, present.id)]
        assert (await uow.conversations.get(present.id)).last_inbound_at == NOW + MINUTE
        assert (await uow.conversations.get(bystander.id)).last_inbound_at is None
    assert [[message.text for message in thread.messages] for thread in threads if thread] == [
        ["antes"],
        ["voltei"],
    ]


@pytest.mark.parametrize(
    ("first", "second", "last"),
    [(0, 5, 5), (5, 0, 5)],
    ids=["in order", "late"],
)
async def test_the_window_opens_with_the_latest_message_in_whatever_order_they_come(
    uow_factory: UnitOfWorkFactory, first: int, second: int, last: int
) -> None:
    conversation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        assert (await uow.conversations.get(conversation.id)).last_inbound_at is None
        for minutes in (first, second):
            inbound = an_inbound(at=NOW + minutes * MINUTE)
            await uow.inbox.accept([(MessageId(an_id()), inbound)], NOW + timedelta(hours=1))
        assert (await uow.conversations.get(conversation.id)).last_inbound_at == NOW + last * MINUTE


async def test_a_clock_that_runs_ahead_does_not_open_the_window_in_the_future(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        await uow.inbox.accept([(MessageId(an_id()), an_inbound(at=NOW + timedelta(days=2)))], NOW)
        assert (await uow.conversations.get(conversation.id)).last_inbound_at == NOW


async def test_a_user_id_that_comes_with_a_message_is_remembered_for_its_conversation(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, conversation.id, contact=Contact(PHONE, "BR.1"))
    await a_heard_message(uow_factory, conversation.id, contact=Contact(None, "BR.1"))
    async with uow_factory() as uow:
        assert await uow.conversations.latest_with(Contact(None, "BR.1")) == conversation.id
        assert (await uow.conversations.get(conversation.id)).contact == Contact(PHONE, "BR.1")
    assert [each.contact for each in await waiting_in(uow_factory, conversation.id)] == [
        Contact(PHONE, "BR.1"),
        Contact(None, "BR.1"),
    ]


async def test_what_postgres_cannot_keep_does_not_keep_a_message_out(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, conversation.id, "oi\x00, tudo bem? 😀\ud83d")
    assert await texts_pending(uow_factory, conversation.id) == ["oi, tudo bem? 😀?"]
