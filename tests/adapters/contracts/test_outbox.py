"""The promise of the Outbox port."""

import asyncio

import pytest

from application.outgoing import (
    ClaimedMessage,
    FileParcel,
    MessageParcel,
    SlipParcel,
    TemplateParcel,
    TextParcel,
)
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import AgreementId, ConversationId
from tests.adapters.contracts.kept import MINUTE, NOW, SECOND, a_conversation, an_id, an_outgoing, queued
from tests.adapters.contracts.sending import PROVIDER_ID, claimed, key_claimed, status_of


@pytest.mark.parametrize(
    ("parcel", "shown_as", "text"),
    [
        (TextParcel("Olá, Maria!"), "text", "Olá, Maria!"),
        (
            TemplateParcel("abertura", "pt_BR", ("Maria",), "Oi, Maria, tudo bem?"),
            "template",
            "Oi, Maria, tudo bem?",
        ),
        (SlipParcel(AgreementId(an_id()), (1, 2), "carnê.pdf", "Seu carnê"), "document", "carnê.pdf"),
        (FileParcel("boleto.pdf", "application/pdf", "JVBERi0=", ""), "document", "boleto.pdf"),
    ],
    ids=["text", "template", "slip", "file"],
)
async def test_a_queued_message_is_claimed_as_it_was_put_and_shows_in_its_thread(
    uow_factory: UnitOfWorkFactory, parcel: MessageParcel, shown_as: str, text: str
) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k", parcel)
    await queued(uow_factory, message)
    assert await claimed(uow_factory, conversation.id) == ClaimedMessage(message, 1)
    async with uow_factory() as uow:
        shown = await uow.views.message(message.message_id)
        assert await uow.views.message_of_key("k") == message.message_id
    assert shown is not None
    assert (shown.direction, shown.type, shown.text, shown.at, shown.status) == (
        "outbound",
        shown_as,
        text,
        NOW,
        "pending",
    )


async def test_a_thread_without_a_conversation_may_be_written_to(uow_factory: UnitOfWorkFactory) -> None:
    stranger = ConversationId(an_id())
    await queued(uow_factory, an_outgoing(stranger, "k"))
    assert await key_claimed(uow_factory, stranger) == "k"


async def test_what_postgres_cannot_keep_does_not_keep_a_message_in(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k", TextParcel("a\x00b \\u0000 \\\x00c")))
    message = await claimed(uow_factory, conversation.id)
    assert message is not None
    assert message.message.parcel == TextParcel("ab \\u0000 \\c")


async def test_a_key_queued_before_changes_nothing(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    first = an_outgoing(conversation.id, "k", TextParcel("um"))
    again = an_outgoing(conversation.id, "k", TextParcel("dois"))
    other = an_outgoing(conversation.id, "l", TextParcel("três"))
    await queued(uow_factory, first)
    await queued(uow_factory, again, other)
    async with uow_factory() as uow:
        assert await uow.views.message_of_key("k") == first.message_id
        assert await uow.views.message(again.message_id) is None
        view = await uow.views.conversation(conversation.id)
    assert view is not None
    assert [message.text for message in view.messages] == ["um", "três"]


async def test_queueing_nothing_is_nothing(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory)
    assert await claimed(uow_factory, conversation.id) is None


async def test_messages_leave_in_the_order_they_were_put(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    keys = [f"k{place}" for place in range(12)]
    await queued(uow_factory, *(an_outgoing(conversation.id, key) for key in keys))
    left = list[str | None]()
    for _ in keys:
        left.append(await key_claimed(uow_factory, conversation.id))
        async with uow_factory() as uow:
            await uow.outbox.sent(left[-1] or "", PROVIDER_ID, NOW)
            await uow.commit()
    assert left == keys


async def test_a_later_message_never_overtakes_one_that_is_being_sent(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "first"), an_outgoing(conversation.id, "second"))
    assert await key_claimed(uow_factory, conversation.id) == "first"
    assert await claimed(uow_factory, conversation.id) is None


async def test_a_later_message_never_overtakes_one_whose_claim_is_not_committed_yet(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "first"), an_outgoing(conversation.id, "second"))
    async with uow_factory() as holder:
        assert await holder.outbox.claim(conversation.id, NOW, NOW + MINUTE) is not None
        assert await claimed(uow_factory, conversation.id) is None


async def test_a_later_message_never_overtakes_one_that_is_due_later(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(
        uow_factory,
        an_outgoing(conversation.id, "scheduled", at=NOW + 5 * MINUTE),
        an_outgoing(conversation.id, "now"),
    )
    assert await claimed(uow_factory, conversation.id) is None
    assert await key_claimed(uow_factory, conversation.id, minutes=5) == "scheduled"


async def test_of_many_who_claim_at_once_one_gets_the_message(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "first"), an_outgoing(conversation.id, "second"))
    got = await asyncio.gather(*(key_claimed(uow_factory, conversation.id) for _ in range(8)))
    assert [key for key in got if key is not None] == ["first"]


async def test_a_claim_that_ran_out_is_due_again_and_counts_the_attempt(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"))
    assert await key_claimed(uow_factory, conversation.id) == "k"
    again = await claimed(uow_factory, conversation.id, minutes=1)
    assert again is not None
    assert again.attempts == 2


async def test_a_message_given_back_is_due_again_when_it_was_said(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"))
    await claimed(uow_factory, conversation.id)
    async with uow_factory() as uow:
        await uow.outbox.retry("k", NOW + 3 * MINUTE, "sem resposta")
        await uow.commit()
    assert await claimed(uow_factory, conversation.id, minutes=2) is None
    assert await key_claimed(uow_factory, conversation.id, minutes=3) == "k"


async def test_an_uncertain_message_is_due_again_only_when_no_status_came(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"))
    await claimed(uow_factory, conversation.id)
    async with uow_factory() as uow:
        await uow.outbox.uncertain("k", NOW + 5 * MINUTE)
        await uow.commit()
    assert await claimed(uow_factory, conversation.id, minutes=4) is None
    assert await key_claimed(uow_factory, conversation.id, minutes=5) == "k"


async def test_a_message_that_was_sent_never_leaves_again_and_frees_the_next(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    first = an_outgoing(conversation.id, "first")
    await queued(uow_factory, first, an_outgoing(conversation.id, "second"))
    await claimed(uow_factory, conversation.id)
    async with uow_factory() as uow:
        await uow.outbox.sent("first", PROVIDER_ID, NOW)
        await uow.commit()
    assert await status_of(uow_factory, first.message_id) == "sent"
    assert await key_claimed(uow_factory, conversation.id, minutes=60) == "second"


async def test_a_buried_message_has_failed_never_leaves_again_and_frees_the_next(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    first = an_outgoing(conversation.id, "first")
    await queued(uow_factory, first, an_outgoing(conversation.id, "second"))
    await claimed(uow_factory, conversation.id)
    async with uow_factory() as uow:
        await uow.outbox.bury("first", "número inválido", NOW)
        await uow.commit()
    assert await status_of(uow_factory, first.message_id) == "failed"
    assert await key_claimed(uow_factory, conversation.id, minutes=60) == "second"


async def test_a_message_leaves_at_its_moment_and_not_before(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k", at=NOW + SECOND))
    async with uow_factory() as uow:
        assert await uow.outbox.claim(conversation.id, NOW, NOW + MINUTE) is None
        assert await uow.outbox.claim(conversation.id, NOW + SECOND, NOW + MINUTE) is not None
