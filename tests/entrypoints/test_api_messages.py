"""What people send by hand through the API, and to whom it never goes."""

from base64 import b64encode

from tests.adapters.whatsapp.graph_server import GraphServer
from tests.entrypoints.conftest import Certobot
from tests.entrypoints.phone import Phone


async def test_a_text_is_sent_once_for_one_idempotency_key(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    await maria.says("oi")
    await maria.says("529")
    request = {"conversation_id": conversation_id, "text": "Seu boleto segue em anexo."}
    queued = [
        await certobot.http.post("/api/v1/messages/text", json=request, headers={"Idempotency-Key": "abc"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in queued] == [202, 202]
    assert queued[0].json() == queued[1].json()
    await maria.until(lambda: request["text"] in maria.texts)
    await maria.reports(maria.received[-1], "delivered")
    status = await certobot.http.get(queued[0].json()["status_url"])
    assert status.json()["status"] == "delivered"
    assert maria.texts.count(request["text"]) == 1


async def test_a_document_of_the_crm_is_uploaded_and_sent(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    await maria.says("oi")
    await maria.says("529")
    request = {
        "conversation_id": conversation_id,
        "filename": "boleto.pdf",
        "content": b64encode(b"%PDF-1.4 exemplo").decode(),
    }
    assert (await certobot.http.post("/api/v1/messages/document", json=request)).status_code == 202
    await maria.until(lambda: maria.documents)
    assert graph.media[0].data == b"%PDF-1.4 exemplo"
    refused = await certobot.http.post(
        "/api/v1/messages/document", json=request | {"content": "não é base64"}
    )
    assert refused.status_code == 422


async def test_nothing_free_is_sent_before_the_debtor_has_proven_who_they_are(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    request = {"conversation_id": await certobot.opens(), "text": "Seu débito vence amanhã."}
    assert (await certobot.http.post("/api/v1/messages/text", json=request)).status_code == 409
    await graph.accepted(1)
    await maria.says("oi")
    assert (await certobot.http.post("/api/v1/messages/text", json=request)).status_code == 409


async def test_nothing_is_sent_to_who_asked_for_silence(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    request = {"conversation_id": await certobot.opens(), "text": "Seu débito vence amanhã."}
    await graph.accepted(1)
    for text in ("oi", "529", "sair"):
        await maria.says(text)
    assert (await certobot.http.post("/api/v1/messages/text", json=request)).status_code == 409


async def test_nothing_is_sent_to_who_asked_for_silence_after_the_agreement(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    request = {"conversation_id": await certobot.opens(), "text": "Seu boleto vence amanhã."}
    await graph.accepted(1)
    for text in ("oi", "529", "em 3x", "sim", "não me mande mais mensagens"):
        await maria.says(text)
    assert (await certobot.http.post("/api/v1/messages/text", json=request)).status_code == 409


async def test_a_text_of_spaces_is_no_text(certobot: Certobot) -> None:
    request = {"conversation_id": await certobot.opens(), "text": "   "}
    assert (await certobot.http.post("/api/v1/messages/text", json=request)).status_code == 422
