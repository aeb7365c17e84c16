"""A receipt is never believed: a person checks it."""

import re

import pytest

from application.conduct import names_the_subject
from domain.messaging.details import Attachment, MessageDetails
from tests.adapters.contracts.kept import PHONE
from tests.application.chat import PHOTO, Chat, agreed, open_checks, verified


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
