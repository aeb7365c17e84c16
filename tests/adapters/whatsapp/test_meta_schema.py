"""What we send, held against the part in `openapi/` of the description of the API that Meta publishes."""

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.whatsapp.attention import CloudApiAttention
from adapters.whatsapp.cloud_api import CloudApiMessenger
from adapters.whatsapp.graph_api import CloudApiConfig
from adapters.whatsapp.outgoing import request_body
from application.ports.messenger import (
    ChoiceContent,
    Content,
    DocumentContent,
    OrderContent,
    OutboundMessage,
    TemplateButton,
    TemplateContent,
    TextContent,
)
from domain.messaging.contact import Contact
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.senders import NUMBER, TOKEN

jsonschema_rs = pytest.importorskip("jsonschema_rs")

_FILE = Path(__file__).parent / "openapi" / "business_messaging_v23.json"
_COMPONENT = {"header": "HeaderComponent", "body": "BodyComponent", "button": "ButtonComponent"}


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    """The published schemas, without what contradicts Meta's own examples in them."""
    published: dict[str, Any] = deepcopy(json.loads(_FILE.read_bytes())["components"]["schemas"])
    for name in ("TextMessage", "DocumentMessage", "TemplateMessage", "InteractiveMessage"):
        # The part that adds the content forbids the part that adds the address.
        published[name]["allOf"][1].pop("additionalProperties", None)
    # The numbers of two footnotes stand where the places of ten buttons were meant.
    published["TemplateComponent"]["properties"]["index"]["pattern"] = "^[0-9]$"
    published["ButtonComponent"]["allOf"][1]["properties"]["index"]["pattern"] = "^[0-9]$"
    return published


def validator(schemas: dict[str, Any], name: str = "Message") -> Any:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    )


def a_body(content: Content) -> dict[str, Any]:
    return request_body(OutboundMessage("c-1:1:1", Contact("5511900000001"), content), media_id="90000")


CARNE = DocumentContent("boleto.pdf", "application/pdf", b"%PDF", "Sua parcela")
TEMPLATES = [
    TemplateContent("abertura", "pt_BR", ("Maria", "Loja"), "Olá, Maria"),
    TemplateContent("abertura", "pt_BR", (), "Olá"),
    TemplateContent("segunda_via", "pt_BR", ("Maria",), "Olá, Maria", document=CARNE),
    TemplateContent(
        "lembrete",
        "pt_BR",
        ("Maria",),
        "Olá, Maria",
        header="Loja",
        buttons=(TemplateButton("quick_reply", "quero"), TemplateButton("url", "abc", 1)),
    ),
]
CONTENTS: list[Content] = [
    TextContent("Olá, Maria!"),
    *TEMPLATES,
    CARNE,
    DocumentContent("boleto.pdf", "application/pdf", b"%PDF"),
    ChoiceContent("Pode ser?", ("Sim, confirmo", "Não, quero mudar")),
    ChoiceContent("Em quantas vezes?", tuple(f"Em {count}x" for count in range(2, 12))),
    ChoiceContent("Não cabe", tuple(f"Em {count}x" for count in range(2, 14))),
]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
def test_what_we_send_is_what_meta_describes(schemas: dict[str, Any], content: Content) -> None:
    validator(schemas).validate(a_body(content))


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
@pytest.mark.parametrize("field", ["to", "messaging_product", "recipient_type", "type"])
def test_the_description_would_notice_a_missing_field(
    schemas: dict[str, Any], content: Content, field: str
) -> None:
    body = a_body(content)
    del body[field]
    assert not validator(schemas).is_valid(body)


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
def test_the_description_would_notice_missing_content(schemas: dict[str, Any], content: Content) -> None:
    body = a_body(content)
    del body[body["type"]]
    assert not validator(schemas).is_valid(body)


@pytest.mark.parametrize("content", TEMPLATES, ids=lambda content: content.name)
def test_every_component_of_a_template_is_what_meta_describes(
    schemas: dict[str, Any], content: TemplateContent
) -> None:
    for component in a_body(content)["template"].get("components", []):
        validator(schemas, _COMPONENT[component["type"]]).validate(component)


@pytest.mark.parametrize(
    ("place", "broken"),
    [
        (("interactive", "action", "buttons", 0, "reply", "title"), "x" * 21),
        (("interactive", "action", "buttons", 0, "reply", "id"), None),
        (("interactive", "type"), "buttons"),
    ],
)
def test_the_description_would_notice_a_broken_choice(
    schemas: dict[str, Any], place: tuple[str | int, ...], broken: object
) -> None:
    body = a_body(ChoiceContent("Pode ser?", ("Sim", "Não")))
    inner: Any = body
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = broken
    assert not validator(schemas).is_valid(body)


async def test_a_read_receipt_is_what_meta_describes(schemas: dict[str, Any], server: GraphServer) -> None:
    attention = CloudApiAttention(CloudApiConfig(NUMBER, TOKEN, server.url))
    assert await attention.show_typing("wamid.1")
    await attention.aclose()
    [read] = server.reads
    described = validator(schemas, "MarkMessageRequestPayload")
    described.validate(read)
    assert not described.is_valid({"messaging_product": "whatsapp", "status": "read"})


async def test_our_graph_server_answers_as_meta_describes(
    schemas: dict[str, Any], server: GraphServer
) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(base_url=f"{server.url}/v25.0/{NUMBER}", headers=headers) as http:
        sent = (await http.post("/messages", json=a_body(TextContent("Olá!")))).json()
        read = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
        marked = (await http.post("/messages", json=read)).json()
    validator(schemas, "MessageResponsePayload").validate(sent)
    validator(schemas, "MarkMessageResponsePayload").validate(marked)


async def test_an_upload_has_the_fields_that_meta_describes(
    schemas: dict[str, Any], messenger: CloudApiMessenger, server: GraphServer
) -> None:
    await messenger.send(OutboundMessage("c-1:1:1", Contact("5511900000001"), CARNE))
    [upload] = server.media
    assert set(schemas["UploadForm"]["properties"]) <= {"file", *upload.fields}


def test_an_order_has_the_shape_of_metas_example_for_brazil() -> None:
    """The description of v23.0 does not know `order_details`; the page "Offsite Pix payments" does (2026)."""
    order = OrderContent("Combinado!", "a1.1.7", Decimal(500), "Loja", "3" * 47, "00020126", "39580525000189")
    parameters = a_body(order)["interactive"]["action"]["parameters"]
    assert set(parameters) == {
        "reference_id",
        "type",
        "payment_type",
        "payment_settings",
        "currency",
        "total_amount",
    }
    pix, boleto = parameters["payment_settings"]
    assert set(pix["pix_dynamic_code"]) == {"code", "merchant_name", "key", "key_type"}
    assert set(boleto["boleto"]) == {"digitable_line"}
    assert parameters["total_amount"] == {"value": 50_000, "offset": 100}
