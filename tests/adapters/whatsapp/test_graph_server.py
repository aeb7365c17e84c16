"""Our Graph server refuses what Meta refuses: what passes here is not turned away there for its form."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.adapters.whatsapp.graph_server import GraphServer, PairLimit, cut_after_accepting
from tests.adapters.whatsapp.senders import NUMBER, PHONE, TOKEN

TEXT = {"type": "text", "text": {"body": "Olá!"}}


@pytest.fixture
async def http(server: GraphServer) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(base_url=f"{server.url}/v25.0", headers=headers) as client:
        yield client


async def code_of(http: httpx.AsyncClient, content: dict[str, Any], **changes: Any) -> int | None:
    """The error with which a message is refused, if it is."""
    body = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": PHONE} | content | changes
    told = (await http.post(f"/{NUMBER}/messages", json=body)).json()
    return told["error"]["code"] if "error" in told else None


def interactive(kind: str, action: dict[str, Any], body: str = "Pode ser?") -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}


def buttons(*titles: str) -> dict[str, Any]:
    given = [{"type": "reply", "reply": {"id": str(n), "title": title}} for n, title in enumerate(titles)]
    return interactive("button", {"buttons": given})


def rows(*titles: str) -> dict[str, Any]:
    given = [{"id": str(n), "title": title} for n, title in enumerate(titles)]
    return interactive("list", {"button": "Ver", "sections": [{"title": "Ver", "rows": given}]})


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        buttons("a", "b", "c" * 20),
        rows(*(f"opção {n}" for n in range(10))),
        {"type": "template", "template": {"name": "abertura", "language": {"code": "pt_BR"}}},
    ],
)
async def test_what_is_well_formed_passes(http: httpx.AsyncClient, content: dict[str, Any]) -> None:
    assert await code_of(http, content) is None


@pytest.mark.parametrize(
    ("content", "changes", "code"),
    [
        (TEXT, {"to": None}, 131008),
        (TEXT, {"messaging_product": "sms"}, 131008),
        ({"type": "text"}, {}, 131008),
        ({"type": "text", "text": {"body": "a" * 4_097}}, {}, 131009),
        ({"type": "fax", "fax": {"body": "Olá"}}, {}, 131051),
        ({"type": "document", "document": {"id": "7"}}, {}, 131009),
        (buttons("a", "b", "c", "d"), {}, 131009),
        (buttons("a" * 21), {}, 131009),
        (buttons("a", "a"), {}, 131009),
        (rows(*(f"opção {n}" for n in range(11))), {}, 131009),
        (rows("a" * 25), {}, 131009),
        (interactive("button", {"buttons": []}), {}, 131009),
        (interactive("order_details", {"name": "review_and_pay", "parameters": {}}), {}, 131009),
        ({"type": "template", "template": {"name": "abertura"}}, {}, 131008),
    ],
)
async def test_what_is_malformed_is_refused_by_its_code(
    http: httpx.AsyncClient, content: dict[str, Any], changes: dict[str, Any], code: int
) -> None:
    assert await code_of(http, content, **changes) == code


async def test_one_person_is_sent_only_so_much_at_once(http: httpx.AsyncClient, server: GraphServer) -> None:
    now = 0.0
    server.pair_limit = PairLimit(lambda: now, burst=2, seconds=6)
    assert [await code_of(http, TEXT) for _ in range(3)] == [None, None, 131056]
    assert await code_of(http, TEXT, to="5511900000002") is None
    now = 6.0
    assert [await code_of(http, TEXT) for _ in range(2)] == [None, 131056]


async def test_a_person_may_be_out_of_reach(http: httpx.AsyncClient, server: GraphServer) -> None:
    server.refusals[PHONE] = 131026
    assert [await code_of(http, TEXT) for _ in range(2)] == [131026, 131026]


async def test_what_was_uploaded_can_be_fetched_until_it_is_deleted(
    http: httpx.AsyncClient, server: GraphServer
) -> None:
    form = {"messaging_product": "whatsapp", "type": "application/pdf"}
    file = {"file": ("a.pdf", b"%PDF", "application/pdf")}
    media_id = (await http.post(f"/{NUMBER}/media", data=form, files=file)).json()["id"]
    where = (await http.get(f"/{media_id}")).json()
    assert where["file_size"] == 4
    assert (await http.get(where["url"])).content == b"%PDF"
    assert (await http.delete(f"/{media_id}")).json() == {"success": True}
    assert (await http.get(f"/{media_id}")).status_code == 404
    assert await code_of(http, {"type": "document", "document": {"id": media_id}}) == 131009


async def test_what_was_accepted_twice_is_known(http: httpx.AsyncClient, server: GraphServer) -> None:
    server.script(cut_after_accepting())
    with pytest.raises(httpx.HTTPError):
        await code_of(http, TEXT, biz_opaque_callback_data="c-1:1:1")
    assert server.duplicates == []
    await code_of(http, TEXT, biz_opaque_callback_data="c-1:1:1")
    assert server.duplicates == ["c-1:1:1"]


async def test_another_token_opens_nothing(server: GraphServer) -> None:
    async with httpx.AsyncClient(
        base_url=f"{server.url}/v25.0", headers={"Authorization": "Bearer x"}
    ) as http:
        assert await code_of(http, TEXT) == 190
    assert server.messages == []
