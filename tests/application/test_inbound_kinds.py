"""What a debtor sends beside plain words, and the answer that it gets."""

import re

import pytest

from application.conduct import names_the_subject
from domain.messaging.contact import Contact
from domain.messaging.details import MessageDetails
from domain.messaging.message import MessageType
from tests.adapters.contracts.kept import MINUTE
from tests.application.chat import PHOTO, Chat, agreed, verified

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
