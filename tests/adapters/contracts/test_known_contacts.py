"""The promise of the KnownContacts port."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.outgoing import TemplateParcel, TextParcel
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.messaging.contact import Contact
from domain.negotiation.negotiation import Status
from domain.shared.ids import ConversationId, DebtorId, MessageId
from tests.adapters.contracts.kept import (
    CONTACT,
    MINUTE,
    NOW,
    OTHER_CPF,
    PHONE,
    a_conversation,
    a_debtor,
    a_kept_debtor,
    an_id,
    an_inbound,
    an_outgoing,
    queued,
    saved,
    waiting_in,
)
from tests.adapters.contracts.sending import PROVIDER_ID, claimed

NEW_PHONE = "5511988880000"


async def moved(uow_factory: UnitOfWorkFactory, old: Contact, new: Contact) -> DebtorId | None:
    async with uow_factory() as uow:
        debtor_id = await uow.known_contacts.move(old, new, NOW)
        await uow.commit()
    return debtor_id


async def adopted(
    uow_factory: UnitOfWorkFactory, contact: Contact, text: str = "oi"
) -> ConversationId | None:
    """What becomes of a message that came from `contact`."""
    inbound = an_inbound(text, contact=contact)
    async with uow_factory() as uow:
        [accepted] = await uow.inbox.accept([(MessageId(an_id()), inbound)], NOW)
        found = accepted.conversation_id or await uow.known_contacts.adopt(inbound, NOW)
        await uow.commit()
    return found


async def test_a_user_id_seen_with_a_phone_is_known_alone(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        await uow.known_contacts.introduce([Contact(PHONE, "BR.1"), Contact("5521900000000", "BR.2")], NOW)
        await uow.commit()
    assert await adopted(uow_factory, Contact(None, "BR.1"), "quero pagar") == conversation.id
    assert await adopted(uow_factory, Contact(None, "BR.2")) is None
    assert [each.text for each in await waiting_in(uow_factory, conversation.id)] == ["quero pagar"]
    async with uow_factory() as uow:
        kept = await uow.conversations.get(conversation.id)
    assert (kept.contact, kept.last_inbound_at) == (Contact(PHONE, "BR.1"), NOW)


@pytest.mark.parametrize("phone", [PHONE, "551199990001"], ids=["as given", "without the ninth digit"])
async def test_a_person_met_in_either_form_of_the_phone_is_the_same(
    uow_factory: UnitOfWorkFactory, phone: str
) -> None:
    conversation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        await uow.known_contacts.introduce([Contact(phone, "BR.1"), Contact(phone, "BR.1")], NOW)
        await uow.known_contacts.introduce([Contact(phone, "BR.1")], NOW)
        await uow.commit()
    assert await adopted(uow_factory, Contact(None, "BR.1")) == conversation.id


async def test_a_number_that_changed_stays_one_person(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory, contact=Contact(PHONE, "BR.1"))
    assert await moved(uow_factory, Contact(PHONE), Contact(NEW_PHONE, "BR.2")) == conversation.debtor_id
    async with uow_factory() as uow:
        assert (await uow.conversations.get(conversation.id)).contact == Contact(NEW_PHONE, "BR.2")
    for contact in (Contact(NEW_PHONE), Contact(None, "BR.2"), Contact(PHONE), Contact("551199990001")):
        assert await adopted(uow_factory, contact) == conversation.id


async def test_an_invitation_that_waits_goes_to_the_new_number_and_nothing_else_does(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    invitation = TemplateParcel("abertura", "pt_BR", ("Maria",), "Olá, Maria!")
    template = replace(an_outgoing(conversation.id, "t"), parcel=invitation)
    text = replace(an_outgoing(conversation.id, "x"), parcel=TextParcel("Você deve"))
    await queued(uow_factory, template, text)
    await moved(uow_factory, Contact(PHONE), Contact(NEW_PHONE))
    first = await claimed(uow_factory, conversation.id)
    assert first is not None
    async with uow_factory() as uow:
        await uow.outbox.sent(first.message.key, PROVIDER_ID, NOW)
        await uow.commit()
    second = await claimed(uow_factory, conversation.id)
    assert second is not None
    assert (first.message.to, second.message.to) == (Contact(NEW_PHONE), CONTACT)


async def test_a_new_number_without_a_user_id_leaves_the_old_user_id_behind(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory, contact=Contact(PHONE, "BR.1"))
    await moved(uow_factory, Contact(PHONE), Contact(NEW_PHONE))
    async with uow_factory() as uow:
        assert (await uow.conversations.get(conversation.id)).contact == Contact(NEW_PHONE)


async def test_a_new_user_id_leaves_the_phone_where_it_was(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory, contact=Contact(PHONE, "BR.1"))
    await moved(uow_factory, Contact(None, "BR.1"), Contact(None, "BR.2"))
    async with uow_factory() as uow:
        assert (await uow.conversations.get(conversation.id)).contact == Contact(PHONE, "BR.2")


async def test_the_same_change_told_again_changes_nothing(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    await moved(uow_factory, Contact(PHONE), Contact(NEW_PHONE))
    assert await moved(uow_factory, Contact(PHONE), Contact(NEW_PHONE)) is None
    async with uow_factory() as uow:
        assert (await uow.conversations.get(conversation.id)).contact == Contact(NEW_PHONE)


async def test_nobody_takes_over_a_conversation_under_way_with_somebody_else(
    uow_factory: UnitOfWorkFactory,
) -> None:
    ours = await a_conversation(uow_factory)
    theirs = await a_conversation(
        uow_factory,
        debtor=await a_kept_debtor(uow_factory, a_debtor(cpf=OTHER_CPF)),
        contact=Contact(NEW_PHONE),
    )
    assert await moved(uow_factory, Contact(PHONE), Contact(NEW_PHONE)) is None
    assert await adopted(uow_factory, Contact(NEW_PHONE)) == theirs.id
    assert await adopted(uow_factory, Contact(PHONE)) == ours.id


async def test_the_latest_conversation_of_whoever_is_known_gets_the_message(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)
    past = await a_conversation(uow_factory, debtor=debtor)
    await moved(uow_factory, Contact(PHONE), Contact(NEW_PHONE))
    await saved(uow_factory, past, status=Status.ABANDONED)
    present = await a_conversation(
        uow_factory, debtor=debtor, at=NOW + MINUTE, contact=Contact("5511977770000")
    )
    assert await adopted(uow_factory, Contact(PHONE)) == present.id


async def test_a_stranger_stays_a_stranger(uow_factory: UnitOfWorkFactory) -> None:
    await a_conversation(uow_factory)
    assert await adopted(uow_factory, Contact("5531900000000", "BR.9")) is None
    assert await moved(uow_factory, Contact("5531900000000"), Contact(NEW_PHONE)) is None


async def test_a_conversation_settles_on_whoever_proved_to_be_the_debtor(
    uow_factory: UnitOfWorkFactory,
) -> None:
    conversation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        await uow.known_contacts.settle(conversation.id, Contact(NEW_PHONE, "BR.2"))
        await uow.commit()
    async with uow_factory() as uow:
        assert (await uow.conversations.get(conversation.id)).contact == Contact(NEW_PHONE, "BR.2")
        assert await uow.conversations.due(NOW + timedelta(minutes=1), 10) == ()
