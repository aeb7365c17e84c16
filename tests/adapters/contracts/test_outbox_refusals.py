"""What the Outbox promises of messages that the provider refused or failed."""

import pytest

from application.outgoing import TemplateParcel, TextParcel
from application.ports.messenger import ChoiceContent, ProviderMessageId
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.webhook_gate import StatusUpdate
from domain.messaging.delivery import DeliveryStatus
from domain.shared.ids import ConversationId
from tests.adapters.contracts.kept import MINUTE, NOW, a_conversation, an_outgoing, queued
from tests.adapters.contracts.sending import PROVIDER_ID, claimed, key_claimed, settled, status_of, told

SECOND_ID = ProviderMessageId("wamid.2")


async def accepted(
    uow_factory: UnitOfWorkFactory, conversation_id: ConversationId, *, provider_id: str = PROVIDER_ID
) -> None:
    """The message at the head was sent and accepted."""
    message = await claimed(uow_factory, conversation_id)
    assert message is not None
    async with uow_factory() as uow:
        await uow.outbox.sent(message.message.key, ProviderMessageId(provider_id), NOW)
        await uow.commit()


async def is_news(uow_factory: UnitOfWorkFactory, status: StatusUpdate) -> bool:
    """Whether a failure is."""
    async with uow_factory() as uow:
        return await uow.outbox.failed(status) is not None


async def again(uow_factory: UnitOfWorkFactory, key: str, parcel: TextParcel | None = None) -> None:
    """The message leaves again at once; what failed was the provider's first."""
    async with uow_factory() as uow:
        await uow.outbox.again(key, NOW, "falha", parcel, PROVIDER_ID)
        await uow.commit()


FAILED = told(DeliveryStatus.FAILED, key="k")


