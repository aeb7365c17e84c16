"""What a debtor sends beside plain words, and what becomes of a number that changes."""

import re

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from adapters.whatsapp.attention import MockAttention
from adapters.whatsapp.mock import MockMessenger
from application.conduct import names_the_subject
from application.ports.webhook_gate import ProviderEvents
from domain.messaging.contact import Contact
from domain.messaging.details import Attachment, MessageDetails
from domain.messaging.message import MessageType
from domain.shared.ids import TenantId
from entrypoints.container import Container
from entrypoints.settings import load_settings
from tests.adapters.contracts.kept import CONTACT, MINUTE, NOW, PHONE, a_conversation
from tests.application.chat import PHOTO, Chat

NEW_PHONE = "5511988880000"
SENT: list[tuple[MessageType, str]] = [
    ("audio", "áudio"),
    ("video", "vídeo"),
    ("image", "image[mn]|foto"),
    ("document", "arquivo"),
    ("sticker", "figurinha"),
    ("location", "localização"),
    ("contacts", "contato"),
    ("order", "catálogo"),
    ("unsupported", "abrir"),
    ("interactive", "abrir"),
    ("reaction", "reaç|reagi"),
]


@pytest.fixture
async def chat(engine: AsyncEngine, tenant: TenantId) -> Chat:
    container = Container(settings=load_settings({"CERTOBOT_WHATSAPP": "mock"}))
    clock, messenger = VirtualClock(NOW), MockMessenger()
    container.tenant.override(tenant)
    container.engine.override(engine)
    container.clock.override(clock)
    container.messenger.override(messenger)
    container.attention.override(MockAttention())
    conversation = await a_conversation(container.uow)
    return Chat(container, clock, messenger, conversation.id)


async def verified(chat: Chat) -> Chat:
    """The chat once the debtor has been recognised and offered something."""
    await chat.says("oi")
    assert "R$ 900,00" in await chat.says("529")
    return chat


async def agreed(chat: Chat) -> Chat:
    """The chat after an agreement."""
    await verified(chat)
    await chat.says("fechado")
    assert len(await chat.sends(text="sim")) == 2
    assert (await chat.view())["agreed"]
    return chat


async def number_changes(chat: Chat, to: Contact) -> list[str]:
    """WhatsApp tells that the debtor moved; whatever they do from now on comes from there."""
    answers = await chat.sends("system", details=MessageDetails(moved_to=to))
    chat.contact = to
    return answers


async def open_checks(chat: Chat) -> list[Attachment]:
    async with chat.container.uow() as uow:
        return [check.file for check in await uow.human_checks.waiting(10)]


@pytest.mark.parametrize(("type_", "word"), SENT)
async def test_whatever_comes_without_words_gets_its_own_answer_and_gives_nothing_away(
    chat: Chat, type_: MessageType, word: str
) -> None:
    [answer] = await chat.sends(type_, "👍" if type_ == "reaction" else "")
    assert re.search(word, answer.lower()), answer
    assert answer.endswith("?")
    assert not names_the_subject(answer)
    assert (await chat.view())["phase"] == "verification"


@pytest.mark.parametrize(("type_", "word"), SENT)
async def test_the_same_holds_once_the_debtor_is_known(chat: Chat, type_: MessageType, word: str) -> None:
    await verified(chat)
    [answer] = await chat.sends(type_, "👍" if type_ == "reaction" else "")
    assert re.search(word, answer.lower()), answer


async def test_opening_the_chat_is_a_greeting(chat: Chat) -> None:
    [answer] = await chat.sends("request_welcome")
    assert "3 primeiros dígitos" in answer


async def test_a_caption_is_read_and_the_picture_is_remarked(chat: Chat) -> None:
    await verified(chat)
    [answer] = await chat.sends("image", "consigo em 3x", PHOTO)
    assert "imagem" in answer
    assert "3x" in answer


async def test_a_voice_message_beside_words_is_remarked(chat: Chat) -> None:
    answers = await chat.sends_at_once(chat.a_message(text="529"), chat.a_message("audio"))
    [answer] = answers
    assert "áudio" in answer
    assert "R$ 900,00" in answer


async def test_a_button_says_what_is_written_on_it(chat: Chat) -> None:
    await verified(chat)
    await chat.says("fechado")
    answers = await chat.sends("interactive", "Sim", MessageDetails(choice_id="yes"))
    assert len(answers) == 2
    assert (await chat.view())["agreed"]


@pytest.mark.parametrize("title", ["Parar promoções", "Interromper promoções", "Parar de receber mensagens"])
async def test_the_button_by_which_a_template_lets_go_is_an_opt_out(chat: Chat, title: str) -> None:
    [answer] = await chat.sends("button", title)
    assert "mensagens" in answer or "escrevo mais" in answer
    assert (await chat.view())["status"] == "abandoned"


