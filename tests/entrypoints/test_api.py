"""`/api/v1` as DESIGN lists it: conversations, agreements, documents, and problems in Portuguese."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from adapters.crm.memory import MemoryCrm
from application.find_debtor import FindDebtor
from application.open_conversation import PhoneInUse
from domain.shared.calendar import SAO_PAULO
from domain.shared.cpf import Cpf
from entrypoints.settings import Settings
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.entrypoints.conftest import MARIA, Certobot, Start
from tests.entrypoints.phone import Phone

CONVERSATIONS = "/api/v1/conversations"


async def test_opening_answers_201_with_where_to_look(certobot: Certobot) -> None:
    answer = await certobot.http.post(CONVERSATIONS, json={"cpf": "529.982.247-25"})
    assert answer.status_code == 201
    view = (await certobot.http.get(answer.headers["location"])).json()
    assert view["debtor"] == {"first_name": "Maria", "cpf_masked": "***.982.247-**"}
    assert view["verification"] == {"status": "pending", "attempts": 0}
    assert (view["phase"], view["status"], view["agreement_id"], view["outcome"]) == (
        "verification",
        "active",
        None,
        None,
    )


async def test_opening_twice_keeps_the_one_that_is_open(certobot: Certobot, graph: GraphServer) -> None:
    first = await certobot.opens()
    again = await certobot.http.post(CONVERSATIONS, json={"cpf": MARIA})
    assert (again.status_code, again.json()["id"]) == (200, first)
    await graph.accepted(1)
    assert len(graph.messages) == 1


async def test_opening_five_times_at_once_opens_one(certobot: Certobot, graph: GraphServer) -> None:
    requests = (certobot.http.post(CONVERSATIONS, json={"cpf": MARIA}) for _ in range(5))
    answers = await asyncio.gather(*requests)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    await graph.accepted(1)
    assert len(graph.messages) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"cpf": "11111111111"}, 422),
        ({"cpf": 52998224725}, 422),
        ({"cpf": MARIA, "nome": "Maria"}, 422),
        ({}, 422),
        ({"cpf": "111.444.777-35"}, 404),
    ],
)
async def test_bad_requests_are_problems_in_portuguese(
    certobot: Certobot, body: dict[str, object], status: int
) -> None:
    answer = await certobot.http.post(CONVERSATIONS, json=body)
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["title"] in {"Dados inválidos", "Não encontrado"}
    assert MARIA not in answer.text


async def test_a_field_that_is_missing_or_unknown_is_named(certobot: Certobot) -> None:
    missing = await certobot.http.post(CONVERSATIONS, json={})
    unknown = await certobot.http.post(CONVERSATIONS, json={"cpf": MARIA, "nome": "Maria"})

    assert missing.json()["detail"] == "Confira: cpf."
    assert unknown.json()["detail"] == "Confira: nome."


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"7"])
@pytest.mark.parametrize("path", [CONVERSATIONS, "/api/v1/campaigns", "/api/v1/messages/text"])
async def test_a_body_that_is_no_object_is_named_as_the_body(
    certobot: Certobot, path: str, body: bytes
) -> None:
    answer = await certobot.http.post(path, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (422, "Confira: corpo.")


async def test_a_body_that_is_not_json_is_400(certobot: Certobot) -> None:
    answer = await certobot.http.post(
        CONVERSATIONS, content=b"{cpf", headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400


async def test_a_debtor_who_opted_out_is_not_contacted_again(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    await maria.says("sair")
    view = await certobot.conversation(conversation_id)
    assert (view["status"], view["outcome"]) == ("abandoned", "unsuccessful")
    answer = await certobot.http.post(CONVERSATIONS, json={"cpf": MARIA})
    assert (answer.status_code, answer.json()["rule"]) == (409, "opt_out")


async def test_outside_contact_hours_the_first_message_is_scheduled(
    start: Start, cloud_settings: Settings, graph: GraphServer
) -> None:
    """No hour of any day is allowed but one minute, so that the test says the same at any hour.

    In Minas no law of the state narrows it.
    """
    now = datetime.now(SAO_PAULO)
    minute = f"{(now.hour + 12) % 24:02}:00-{(now.hour + 12) % 24:02}:01"
    contact = msgspec.structs.replace(
        cloud_settings.contact, enforce=True, weekdays=minute, saturday=minute, sunday=minute, holidays=True
    )
    async with start(msgspec.structs.replace(cloud_settings, contact=contact)) as certobot:
        debtors = await certobot.container.crm().list_debtors()
        mineira = next(debtor for debtor in debtors if debtor.uf == "MG")
        answer = await certobot.http.post(CONVERSATIONS, json={"cpf": mineira.cpf.digits})
        assert answer.status_code == 202
        scheduled_for = datetime.fromisoformat(answer.json()["scheduled_for"])
        assert timedelta() < scheduled_for - now < timedelta(hours=25)
        assert graph.messages == []
        # A debtor who writes first is answered at any hour, and needs no invitation any more.
        writes = Phone(certobot.http, graph, mineira.phone.digits)
        await writes.says("oi")
        assert [message["type"] for message in writes.received] == ["text"]


async def test_a_prescribed_debt_is_not_collected(certobot: Certobot) -> None:
    debtors = await certobot.container.crm().list_debtors()
    oldest = min(debtors, key=lambda debtor: max(debt.due_date for debt in debtor.debts))
    answer = await certobot.http.post(CONVERSATIONS, json={"cpf": oldest.cpf.digits})
    assert (answer.status_code, answer.json()["rule"]) == (409, "prescribed")


async def test_the_list_shows_the_latest_first_and_filters_by_status(certobot: Certobot) -> None:
    debtors = await certobot.container.crm().list_debtors(limit=3)
    opened = [await certobot.opens(debtor.cpf.digits) for debtor in debtors]
    listed = (await certobot.http.get(CONVERSATIONS, params={"status": "active", "limit": 2})).json()
    assert [summary["id"] for summary in listed] == opened[:0:-1]
    assert (await certobot.http.get(CONVERSATIONS, params={"status": "completed"})).json() == []
    assert (await certobot.http.get(CONVERSATIONS, params={"limit": 0})).status_code == 422


@pytest.mark.parametrize("what", ["conversations", "agreements"])
async def test_what_does_not_exist_is_404(certobot: Certobot, what: str) -> None:
    for unknown in ("00000000-0000-4000-8000-000000000000", "isto-nao-e-um-id"):
        assert (await certobot.http.get(f"/api/v1/{what}/{unknown}")).status_code == 404


async def test_documents_are_pdfs_and_the_carne_is_document_zero(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    agreement = await _agreement(certobot, maria, graph)
    documents = [document for due in agreement["installments"] for document in due["documents"]]
    assert [(document["n"], document["kind"]) for document in documents] == [
        (1, "boleto"),
        (3, "pix"),
        (2, "boleto"),
        (4, "pix"),
    ]
    for url in (agreement["carne_url"], *(document["url"] for document in documents)):
        pdf = await certobot.http.get(url)
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF")
    missing = await certobot.http.get(f"/api/v1/agreements/{agreement['id']}/documents/5")
    assert missing.status_code == 404


async def test_two_debtors_of_one_phone_are_not_talked_to_at_once(certobot: Certobot) -> None:
    await certobot.opens()
    crm = certobot.container.crm()
    maria = await crm.find_debtor(Cpf.parse(MARIA))
    (other, *_) = [each for each in await crm.list_debtors(limit=5) if each.cpf.digits != MARIA]
    shared = MemoryCrm([replace(other, phone=maria.phone)])
    opening = replace(certobot.container.open_conversation(), find_debtor=FindDebtor(shared))
    with pytest.raises(PhoneInUse):
        await opening(other.cpf)


async def test_the_api_asks_for_its_key_when_one_is_set(start: Start, cloud_settings: Settings) -> None:
    keyed = msgspec.structs.replace(cloud_settings.http, api_key="chave-da-api")
    async with start(msgspec.structs.replace(cloud_settings, http=keyed)) as certobot:
        assert (await certobot.http.get(CONVERSATIONS)).status_code == 401
        wrong = {"Authorization": "Bearer outra"}
        assert (await certobot.http.get(CONVERSATIONS, headers=wrong)).status_code == 401
        right = {"Authorization": "Bearer chave-da-api"}
        assert (await certobot.http.get(CONVERSATIONS, headers=right)).status_code == 200


async def test_without_a_key_only_this_machine_by_its_own_name_is_let_in(certobot: Certobot) -> None:
    rebound = await certobot.http.get(CONVERSATIONS, headers={"Host": "site-malicioso.example"})
    assert rebound.status_code == 403


async def test_the_simulator_is_not_there_on_the_real_whatsapp(certobot: Certobot) -> None:
    assert (await certobot.http.get("/simulador")).status_code == 404


async def test_health_and_documentation_answer(certobot: Certobot) -> None:
    assert (await certobot.http.get("/health/live")).json() == {"status": "ok"}
    assert (await certobot.http.get("/health/ready")).status_code == 200
    schema = (await certobot.http.get("/docs/openapi.json")).json()
    opening = schema["paths"]["/api/v1/conversations"]["post"]
    asked = opening["requestBody"]["content"]["application/json"]["schema"]["examples"]
    assert asked == [{"cpf": "529.982.247-25"}]
    refused = opening["responses"]["409"]["content"]["application/problem+json"]["examples"]
    assert [example["value"]["rule"] for example in refused.values()] == ["opt_out"]
    assert (await certobot.http.get("/docs")).status_code == 200


async def _agreement(certobot: Certobot, maria: Phone, graph: GraphServer) -> dict[str, Any]:
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    for text in ("oi", "529", "em 2x", "sim"):
        await maria.says(text)
    view = await certobot.conversation(conversation_id)
    agreement = await certobot.http.get(f"/api/v1/agreements/{view['agreement_id']}")
    return dict(agreement.json())
