"""The promise of the Outbox port about statuses: forward only, whoever tells them and whenever."""

import asyncio
from itertools import permutations

import pytest

from application.ports.unit_of_work import UnitOfWorkFactory
from domain.messaging.delivery import DeliveryStatus
from tests.adapters.contracts.kept import MINUTE, NOW, a_conversation, an_outgoing, queued
from tests.adapters.contracts.sending import PROVIDER_ID, claimed, key_claimed, settled, status_of, told


@pytest.mark.parametrize("order", list(permutations(("sent", "delivered", "read"))), ids="-".join)
async def test_statuses_only_move_forward_in_whatever_order_they_come(
    uow_factory: UnitOfWorkFactory, order: tuple[str, ...]
) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    await claimed(uow_factory, conversation.id)
    await settled(uow_factory, *(told(DeliveryStatus(status), key="k") for status in order))
    assert await status_of(uow_factory, message.message_id) == "read"


async def test_recording_the_send_after_its_delivery_was_told_moves_nothing_back(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    await claimed(uow_factory, conversation.id)
    await settled(uow_factory, told(DeliveryStatus.DELIVERED, key="k"))
    async with uow_factory() as uow:
        await uow.outbox.sent("k", PROVIDER_ID, NOW)
        await uow.commit()
    assert await status_of(uow_factory, message.message_id) == "delivered"


@pytest.mark.parametrize("held", ["claimed", "uncertain", "given back"])
async def test_a_status_with_our_key_settles_a_message_nobody_knew_the_fate_of(
    uow_factory: UnitOfWorkFactory, held: str
) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    await claimed(uow_factory, conversation.id)
    async with uow_factory() as uow:
        if held == "uncertain":
            await uow.outbox.uncertain("k", NOW + MINUTE)
        if held == "given back":
            await uow.outbox.retry("k", NOW + MINUTE, "sem resposta")
        await uow.outbox.settle([told(DeliveryStatus.SENT, key="k")], NOW)
        await uow.commit()
    assert await claimed(uow_factory, conversation.id, minutes=60) is None
    assert await status_of(uow_factory, message.message_id) == "sent"


@pytest.mark.parametrize("afterwards", ["retry", "uncertain", "bury"])
async def test_what_a_status_has_settled_is_not_sent_again_by_a_sender_who_learns_of_it_late(
    uow_factory: UnitOfWorkFactory, afterwards: str
) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    await claimed(uow_factory, conversation.id)
    await settled(uow_factory, told(DeliveryStatus.SENT, key="k"))
    async with uow_factory() as uow:
        match afterwards:
            case "retry":
                await uow.outbox.retry("k", NOW, "sem resposta")
            case "uncertain":
                await uow.outbox.uncertain("k", NOW)
            case _:
                await uow.outbox.bury("k", "recusada", NOW)
        await uow.commit()
    assert await claimed(uow_factory, conversation.id, minutes=60) is None
    assert await status_of(uow_factory, message.message_id) == "sent"


async def test_a_failure_told_later_marks_the_message_and_does_not_send_it_again(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    await claimed(uow_factory, conversation.id)
    await settled(uow_factory, told(DeliveryStatus.FAILED, key="k"))
    assert await claimed(uow_factory, conversation.id, minutes=60) is None
    assert await status_of(uow_factory, message.message_id) == "failed"


async def test_a_failure_told_after_the_delivery_does_not_undo_it(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    await claimed(uow_factory, conversation.id)
    await settled(uow_factory, told(DeliveryStatus.DELIVERED, key="k"), told(DeliveryStatus.FAILED, key="k"))
    assert await status_of(uow_factory, message.message_id) == "delivered"


async def test_a_status_without_our_key_is_found_by_the_providers_id(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    message, other = an_outgoing(conversation.id, "k"), an_outgoing(conversation.id, "l")
    await queued(uow_factory, message, other)
    async with uow_factory() as uow:
        await uow.outbox.sent("k", PROVIDER_ID, NOW)
        await uow.commit()
    await settled(uow_factory, told(DeliveryStatus.READ), told(DeliveryStatus.READ, key="not ours"))
    assert await status_of(uow_factory, message.message_id) == "read"
    assert await status_of(uow_factory, other.message_id) == "pending"


async def test_our_key_counts_more_than_the_providers_id(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    message, other = an_outgoing(conversation.id, "k"), an_outgoing(conversation.id, "l")
    await queued(uow_factory, message, other)
    async with uow_factory() as uow:
        await uow.outbox.sent("k", PROVIDER_ID, NOW)
        await uow.commit()
    await settled(uow_factory, told(DeliveryStatus.READ, key="l"))
    assert await status_of(uow_factory, message.message_id) == "sent"
    assert await status_of(uow_factory, other.message_id) == "read"


async def test_a_status_of_a_message_that_is_not_ours_is_ignored(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    await settled(uow_factory, told(DeliveryStatus.READ, key="x", provider_id="wamid.x"))
    assert await status_of(uow_factory, message.message_id) == "pending"
    assert await key_claimed(uow_factory, conversation.id) == "k"


async def test_a_hundred_statuses_at_once_leave_the_furthest(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    message = an_outgoing(conversation.id, "k")
    await queued(uow_factory, message)
    statuses = (DeliveryStatus.SENT, DeliveryStatus.READ, DeliveryStatus.DELIVERED, DeliveryStatus.FAILED)
    await asyncio.gather(*(settled(uow_factory, told(status, key="k")) for status in statuses * 25))
    assert await status_of(uow_factory, message.message_id) == "read"
    assert await claimed(uow_factory, conversation.id, minutes=60) is None


async def test_many_statuses_told_in_one_webhook_leave_each_message_at_its_furthest(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    message, other = an_outgoing(conversation.id, "k"), an_outgoing(conversation.id, "l")
    await queued(uow_factory, message, other)
    async with uow_factory() as uow:
        await uow.outbox.settle(
            [
                told(DeliveryStatus.READ, key="k", provider_id="wamid.k"),
                told(DeliveryStatus.SENT, key="l", provider_id="wamid.l"),
                told(DeliveryStatus.DELIVERED, key="k", provider_id="wamid.k"),
                told(DeliveryStatus.READ, provider_id="wamid.of nobody"),
            ],
            NOW,
        )
        await uow.commit()
    assert await status_of(uow_factory, message.message_id) == "read"
    assert await status_of(uow_factory, other.message_id) == "sent"
