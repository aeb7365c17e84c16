"""The main job over real HTTP: from the opening template to a boleto that a bank's reader can read."""

import asyncio
import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import msgspec
import pypdfium2
import pytest
import zxingcpp

from entrypoints.settings import Settings
from tests.adapters.whatsapp.graph_server import GraphServer, cut_after_accepting
from tests.adapters.whatsapp.webhooks import text_message
from tests.entrypoints.conftest import Certobot, Start
from tests.entrypoints.phone import Phone, forbidden_before_identity


async def test_a_debt_is_negotiated_down_to_a_carne_in_three_instalments(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    assert maria.received[0]["type"] == "template"
    assert "3" in await maria.says("oi")
    assert "R$ 900,00" in await maria.says("529")
    assert "3x de R$ 300,00" in await maria.says("consigo em 3x")
    closing = await maria.says("sim")
    await maria.until(lambda: maria.documents)

    view = await certobot.conversation(conversation_id)
    assert (view["phase"], view["status"], view["outcome"]) == ("completion", "completed", "successful")
    agreement = (await certobot.http.get(f"/api/v1/agreements/{view['agreement_id']}")).json()
    assert [due["amount"] for due in agreement["installments"]] == ["300.00"] * 3
    first = agreement["installments"][0]["documents"][0]
    assert first["linha_digitavel"] in closing.splitlines()
    assert maria.documents[0]["filename"].endswith(".pdf")
    _check_carne(graph, agreement)


def _check_carne(graph: GraphServer, agreement: dict[str, object]) -> None:
    """Read the PDF as a stranger would: the barcode by zxing, the text as it was drawn."""
    (upload,) = graph.media
    pdf = pypdfium2.PdfDocument(BytesIO(upload.data))
    installments = agreement["installments"]
    assert isinstance(installments, list)
    assert len(pdf) == len(installments)
    for page, due in zip(pdf, installments, strict=True):
        boleto, pix = due["documents"]
        read = {found.text for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())}
        assert {boleto["barcode"], pix["pix_code"]} <= read
        assert Decimal(boleto["barcode"][9:19]) / 100 == Decimal(due["amount"])
        text = page.get_textpage().get_text_range()
        assert boleto["linha_digitavel"] in text
        assert "/".join(reversed(due["due_date"].split("-"))) in text
        for fact in ("Lojas Aurora S.A.", "Rua das Acácias, 100", "11.222.333/0001-81", "Maria Silva Santos"):
            assert fact in text


async def test_the_negotiation_goes_on_after_a_restart(
    start: Start, cloud_settings: Settings, graph: GraphServer
) -> None:
    async with start(cloud_settings) as before:
        await before.opens()
        await graph.accepted(1)
        maria = Phone(before.http, graph, "5511999999001")
        await maria.says("oi")
        await maria.says("529")
    async with start(cloud_settings) as after:
        maria.http = after.http
        assert "3x" in await maria.says("em 3x")
        assert "fech" in (await maria.says("sim")).lower()