@pytest.mark.parametrize("title", ["Podemos conversar", "Quero conversar", "Sim", "Quero negociar"])
async def test_the_button_by_which_a_template_begins_begins(chat: Chat, title: str) -> None:
    [answer] = await chat.sends("button", title)
    assert "3 primeiros dígitos" in answer


async def test_a_thumbs_up_is_not_a_yes(chat: Chat) -> None:
    await verified(chat)
    await chat.says("fechado")
    [answer] = await chat.sends("reaction", "👍")
    assert "por escrito" in answer
    assert "R$ 900,00" in answer
    assert not (await chat.view())["agreed"]
    await chat.sends(text="sim")
    assert (await chat.view())["agreed"]


async def test_one_reaction_is_answered_and_the_next_is_not(chat: Chat) -> None:
    assert len(await chat.sends("reaction", "👍")) == 1
    assert await chat.sends("reaction", "❤️") == []
    await chat.says("oi")
    assert len(await chat.sends("reaction", "😢")) == 1


async def test_a_reaction_taken_back_is_not_answered(chat: Chat) -> None:
    assert await chat.sends("reaction", "") == []


async def test_after_the_end_a_reaction_is_not_answered(chat: Chat) -> None:
    await agreed(chat)
    assert await chat.sends("reaction", "👍") == []


async def test_a_reaction_does_not_reopen_what_silence_ended(chat: Chat) -> None:
    await chat.says("oi")
    chat.clock.advance(60 * MINUTE)
    await chat.container.work_conversation()(chat.conversation_id)
    assert (await chat.view())["status"] == "abandoned"
    assert await chat.sends("reaction", "👍") == []
    assert len(await chat.sends("audio")) == 1


@pytest.mark.parametrize(
    ("caption", "filename"),
    [("segue o comprovante", "x.jpg"), ("já paguei", "x.jpg"), ("", "comprovante_pix.pdf"), ("tá pago", "x")],
)
async def test_a_receipt_is_not_believed_but_checked_by_a_person(
    chat: Chat, caption: str, filename: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await verified(chat)
    file = Attachment("987", "application/pdf", filename)
    [answer] = await chat.sends("document", caption, MessageDetails(attachment=file))
    assert "pessoa" in answer.lower()
    assert not re.search(r"(está|foi) (pago|quitad)", answer)
    view = await chat.view()
    assert (view["status"], view["outcome"]) == ("failed", "unsuccessful")
    assert "comprovante" in str(view["notes"])
    assert await open_checks(chat) == [file]
    assert caplog.text.count("a receipt waits for a person") == 1
    assert PHONE not in caplog.text
    assert filename not in caplog.text


async def test_before_identity_a_receipt_is_checked_and_nothing_is_said_of_it(chat: Chat) -> None:
    [answer] = await chat.sends("image", "segue o comprovante", PHOTO)
    assert "pessoa" in answer
    assert "3 primeiros dígitos" in answer
    assert not names_the_subject(answer)
    assert len(await open_checks(chat)) == 1
    assert (await chat.view())["status"] == "active"


async def test_after_an_agreement_every_picture_is_a_receipt(chat: Chat) -> None:
    await agreed(chat)
    [answer] = await chat.sends("image", details=PHOTO)
    assert "pessoa" in answer.lower()
    assert await open_checks(chat) == [PHOTO.attachment]
    assert (await chat.view())["status"] == "completed"


async def test_what_is_asked_beside_a_receipt_is_answered_too(chat: Chat) -> None:
    await agreed(chat)
    answer, document = await chat.sends("image", "me manda o boleto de novo?", PHOTO)
    assert "pessoa da equipe conferir" in answer
    assert document.endswith(".pdf")
    assert len(await open_checks(chat)) == 1


async def test_a_yes_beside_a_receipt_agrees_to_nothing(chat: Chat) -> None:
    await verified(chat)
    await chat.says("fechado")
    await chat.sends_at_once(chat.a_message(text="sim"), chat.a_message("image", "comprovante", PHOTO))
    assert not (await chat.view())["agreed"]


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


async def test_a_stranger_who_only_reacts_is_not_answered(chat: Chat) -> None:
    chat.contact = Contact("5531900000000")
    assert await chat.sends("reaction", "👍") == []


async def test_what_is_answered_is_shown_as_read_and_the_rest_is_not(chat: Chat) -> None:
    attention = chat.container.attention()
    heard, taken_back = chat.a_message(text="oi"), chat.a_message("reaction", "")
    await chat.sends_at_once(heard)
    await chat.sends_at_once(taken_back)
    await chat.container.show_typing().aclose()
    assert attention.shown in ((heard.provider_message_id,), ())
