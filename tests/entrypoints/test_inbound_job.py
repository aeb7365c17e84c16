"""Whatever may come in, over real HTTP: media, buttons, a number that changes, a hidden phone, nonsense."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec
import pytest

from application.conduct import names_the_subject
from entrypoints.settings import Settings
from tests.adapters.whatsapp.graph_server import GraphServer, Upload
from tests.adapters.whatsapp.webhooks import (
    Item,
    button_reply,
    envelope,
    message,
    signed,
    status,
    text_message,
)
from tests.entrypoints.conftest import Certobot, Start
from tests.entrypoints.phone import APP_SECRET, Phone

_ids: Iterator[int] = count()
NEW_NUMBER = "5511977770000"


def an_item(phone: Phone, type_: str, content: Any) -> Item:
    return message(phone.number, f"wamid.job.{next(_ids)}", datetime.now(UTC), type_, content)


async def answered(phone: Phone, *items: Item) -> str:
    """Deliver a webhook and return the text that answers it."""
    before = len(phone.texts)
    assert (await phone.post(*items)).status_code == 200
    await phone.until(lambda: len(phone.texts) > before)
    return phone.texts[-1]


async def opened(certobot: Certobot, graph: GraphServer) -> str:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    return conversation_id


async def test_media_are_answered_and_a_receipt_waits_for_a_person(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await opened(certobot, graph)
    voice = an_item(maria, "audio", {"id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": True})
    assert "áudio" in await answered(maria, voice)
    await maria.until(lambda: graph.reads)
    assert graph.reads[0] == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": voice.body["id"],
        "typing_indicator": {"type": "text"},
    }
    await maria.says("529")
    receipt = an_item(
        maria, "image", {"id": "77", "mime_type": "image/jpeg", "caption": "segue o comprovante"}
    )
    assert "pessoa" in (await answered(maria, receipt)).lower()
    view = await certobot.conversation(conversation_id)
    assert "comprovante" in str(view["outcome_notes"])
    [check] = (await certobot.http.get("/api/v1/human-checks")).json()
    assert (check["conversation_id"], check["kind"], check["media_id"]) == (conversation_id, "receipt", "77")
    assert (await certobot.http.get(check["url"])).status_code == 410
    graph.media.append(Upload("77", "recibo.jpg", "image/jpeg", b"um recibo", {}))
    file = await certobot.http.get(check["url"])
    assert (file.status_code, file.content) == (200, b"um recibo")
    assert file.headers["content-disposition"] == "attachment"
    done = f"/api/v1/human-checks/{check['message_id']}/done"
    assert [(await certobot.http.post(done)).status_code for _ in range(2)] == [204, 404]
    assert (await certobot.http.get("/api/v1/human-checks")).json() == []


async def test_a_whole_agreement_can_be_touched_instead_of_written(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await opened(certobot, graph)
    quick_reply = an_item(maria, "button", {"text": "Quero negociar", "payload": "NEGOCIAR"})
    assert "3 primeiros dígitos" in await answered(maria, quick_reply)
    assert "R$ 900,00" in await maria.says("529")
    row = {"type": "list_reply", "list_reply": {"id": "3x", "title": "em 3x", "description": "sem juros"}}
    assert "3x" in await answered(maria, an_item(maria, "interactive", row))
    closing = await answered(
        maria, button_reply(maria.number, "Sim", f"wamid.job.{next(_ids)}", datetime.now(UTC))
    )
    assert "R$ 300,00" in closing
    view = await certobot.conversation(conversation_id)
    assert view["status"] == "completed"


async def test_a_number_that_changes_takes_its_conversation_along_but_not_its_identity(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await opened(certobot, graph)
    await maria.says("oi")
    await maria.says("529")
    change = {"type": "user_changed_number", "wa_id": NEW_NUMBER, "body": "Maria changed from A to B"}
    system = an_item(maria, "system", change)
    assert (await maria.post(replace(system, contact=None))).status_code == 200
    moved = Phone(certobot.http, graph, NEW_NUMBER)
    answer = await moved.says("quanto eu devo?")
    assert not names_the_subject(answer)
    assert "R$ 900,00" in await moved.says("529")
    conversations = (await certobot.http.get("/api/v1/conversations")).json()
    assert [each["id"] for each in conversations] == [conversation_id]
    assert len(maria.texts) == 2


async def test_who_hides_the_phone_is_known_by_what_a_status_told(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    await opened(certobot, graph)
    template = maria.received[0]
    key = template["biz_opaque_callback_data"]
    told = status(graph.wamids[key], "delivered", datetime.now(UTC), key=key, recipient=maria.number)
    person = {"profile": {"username": "maria"}, "wa_id": maria.number, "user_id": "BR.777"}
    assert (await maria.post(replace(told, contact=person))).status_code == 200
    hidden = text_message(None, "oi", f"wamid.job.{next(_ids)}", datetime.now(UTC), user_id="BR.777")
    assert (await maria.post(hidden)).status_code == 200
    await graph.accepted(2)
    assert graph.messages[-1]["recipient"] == "BR.777"
    assert "3 primeiros dígitos" in graph.messages[-1]["text"]["body"]


async def test_nonsense_stops_no_sibling_and_is_kept_and_nothing_personal_is_logged(
    certobot: Certobot, maria: Phone, graph: GraphServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await opened(certobot, graph)
    items = [
        an_item(maria, "hologram", {"secret": "segredo da Maria"}),
        Item("messages", {"id": 7, "from": maria.number, "text": {"body": "texto perdido"}}),
        Item("statuses", {"id": "wamid.x", "status": "pondered", "recipient_id": maria.number}),
        maria.written("oi"),
    ]
    assert "dígitos" in await answered(maria, *items)
    other = json.loads(envelope(maria.written("quero pagar")))
    other["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "999"
    ban = {"field": "account_update", "value": {"event": "ACCOUNT_DELETED", "phone_number": maria.number}}
    other["entry"][0]["changes"].append(ban)
    body = json.dumps(other).encode()
    texts = len(maria.texts)
    response = await certobot.http.post("/webhooks/whatsapp", content=body, headers=signed(body, APP_SECRET))
    assert response.status_code == 200
    async with certobot.container.uow() as uow:
        kept = {(piece.kind, piece.reason) for piece, _ in await uow.unread_pieces.latest(10)}
    assert kept == {
        ("message", "unknown_type"),
        ("message", "malformed"),
        ("status", "unknown_status"),
    }
    await maria.says("529")
    assert len(maria.texts) == texts + 1
    alarms = [record for record in caplog.records if record.message == "notice about our account"]
    assert [record.levelname for record in alarms] == ["ERROR"]
    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records if _ours(record))
    for secret in (maria.number, "segredo", "texto perdido", "quero pagar", "token-de-acesso"):
        assert secret not in logged, secret


def _ours(record: logging.LogRecord) -> bool:
    return record.name.startswith(("application", "adapters", "entrypoints"))


async def test_typing_can_be_turned_off(start: Start, cloud_settings: Settings, graph: GraphServer) -> None:
    contact = msgspec.structs.replace(cloud_settings.contact, typing=False)
    async with start(msgspec.structs.replace(cloud_settings, contact=contact)) as certobot:
        await opened(certobot, graph)
        await Phone(certobot.http, graph, "5511999999001").says("oi")
    assert graph.reads == []