async def test_the_same_webhook_three_times_at_once_has_one_effect(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    item = maria.written("oi")
    answers = await asyncio.gather(*(maria.post(item) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200] * 3
    await maria.until(lambda: maria.texts)
    await maria.says("529")
    messages = (await certobot.conversation(conversation_id))["messages"]
    assert isinstance(messages, list)
    assert [message["text"] for message in messages if message["direction"] == "inbound"] == ["oi", "529"]
    assert len(maria.texts) == 2


async def test_ten_quick_turns_are_all_answered_in_their_order(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    await certobot.opens()
    await graph.accepted(1)
    said = ["oi", "529", *["tem desconto?"] * 4, "quanto eu devo?", "aceita pix?", "em 2x", "sim"]
    replies = [await maria.says(text) for text in said]
    assert len(set(replies)) == len(said)
    totals = [
        Decimal(found[1].replace(".", "").replace(",", "."))
        for reply in replies[1:6]
        if (found := re.search(r"R\$ ([\d.]+,\d\d) à vista", reply))
    ]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] == Decimal("600.00")


async def test_messages_sent_at_the_same_instant_get_one_answer_each_at_most(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    burst = [maria.written(text) for text in ("oi", "tudo bem?", "529")]
    assert (await maria.post(*burst)).status_code == 200
    await maria.until(lambda: any("R$ 900,00" in text for text in maria.texts))
    assert len(maria.texts) == 1
    messages = (await certobot.conversation(conversation_id))["messages"]
    assert isinstance(messages, list)
    assert [m["text"] for m in messages if m["direction"] == "inbound"] == ["oi", "tudo bem?", "529"]


async def test_nothing_is_disclosed_before_identity_is_proven(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    await certobot.opens()
    await graph.accepted(1)
    for text in (
        "oi",
        "quem é?",
        "quanto eu devo?",
        "é golpe?",
        "111",
        "já paguei isso",
        "quero parcelar",
        "222",
    ):
        await maria.says(text)
    said = " ".join(str(message) for message in maria.received).lower()
    assert not [word for word in forbidden_before_identity() if word in said]


async def test_a_connection_cut_after_the_provider_accepted_is_settled_by_its_statuses(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    graph.script(cut_after_accepting())
    await maria.post(maria.written("oi"))
    await graph.accepted(2)
    await maria.reports(maria.received[1], "delivered", "sent", "read")
    assert "R$ 900,00" in await maria.says("529")
    messages = (await certobot.conversation(conversation_id))["messages"]
    assert isinstance(messages, list)
    assert [m["status"] for m in messages if m["direction"] == "outbound"][1] == "read"
    assert len(maria.texts) == 2


async def test_a_contact_known_only_by_user_id_is_answered_as_recipient(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    await certobot.opens()
    await graph.accepted(1)
    now = datetime.now(UTC)
    await maria.post(text_message(maria.number, "oi", "wamid.user.1", now, user_id="BR.123"))
    await graph.accepted(2)
    await maria.post(text_message(None, "529", "wamid.user.2", now, user_id="BR.123"))
    await graph.accepted(3)
    last = graph.messages[-1]
    assert last["recipient"] == "BR.123"
    assert "to" not in last
    assert "R$ 900,00" in last["text"]["body"]


@pytest.mark.parametrize(
    "doubtful", ["cancela o acordo", "confirmo depois", "acho que sim", "eu não disse sim", "sim??"]
)
async def test_a_yes_that_holds_something_back_founds_no_agreement(
    certobot: Certobot, maria: Phone, graph: GraphServer, doubtful: str
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    for text in ("oi", "529", "em 3x", doubtful):
        await maria.says(text)
    view = await certobot.conversation(conversation_id)
    assert (view["status"], view["agreement_id"]) == ("active", None)


async def test_the_digits_sent_twice_are_no_offer(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    for text in ("oi", "529", "529"):
        await maria.says(text)
    view = await certobot.conversation(conversation_id)
    assert isinstance(view["offers"], list)
    assert [offer["total"] for offer in view["offers"]] == ["900.00"]


async def test_despair_stops_the_negotiation_and_names_who_helps(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    await maria.says("oi")
    await maria.says("529")
    answer = await maria.says("não aguento mais, vou me matar")
    assert "188" in answer
    assert "R$" not in answer
    assert (await certobot.conversation(conversation_id))["status"] == "failed"


async def test_wrong_digits_are_remembered_when_a_silent_conversation_is_taken_up_again(
    start: Start, cloud_settings: Settings, graph: GraphServer
) -> None:
    hasty = replace(cloud_settings.policy, conversation_timeout_seconds=1)
    async with start(msgspec.structs.replace(cloud_settings, policy=hasty)) as certobot:
        await certobot.opens()
        maria = Phone(certobot.http, graph, "5511999999001")
        for digits in ("111", "222"):
            await maria.says(digits)
        await maria.until(lambda: "escrev" in maria.texts[-1].lower() or len(maria.texts) > 2)
        await maria.says("333")
        last = await certobot.http.get("/api/v1/conversations", params={"limit": 1})
        view = await certobot.conversation(last.json()[0]["id"])
        assert view["verification"] == {"status": "failed", "attempts": 3}


async def test_logs_are_redacted_once_the_application_stands(certobot: Certobot) -> None:
    handlers = logging.getLogger().handlers
    assert not any(type(handler).__module__.startswith("litestar") for handler in handlers)
