"""What people outside see of the channel: a sender that is stopped, and messages one can touch."""

import asyncio
import logging

import msgspec
import pytest

from entrypoints.settings import Settings
from tests.adapters.whatsapp.graph_server import GraphServer, answers, fails
from tests.adapters.whatsapp.graph_statuses import StatusReporter
from tests.adapters.whatsapp.webhooks import button_reply
from tests.entrypoints.conftest import Certobot, Start
from tests.entrypoints.phone import APP_SECRET, PATIENCE, Phone

TOKEN = "token-de-acesso"


def sends(graph: GraphServer) -> int:
    """How often something was to be sent, accepted or not."""
    return sum(b"biz_opaque_callback_data" in request.body for request in graph.requests)


async def waiting_texts(certobot: Certobot, conversation_id: str) -> int:
    """How many texts of ours have not left."""
    messages = (await certobot.conversation(conversation_id))["messages"]
    assert isinstance(messages, list)
    return sum(message["status"] == "pending" for message in messages)


async def outbound_statuses(certobot: Certobot, conversation_id: str, from_: int = 0) -> list[str]:
    """How far our messages have come, from the one at that place on."""
    messages = (await certobot.conversation(conversation_id))["messages"]
    assert isinstance(messages, list)
    return [message["status"] for message in messages if message["direction"] == "outbound"][from_:]


async def test_a_refused_token_stops_sending_at_once_and_readiness_says_why(
    certobot: Certobot, maria: Phone, graph: GraphServer, caplog: pytest.LogCaptureFixture
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    assert (await certobot.http.get("/health/ready")).status_code == 200
    graph.access_token = "outro"
    caplog.set_level(logging.INFO)
    await maria.post(maria.written("oi"))
    async with asyncio.timeout(PATIENCE):
        while (ready := await certobot.http.get("/health/ready")).status_code == 200:
            pass

    assert ready.status_code == 503
    assert caplog.text.count("sender blocked") == 1
    assert ready.json()["rule"] == "sender_blocked"
    assert "token de acesso vencido ou inválido (erro 190)" in ready.json()["detail"]
    assert (await certobot.http.get("/health/live")).status_code == 200
    tried = sends(graph)
    await maria.post(maria.written("alguém aí?"))
    async with asyncio.timeout(PATIENCE):
        while await waiting_texts(certobot, conversation_id) < 2:
            pass
    assert sends(graph) == tried
    for said in (ready.text, caplog.text):
        assert TOKEN not in said
        assert maria.number not in said


async def test_a_template_that_meta_refuses_is_named_by_readiness(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    graph.script(fails(132001, 404))
    await certobot.opens()
    await maria.until(lambda: graph.requests)

    async def refused() -> dict[str, str]:
        return dict((await certobot.http.get("/health/ready")).json()["refused_templates"])

    async with asyncio.timeout(PATIENCE):
        while not await refused():
            pass
    assert await refused() == {"abertura_de_atendimento": "modelo de mensagem recusado (erro 132001)"}


async def test_pages_and_broken_answers_lose_nothing(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    await certobot.opens()
    await graph.accepted(1)
    html = answers(503, b"<html>Service Unavailable</html>", headers=[("Retry-After", "1")])
    graph.script(html)
    assert "3" in await maria.says("oi")
    assert "R$ 900,00" in await maria.says("529")


@pytest.fixture
def touchable(cloud_settings: Settings) -> Settings:
    contact = msgspec.structs.replace(cloud_settings.contact, buttons=True, order_details=True)
    return msgspec.structs.replace(cloud_settings, contact=contact)


async def test_choices_and_codes_can_be_touched_where_that_is_turned_on(
    start: Start, touchable: Settings, graph: GraphServer
) -> None:
    async with start(touchable) as certobot:
        await certobot.opens()
        await graph.accepted(1)
        maria = Phone(certobot.http, graph, "5511999999001")
        await maria.says("oi")
        offer = await maria.is_asked("529")
        assert [button["reply"]["title"] for button in offer["action"]["buttons"]] == [
            "Aceito",
            "Quero parcelar",
        ]
        await maria.is_asked("em 3x")
        await maria.post(
            button_reply(maria.number, "Sim, confirmo", "wamid.toque", certobot.container.clock().now())
        )
        await maria.until(lambda: maria.documents)

    closing = graph.messages[-2]["interactive"]
    settings = {
        setting["type"]: setting[setting["type"]]
        for setting in closing["action"]["parameters"]["payment_settings"]
    }
    assert closing["type"] == "order_details"
    assert closing["action"]["parameters"]["total_amount"] == {"value": 30_000, "offset": 100}
    assert settings["pix_dynamic_code"]["code"] in closing["body"]["text"].splitlines()
    assert settings["pix_dynamic_code"]["key_type"] == "EMAIL"
    assert len(settings["boleto"]["digitable_line"]) == 47


async def test_by_default_every_turn_is_one_plain_text(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    await certobot.opens()
    await graph.accepted(1)
    for text in ("oi", "529", "em 3x", "sim"):
        await maria.says(text)
    await maria.until(lambda: maria.documents)
    assert [message["type"] for message in maria.received] == ["template", *["text"] * 4, "document"]


async def test_failures_that_meta_tells_later_end_in_the_crm_and_in_the_thread(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    webhook = f"{certobot.url}/webhooks/whatsapp"
    graph.on_accept = StatusReporter(webhook, APP_SECRET, failures={maria.number: 131026}, times=2)
    conversation_id = await certobot.opens()
    async with asyncio.timeout(PATIENCE):
        while (view := await certobot.conversation(conversation_id))["outcome"] is None:
            pass
    assert (view["status"], view["outcome"]) == ("failed", "no_contact")
    assert isinstance(view["messages"], list)
    assert [message["status"] for message in view["messages"]] == ["failed"]


async def test_statuses_told_twice_and_out_of_order_only_move_forward(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    webhook = f"{certobot.url}/webhooks/whatsapp"
    graph.on_accept = StatusReporter(webhook, APP_SECRET, states=("read", "sent", "delivered"), times=2)
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    await maria.says("oi")
    async with asyncio.timeout(PATIENCE):
        while "read" not in await outbound_statuses(certobot, conversation_id, 1):
            pass
    assert graph.duplicates == []
