"""What we send, held against the description of the Cloud API that Meta publishes."""

from pathlib import Path
from typing import Any

import pytest

from adapters.whatsapp.outgoing import request_body
from application.ports.messenger import DocumentContent, OutboundMessage, TemplateContent, TextContent
from domain.messaging.contact import Contact

_FILE = Path(__file__).parents[4] / "shared/data/whatsapp/openapi/business-messaging-api_v23.0.yaml"
pytestmark = pytest.mark.skipif(not _FILE.exists(), reason="Meta's description is not on this machine")


@pytest.fixture(scope="module")
def validator() -> Any:
    yaml = pytest.importorskip("yaml")
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    document = yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader)
    schemas = document["components"]["schemas"]
    for name in ("TextMessage", "DocumentMessage", "TemplateMessage"):
        # As published, the part that adds the content forbids the part that adds the address.
        schemas[name]["allOf"][1].pop("additionalProperties", None)
    return jsonschema_rs.Draft202012Validator(
        {"$ref": "#/components/schemas/Message", "components": document["components"]}
    )


def a_body(content: TextContent | TemplateContent | DocumentContent) -> dict[str, Any]:
    return request_body(OutboundMessage("c-1:1:1", Contact("5511900000001"), content), media_id="90000")


CONTENTS = [
    TextContent("Olá, Maria!"),
    TemplateContent("abertura", "pt_BR", ("Maria", "Loja"), "Olá, Maria"),
    TemplateContent("abertura", "pt_BR", (), "Olá"),
    DocumentContent("boleto.pdf", "application/pdf", b"%PDF", "Sua parcela"),
    DocumentContent("boleto.pdf", "application/pdf", b"%PDF"),
]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
def test_what_we_send_is_what_meta_describes(
    validator: Any, content: TextContent | TemplateContent | DocumentContent
) -> None:
    validator.validate(a_body(content))


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
@pytest.mark.parametrize("field", ["to", "messaging_product", "recipient_type", "type"])
def test_the_description_would_notice_a_missing_field(
    validator: Any, content: TextContent | TemplateContent | DocumentContent, field: str
) -> None:
    body = a_body(content)
    del body[field]
    assert not validator.is_valid(body)


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
def test_the_description_would_notice_missing_content(
    validator: Any, content: TextContent | TemplateContent | DocumentContent
) -> None:
    body = a_body(content)
    del body[body["type"]]
    assert not validator.is_valid(body)