async def test_the_failure_of_an_accepted_message_is_news_with_all_that_is_known_of_it(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    await accepted(uow_factory, conversation.id)
    for status in (FAILED, told(DeliveryStatus.FAILED)):
        async with uow_factory() as uow:
            failed = await uow.outbox.failed(status)
        assert failed is not None
        assert (failed.message.key, failed.message.parcel, failed.attempts) == ("k", message.parcel, 1)


async def test_a_failure_that_comes_before_the_acceptance_is_recorded_is_news_too(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"))
    await claimed(uow_factory, conversation.id)
    assert await is_news(uow_factory, FAILED)
    await again(uow_factory, "k")
    async with uow_factory() as uow:
        await uow.outbox.sent("k", PROVIDER_ID, NOW)
        await uow.commit()
    assert await key_claimed(uow_factory, conversation.id) == "k"


@pytest.mark.parametrize("known", [DeliveryStatus.DELIVERED, DeliveryStatus.READ, DeliveryStatus.FAILED])
async def test_a_failure_of_what_arrived_or_failed_before_is_no_news(
    uow_factory: UnitOfWorkFactory, known: DeliveryStatus
) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"))
    await accepted(uow_factory, conversation.id)
    await settled(uow_factory, told(known, key="k"))
    assert not await is_news(uow_factory, FAILED)


async def test_a_failure_of_an_attempt_that_is_over_is_no_news(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"))
    await accepted(uow_factory, conversation.id)
    await again(uow_factory, "k")
    assert not await is_news(uow_factory, FAILED)
    await accepted(uow_factory, conversation.id, provider_id=SECOND_ID)
    assert not await is_news(uow_factory, FAILED)
    assert await is_news(uow_factory, told(DeliveryStatus.FAILED, key="k", provider_id=SECOND_ID))


async def test_what_leaves_again_goes_before_what_stands_behind_it(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"), an_outgoing(conversation.id, "l"))
    await accepted(uow_factory, conversation.id)
    await again(uow_factory, "k")
    assert await key_claimed(uow_factory, conversation.id) == "k"


async def test_a_late_acceptance_of_the_first_attempt_does_not_end_the_second(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"))
    await accepted(uow_factory, conversation.id)
    await again(uow_factory, "k")
    await settled(uow_factory, told(DeliveryStatus.SENT, key="k"))
    assert await key_claimed(uow_factory, conversation.id) == "k"


async def test_what_arrived_after_all_does_not_leave_again(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"))
    await accepted(uow_factory, conversation.id)
    await again(uow_factory, "k")
    await settled(uow_factory, told(DeliveryStatus.DELIVERED, key="k"))
    assert await key_claimed(uow_factory, conversation.id) is None


async def test_what_leaves_again_in_another_form_shows_as_that(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k", ChoiceContent("Pode ser?", ("Sim", "Não")))
    await queued(uow_factory, message)
    await claimed(uow_factory, conversation.id)
    await again(uow_factory, "k", TextParcel("Pode ser?"))
    second = await claimed(uow_factory, conversation.id)
    assert second is not None
    assert second.message.parcel == TextParcel("Pode ser?")
    async with uow_factory() as uow:
        shown = await uow.views.message(message.message_id)
    assert shown is not None
    assert (shown.type, shown.text, shown.status) == ("text", "Pode ser?", "pending")


@pytest.mark.parametrize(("counted", "attempts"), [(True, 2), (False, 1)])
async def test_what_was_no_attempt_is_not_counted_as_one(
    uow_factory: UnitOfWorkFactory, counted: bool, attempts: int
) -> None:
    conversation = await a_conversation(uow_factory)
    await queued(uow_factory, an_outgoing(conversation.id, "k"), an_outgoing(conversation.id, "l"))
    for key in ("k", "l"):
        await claimed(uow_factory, conversation.id)
        async with uow_factory() as uow:
            if key == "k":
                await uow.outbox.retry(key, NOW, "ritmo", counted=counted)
            else:
                await uow.outbox.again(key, NOW, "parado", counted=counted)
            await uow.commit()
        second = await claimed(uow_factory, conversation.id)
        assert second is not None
        assert (second.message.key, second.attempts) == (key, attempts)
        async with uow_factory() as uow:
            await uow.outbox.sent(key, PROVIDER_ID, NOW)
            await uow.commit()


async def test_a_silenced_conversation_says_nothing_more(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    now, later = an_outgoing(conversation.id, "k"), an_outgoing(conversation.id, "l", at=NOW + MINUTE)
    await queued(uow_factory, now, later)
    async with uow_factory() as uow:
        await uow.outbox.silence(conversation.id, "pediu silêncio")
        await uow.commit()
    assert await key_claimed(uow_factory, conversation.id, minutes=60) is None
    assert [await status_of(uow_factory, each.message_id) for each in (now, later)] == ["failed", "failed"]


async def test_a_template_that_is_not_due_yet_holds_nothing_up(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    template = TemplateParcel("lembrete", "pt_BR", ("Maria",), "Oi, Maria")
    await queued(
        uow_factory,
        an_outgoing(conversation.id, "later", template, at=NOW + 5 * MINUTE),
        an_outgoing(conversation.id, "answer"),
    )
    assert await key_claimed(uow_factory, conversation.id) == "answer"


async def test_a_template_that_is_being_sent_is_not_overtaken(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    template = TemplateParcel("lembrete", "pt_BR", ("Maria",), "Oi, Maria")
    await queued(
        uow_factory, an_outgoing(conversation.id, "now", template), an_outgoing(conversation.id, "answer")
    )
    assert await key_claimed(uow_factory, conversation.id) == "now"
    assert await key_claimed(uow_factory, conversation.id) is None


async def test_a_sender_that_is_freed_sends_at_once_and_is_stopped_anew_by_the_next_refusal(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation_id = (await a_conversation(uow_factory)).id
    await queued(uow_factory, an_outgoing(conversation_id, "k"))
    async with uow_factory() as uow:
        assert await uow.outbox.block_sender(NOW + MINUTE, "token vencido", NOW)
        await uow.commit()
    assert await key_claimed(uow_factory, conversation_id) is None
    async with uow_factory() as uow:
        assert await uow.outbox.free_sender() == "token vencido"
        assert await uow.outbox.free_sender() is None
        assert await uow.outbox.blocked(NOW) is None
        await uow.commit()
    assert await key_claimed(uow_factory, conversation_id) == "k"
    async with uow_factory() as uow:
        assert await uow.outbox.block_sender(NOW + MINUTE, "token vencido", NOW)
