"""The simulator over real HTTP, on the whole program with the mock WhatsApp."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

MARIA = "529.982.247-25"
PATIENCE = 15.0


@pytest.fixture
async def http(simulator_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the simulator."""
    async with httpx.AsyncClient(base_url=f"{simulator_url}/simulador", timeout=PATIENCE) as client:
        yield client


async def opened(http: httpx.AsyncClient) -> str:
    response = await http.post("/api/conversations", json={"cpf": MARIA})
    assert response.status_code == 201, response.text
    return str(response.json()["conversation_id"])


async def writes(http: httpx.AsyncClient, conversation_id: str, text: str) -> httpx.Response:
    return await http.post(f"/api/conversations/{conversation_id}/messages", json={"text": text})


async def views(http: httpx.AsyncClient, conversation_id: str) -> AsyncGenerator[dict[str, Any]]:
    async with http.stream("GET", f"/api/conversations/{conversation_id}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                yield msgspec.json.decode(line.removeprefix("data:"), type=dict[str, Any])


async def agreed(http: httpx.AsyncClient) -> dict[str, Any]:
    """Talk until an agreement stands and its PDF has left; return the last view."""
    conversation_id = await opened(http)
    to_say = ["529", "pago em 2x", "fechado", "sim"]
    heard = 0
    async with aclosing(views(http, conversation_id)) as stream:
        async for view in stream:
            texts = [m for m in view["messages"] if m["direction"] == "outbound" and m["type"] != "document"]
            if any(m["type"] == "document" for m in view["messages"]) and view["outcome_reported"]:
                return view
            if len(texts) > heard and to_say and not view["agreement_id"]:
                heard = len(texts)
                await writes(http, conversation_id, to_say.pop(0))
    raise AssertionError("the stream ended before there was an agreement")


async def test_the_page_and_its_files_allow_nothing_from_outside_or_inline(http: httpx.AsyncClient) -> None:
    page = await http.get("")
    script, style = await http.get("/app.js"), await http.get("/style.css")

    assert page.headers["content-type"].startswith("text/html")
    assert script.headers["content-type"].startswith("text/javascript")
    assert style.headers["content-type"].startswith("text/css")
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    assert not any(word in page.text for word in ("http://", "https://", "<style", " style=", " onclick="))


async def test_only_the_files_of_the_page_are_served(http: httpx.AsyncClient) -> None:
    assert (await http.get("/routes.py")).status_code == 404
    assert (await http.get("/..%2Froutes.py")).status_code == 404


async def test_the_debtors_to_pick_from_say_what_they_owe_and_what_to_type(http: httpx.AsyncClient) -> None:
    debtors = (await http.get("/api/debtors")).json()

    assert len(debtors) >= 100
    assert debtors[0] == {
        "cpf": "52998224725",
        "cpf_masked": "***.982.247-**",
        "hint": "529",
        "name": "Maria Silva Santos",
        "uf": "SP",
        "amount": "1000.00",
        "description": "Cartão de loja",
        "creditor": "Lojas Aurora",
    }


async def test_opening_twice_continues_the_conversation_that_stands(http: httpx.AsyncClient) -> None:
    first = (await http.post("/api/conversations", json={"cpf": MARIA})).json()
    second = (await http.post("/api/conversations", json={"cpf": MARIA})).json()

    assert first["already_open"] is False
    assert second["already_open"] is True
    assert first["scheduled_for"] is None
    assert second["conversation_id"] == first["conversation_id"]


async def test_what_the_debtor_writes_is_answered_in_the_stream(http: httpx.AsyncClient) -> None:
    conversation_id = await opened(http)

    taken = await writes(http, conversation_id, "529")

    assert taken.status_code == 202
    assert taken.json() == {"conversation_ids": [conversation_id]}
    async with aclosing(views(http, conversation_id)) as stream:
        async for view in stream:
            if view["offers"]:
                break
    written = next(message for message in view["messages"] if message["direction"] == "inbound")
    assert written["text"] == "529"
    assert written["understanding"]["intent"] == "identify"
    # Policy of the sample: 10 % to begin with, 40 % at most, on R$ 1.000,00.
    assert (view["offers"][0]["total"], view["offers"][0]["floor"]) == ("900.00", "600.00")


async def test_an_agreement_shows_its_schedule_and_its_documents(http: httpx.AsyncClient) -> None:
    view = await agreed(http)

    agreement = (await http.get(f"/api/agreements/{view['agreement_id']}")).json()
    carne = await http.get(f"/api/agreements/{agreement['id']}/documents/0")
    missing = await http.get(f"/api/agreements/{agreement['id']}/documents/99")

    assert [one["number"] for one in agreement["installments"]] == [1, 2]
    assert carne.headers["content-type"] == "application/pdf"
    assert carne.headers["content-disposition"].startswith("inline")
    assert carne.content.startswith(b"%PDF-")
    assert missing.status_code == 404


async def test_recent_conversations_can_be_found_again(http: httpx.AsyncClient) -> None:
    conversation_id = await opened(http)

    recent = (await http.get("/api/recent")).json()

    assert [one["id"] for one in recent] == [conversation_id]
    assert recent[0]["debtor"] == {"first_name": "Maria", "cpf_masked": "***.982.247-**"}


@pytest.mark.parametrize(("text", "status"), [("", 422), ("a" * 4097, 422), ("a" * 4096, 202)])
async def test_a_message_has_between_1_and_4096_characters(
    http: httpx.AsyncClient, text: str, status: int
) -> None:
    conversation_id = await opened(http)

    response = await writes(http, conversation_id, text)

    assert response.status_code == status


async def test_a_debtor_nobody_knows_and_a_cpf_that_is_none_are_refused(http: httpx.AsyncClient) -> None:
    unknown = await http.post("/api/conversations", json={"cpf": "111.444.777-35"})
    impossible = await http.post("/api/conversations", json={"cpf": "123"})

    assert unknown.status_code == 404
    assert impossible.status_code == 422


async def test_what_does_not_exist_is_not_found(http: httpx.AsyncClient) -> None:
    nobody = uuid4()

    assert (await http.get(f"/api/conversations/{nobody}/events")).status_code == 404
    assert (await writes(http, str(nobody), "oi")).status_code == 404
    assert (await http.get(f"/api/agreements/{nobody}")).status_code == 404
