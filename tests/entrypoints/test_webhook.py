"""The webhook lets in what the provider signed, and nothing that comes breaks it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.webhooks import envelope, malformed_message, message, signed
from tests.entrypoints.conftest import Certobot
from tests.entrypoints.phone import APP_SECRET, VERIFY_TOKEN, Phone

HERE = "/webhooks/whatsapp"


async def _rows(certobot: Certobot) -> int:
    async with certobot.container.engine().connect() as connection:
        counted = await connection.execute(
            text("SELECT count(*) FROM inbox WHERE tenant_id = :tenant"),
            {"tenant": certobot.container.tenant()},
        )
        return int(counted.scalar_one())


async def test_meta_proves_the_address_with_the_verify_token(certobot: Certobot) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}
    answer = await certobot.http.get(HERE, params=query)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_another_verify_token_is_refused(certobot: Certobot) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "outro", "hub.challenge": "1"}
    assert (await certobot.http.get(HERE, params=query)).status_code == 403


@pytest.mark.parametrize("secret", ["outro segredo", ""])
async def test_a_wrong_signature_is_401_and_leaves_no_trace(
    certobot: Certobot, maria: Phone, secret: str
) -> None:
    body = envelope(maria.written("oi"))
    answer = await certobot.http.post(HERE, content=body, headers=signed(body, secret))
    assert answer.status_code == 401
    assert await _rows(certobot) == 0


async def test_a_missing_signature_is_401(certobot: Certobot, maria: Phone) -> None:
    answer = await certobot.http.post(HERE, content=envelope(maria.written("oi")))
    assert answer.status_code == 401
    assert answer.json()["title"] == "Não autorizado"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"n\xe3o \xff JSON", 400),
        (b"[1, 2]", 400),
        (b'"texto"', 400),
        (b"{}", 400),
        (b"{" * 5000, 400),
    ],
)
async def test_a_body_that_is_no_envelope_is_answered_cleanly(
    certobot: Certobot, body: bytes, status: int
) -> None:
    answer = await certobot.http.post(HERE, content=body, headers=signed(body, APP_SECRET))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await certobot.http.get("/health/ready")).status_code == 200


async def test_a_body_of_four_megabytes_is_refused_and_the_process_goes_on(certobot: Certobot) -> None:
    body = b" " * (4 * 1024 * 1024)
    answer = await certobot.http.post(HERE, content=body, headers=signed(body, APP_SECRET))
    assert (answer.status_code, answer.json()["title"]) == (413, "Corpo grande demais")
    assert (await certobot.http.get("/health/ready")).status_code == 200


async def test_other_fields_and_unknown_types_are_acknowledged(certobot: Certobot) -> None:
    changes = b'[{"field": "account_update", "value": {}}, {"field": "messages", "value": {"messages": []}}]'
    body = b'{"object": "whatsapp_business_account", "entry": [{"changes": ' + changes + b"}]}"
    answer = await certobot.http.post(HERE, content=body, headers=signed(body, APP_SECRET))
    assert answer.status_code == 200


async def test_one_malformed_message_does_not_stop_its_siblings(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    await certobot.opens()
    await graph.accepted(1)
    answer = await maria.post(malformed_message(), maria.written("oi"), malformed_message({"id": None}))
    assert answer.status_code == 200
    await maria.until(lambda: maria.texts)


async def test_an_audio_is_answered_with_a_request_to_write(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    await certobot.opens()
    await graph.accepted(1)
    audio = message(maria.number, "wamid.audio", datetime.now(UTC), "audio", {"id": "123", "voice": True})
    await maria.post(audio)
    await maria.until(lambda: maria.texts)
    assert any(word in maria.texts[0].lower() for word in ("escrev", "escrito"))


async def test_a_thumbs_up_is_no_yes_and_gets_no_answer(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    reaction = {"message_id": "wamid.1", "emoji": "👍"}
    await maria.post(message(maria.number, "wamid.reaction", datetime.now(UTC), "reaction", reaction))
    await maria.says("oi")
    assert len(maria.texts) == 1
    view = await certobot.conversation(conversation_id)
    assert view["phase"] == "verification"


async def test_a_stranger_is_answered_once_and_told_nothing(certobot: Certobot, graph: GraphServer) -> None:
    stranger = Phone(certobot.http, graph, "5521988887777")
    assert "não há atendimento aberto" in await stranger.says("quanto eu devo?")
    await stranger.post(stranger.written("alô"))
    maria = Phone(certobot.http, graph, "5511999999001")
    await certobot.opens()
    await maria.says("oi")
    assert len(stranger.texts) == 1
