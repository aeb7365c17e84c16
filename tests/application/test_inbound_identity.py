"""Numbers and accounts change: the debtor stays known, and nobody else learns of the debt."""

import re

import pytest

from application.conduct import names_the_subject
from application.ports.webhook_gate import ProviderEvents
from domain.messaging.contact import Contact
from domain.messaging.details import MessageDetails
from tests.adapters.contracts.kept import CONTACT, PHONE
from tests.adapters.whatsapp.gates import a_body, a_gate
from tests.application.chat import Chat, agreed, number_changes, verified

NEW_PHONE = "5511988880000"


async def test_who_moves_to_another_number_is_asked_again_who_they_are(chat: Chat) -> None:
    await verified(chat)
    assert await number_changes(chat, Contact(NEW_PHONE, "BR.2")) == []
    answer = await chat.says("oi, quanto eu devo?")
    assert chat.last.to == Contact(NEW_PHONE, "BR.2")
    assert "dígitos" in answer
    assert not names_the_subject(answer)
    assert not (await chat.view())["verified"]
    assert "R$ 900,00" in await chat.says("529")
    assert (await chat.view())["verified"]


async def test_a_message_in_the_same_webhook_as_the_change_finds_its_conversation(chat: Chat) -> None:
    await verified(chat)
    moved = chat.a_message("system", details=MessageDetails(moved_to=Contact(NEW_PHONE)))
    [answer] = await chat.sends_at_once(moved, chat.a_message(text="oi", contact=Contact(NEW_PHONE)))
    assert "dígitos" in answer
    assert "não há atendimento" not in answer


async def test_what_was_offered_stays_offered_on_the_new_number(chat: Chat) -> None:
    await verified(chat)
    lowered = await chat.says("tem desconto?")
    offered = re.findall(r"R\$ [\d.]+,\d\d", lowered)
    await number_changes(chat, Contact(NEW_PHONE))
    await chat.says("oi")
    again = await chat.says("529")
    assert set(re.findall(r"R\$ [\d.]+,\d\d", again)) & set(offered)
    assert "R$ 900,00" not in again


async def test_whoever_has_the_old_number_now_learns_nothing(chat: Chat) -> None:
    await verified(chat)
    await number_changes(chat, Contact(NEW_PHONE))
    await chat.says("oi")
    await chat.says("529")
    chat.contact = CONTACT
    answer = await chat.says("quanto eu devo?")
    assert chat.last.to == CONTACT
    assert "R$" not in answer
    assert not names_the_subject(answer)


async def test_another_account_on_the_same_number_learns_nothing(chat: Chat) -> None:
    chat.contact = Contact(PHONE, "BR.1")
    await verified(chat)
    chat.contact = Contact(PHONE, "BR.9")
    answer = await chat.says("quanto eu devo?")
    assert "R$" not in answer
    assert "dígitos" in answer
    assert "R$ 900,00" in await chat.says("529")
    assert "R$" in await chat.says("quanto eu devo?")


async def test_after_an_agreement_the_new_number_gets_no_document_without_the_digits(chat: Chat) -> None:
    await agreed(chat)
    await number_changes(chat, Contact(NEW_PHONE))
    [answer] = await chat.sends(text="me manda o boleto de novo")
    assert "dígitos" in answer
    assert not names_the_subject(answer)
    assert "dígitos" in await chat.says("000")
    _, document = await chat.sends(text="529")
    assert document.endswith(".pdf")


async def test_digits_cannot_be_guessed_for_ever_after_an_agreement(chat: Chat) -> None:
    await agreed(chat)
    await number_changes(chat, Contact(NEW_PHONE))
    for guess in ("000", "111", "222", "529", "529"):
        answer = await chat.says(guess)
        assert "R$" not in answer
    assert not (await chat.view())["verified"]


async def test_the_debtor_is_written_to_where_they_moved(chat: Chat) -> None:
    await number_changes(chat, Contact(NEW_PHONE, "BR.2"))
    async with chat.container.uow() as uow:
        conversation = await uow.conversations.get(chat.conversation_id)
        debtor = await uow.debtors.get(conversation.debtor_id)
    assert debtor.whatsapp_phone.digits == NEW_PHONE
    assert debtor.record.phone.digits == PHONE
    assert debtor.whatsapp_user_id == "BR.2"


async def test_a_user_id_that_came_with_a_phone_is_known_alone_afterwards(chat: Chat) -> None:
    await chat.container.note_events()(ProviderEvents(people=(Contact(PHONE, "BR.1"),)))
    chat.contact = Contact(None, "BR.1")
    assert "dígitos" in await chat.says("oi")
    assert chat.last.to == Contact(None, "BR.1")
    assert "R$ 900,00" in await chat.says("529")
    async with chat.container.uow() as uow:
        conversation = await uow.conversations.get(chat.conversation_id)
        assert (await uow.debtors.get(conversation.debtor_id)).whatsapp_user_id == "BR.1"


@pytest.mark.parametrize("has_phone", [True, False])
async def test_who_has_another_user_id_is_still_known_and_asked_again_who_they_are(
    chat: Chat, has_phone: bool
) -> None:
    chat.contact = Contact(PHONE, "BR.1")
    await verified(chat)
    chat.contact = Contact(None, "BR.1")
    assert "R$" in await chat.says("quanto eu devo?")
    update = {"user_id": {"previous": "BR.1", "current": "BR.2"}} | ({"wa_id": PHONE} if has_phone else {})
    told = a_gate().read(a_body({"user_id_update": [update]}, "user_id_update"))
    assert await chat.sends_at_once(*told.messages) == []

    chat.contact = Contact(None, "BR.2")
    answer = await chat.says("quanto eu devo?")

    assert "dígitos" in answer
    assert not names_the_subject(answer)
    assert "R$" in await chat.says("529")
    assert chat.last.to == Contact(None, "BR.2")
    assert await chat.sends_at_once(*told.messages) == []


async def test_another_user_id_of_somebody_unknown_changes_nothing(chat: Chat) -> None:
    await verified(chat)
    update = {"user_id": {"previous": "BR.8", "current": "BR.9"}, "wa_id": "5531900000000"}
    told = a_gate().read(a_body({"user_id_update": [update]}, "user_id_update"))
    assert await chat.sends_at_once(*told.messages) == []
    assert "R$" in await chat.says("quanto eu devo?")


async def test_whoever_stops_our_messages_in_the_channel_is_left_alone(chat: Chat) -> None:
    await verified(chat)
    sent = len(chat.messenger.sent)
    events = ProviderEvents(stops=(CONTACT, Contact("5531900000000")))
    await chat.container.note_events()(events)
    await chat.container.note_events()(events)
    view = await chat.view()
    assert (view["status"], view["outcome"]) == ("abandoned", "unsuccessful")
    assert len(chat.messenger.sent) == sent
    async with chat.container.uow() as uow:
        conversation = await uow.conversations.get(chat.conversation_id)
        debtor = await uow.debtors.get(conversation.debtor_id)
        [history] = (await uow.debtors.contact_histories([debtor.record])).values()
    assert history.opted_out_at is not None
