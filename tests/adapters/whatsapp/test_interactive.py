"""Choices to touch and codes to copy: in the shape that fits, and as text when none does."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.whatsapp.cloud_api import CloudApiMessenger
from adapters.whatsapp.outgoing import request_body
from application.ports.messenger import (
    ChoiceContent,
    Content,
    OrderContent,
    OutboundMessage,
    TemplateButton,
    TemplateContent,
)
from domain.messaging.contact import Contact
from tests.adapters.whatsapp.graph_server import GraphServer

LINE = "34191.09008 00000.140052 71234.570001 9 12340000030000"
ORDER = OrderContent(
    "Combinado! Copie o código abaixo.",
    "a1.1.7",
    Decimal("300.10"),
    "Lojas Aurora",
    LINE,
    "00020126PIX",
    "a@b.br",
)


def wired(content: Content) -> dict[str, Any]:
    return request_body(OutboundMessage("c-1:1:1", Contact("5511900000001"), content))


def choice(*options: str, body: str = "Pode ser?") -> dict[str, Any]:
    return wired(ChoiceContent(body, options))


def order(**changes: Any) -> dict[str, Any]:
    given = {name: getattr(ORDER, name) for name in OrderContent.__slots__}
    body: dict[str, Any] = wired(OrderContent(**given | changes))
    return body


def settings_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body["interactive"]["action"]["parameters"]["payment_settings"]
    return found


def test_up_to_three_short_options_are_buttons() -> None:
    body = choice("Sim", "Não", "x" * 20)
    assert body["type"] == "interactive"
    assert body["interactive"]["type"] == "button"
    assert body["interactive"]["body"] == {"text": "Pode ser?"}
    buttons = body["interactive"]["action"]["buttons"]
    assert [button["reply"]["title"] for button in buttons] == ["Sim", "Não", "x" * 20]
    assert len({button["reply"]["id"] for button in buttons}) == 3


@pytest.mark.parametrize(
    "options", [("Em 2x", "Em 3x", "Em 4x", "Em 5x"), ("Sim", "y" * 24), tuple(f"Em {n}x" for n in range(10))]
)
def test_more_or_longer_options_are_the_rows_of_a_list(options: tuple[str, ...]) -> None:
    interactive = choice(*options)["interactive"]
    [section] = interactive["action"]["sections"]
    assert interactive["type"] == "list"
    assert interactive["action"]["button"]
    assert tuple(row["title"] for row in section["rows"]) == options


@pytest.mark.parametrize(
    "options", [(), ("z" * 25,), tuple(f"Em {n}x" for n in range(11)), ("Sim", "Sim"), ("Sim", "")]
)
def test_options_that_fit_nowhere_leave_the_text_alone(options: tuple[str, ...]) -> None:
    body = choice(*options)
    assert (body["type"], body["text"]["body"]) == ("text", "Pode ser?")


@pytest.mark.parametrize(("length", "kind"), [(1_024, "interactive"), (1_025, "text")])
def test_a_body_too_long_for_an_interactive_message_goes_as_text(length: int, kind: str) -> None:
    assert choice("Sim", body="a" * length)["type"] == kind
    assert order(body="a" * length)["type"] == kind


def test_an_order_carries_the_pix_and_the_boleto_to_be_copied() -> None:
    action = order()["interactive"]["action"]
    assert action["name"] == "review_and_pay"
    parameters = action["parameters"]
    assert (parameters["reference_id"], parameters["payment_type"], parameters["currency"]) == (
        "a1.1.7",
        "br",
        "BRL",
    )
    assert parameters["total_amount"] == {"value": 30_010, "offset": 100}
    pix, boleto = parameters["payment_settings"]
    assert pix == {
        "type": "pix_dynamic_code",
        "pix_dynamic_code": {
            "code": "00020126PIX",
            "merchant_name": "Lojas Aurora",
            "key": "a@b.br",
            "key_type": "EMAIL",
        },
    }
    assert boleto == {"type": "boleto", "boleto": {"digitable_line": LINE.replace(".", "").replace(" ", "")}}


@pytest.mark.parametrize(
    ("key", "written", "kind"),
    [
        ("pix@loja.example", "pix@loja.example", "EMAIL"),
        ("+5511940000000", "+5511940000000", "PHONE"),
        ("529.982.247-25", "52998224725", "CPF"),
        ("11.222.333/0001-81", "11222333000181", "CNPJ"),
        ("123e4567-e89b-12d3-a456-426655440000", "123e4567-e89b-12d3-a456-426655440000", "EVP"),
    ],
)
def test_a_pix_key_is_named_by_its_kind(key: str, written: str, kind: str) -> None:
    pix = settings_of(order(pix_key=key))[0]["pix_dynamic_code"]
    assert (pix["key"], pix["key_type"]) == (written, kind)


@pytest.mark.parametrize("changes", [{"pix_code": None}, {"pix_key": ""}, {"pix_key": "não é chave"}])
def test_without_a_pix_that_can_be_named_only_the_boleto_is_offered(changes: dict[str, Any]) -> None:
    assert [setting["type"] for setting in settings_of(order(**changes))] == ["boleto"]


def test_a_template_has_its_header_and_its_buttons_where_they_belong() -> None:
    content = TemplateContent(
        "lembrete",
        "pt_BR",
        ("Maria",),
        "Oi, Maria",
        header="Lojas Aurora",
        buttons=(
            TemplateButton("quick_reply", "quero"),
            TemplateButton("url", "abc", 1),
            TemplateButton("copy_code", "00020126", 2),
        ),
    )
    header, body, *buttons = wired(content)["template"]["components"]
    assert header == {"type": "header", "parameters": [{"type": "text", "text": "Lojas Aurora"}]}
    assert body["parameters"] == [{"type": "text", "text": "Maria"}]
    assert [(button["sub_type"], button["index"], button["parameters"]) for button in buttons] == [
        ("quick_reply", "0", [{"type": "payload", "payload": "quero"}]),
        ("url", "1", [{"type": "text", "text": "abc"}]),
        ("copy_code", "2", [{"type": "coupon_code", "coupon_code": "00020126"}]),
    ]


def test_a_parameter_of_a_template_is_one_line() -> None:
    content = TemplateContent("abertura", "pt_BR", ("Maria\n  Aparecida",), "Oi")
    [body] = wired(content)["template"]["components"]
    assert body["parameters"] == [{"type": "text", "text": "Maria Aparecida"}]


@pytest.mark.parametrize("content", [ChoiceContent("Pode ser?", ("Sim", "Não")), ORDER])
async def test_meta_takes_them(messenger: CloudApiMessenger, server: GraphServer, content: Content) -> None:
    await messenger.send(OutboundMessage("c-1:1:1", Contact("5511900000001"), content))
    [sent] = server.messages
    assert sent["type"] == "interactive"
