import socket
from collections.abc import Callable

import pytest

from adapters.whatsapp.cloud_api import CloudApiMessenger
from adapters.whatsapp.graph_api import CloudApiConfig
from application.ports.messenger import (
    DeliveryUncertain,
    MessengerUnavailable,
    OutboundMessage,
    TemplateContent,
)
from domain.messaging.contact import Contact
from tests.adapters.whatsapp.graph_server import (
    GraphServer,
    Special,
    answers,
    cut_after_accepting,
    cut_before_accepting,
    delays,
    hangs,
)
from tests.adapters.whatsapp.senders import (
    NUMBER,
    PHONE,
    TOKEN,
    a_document,
    a_messenger,
    a_text,
    assert_tells_no_secret,
)


async def test_a_text_is_sent_as_meta_wants_it(messenger: CloudApiMessenger, server: GraphServer) -> None:
    provider_id = await messenger.send(a_text())
    assert server.messages == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": PHONE,
            "type": "text",
            "text": {"body": "Maria deve R$ 1.000,00", "preview_url": False},
            "biz_opaque_callback_data": "c-1:1:1",
        }
    ]
    assert provider_id == server.wamids["c-1:1:1"]


async def test_it_calls_the_configured_version_and_number_with_the_token(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    await messenger.send(a_text())
    [request] = server.requests
    assert request.path == f"/v25.0/{NUMBER}/messages"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["content-type"] == "application/json"


async def test_a_template_carries_its_language_and_its_parameters_in_order(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    template = TemplateContent("abertura", "pt_BR", ("Maria", "Loja"), "Olá, Maria")
    await messenger.send(OutboundMessage("c-1:0:1", Contact(PHONE), template))
    [sent] = server.messages
    assert sent["type"] == "template"
    assert sent["template"]["name"] == "abertura"
    assert sent["template"]["language"]["code"] == "pt_BR"
    [body] = sent["template"]["components"]
    assert body["type"] == "body"
    assert body["parameters"] == [{"type": "text", "text": "Maria"}, {"type": "text", "text": "Loja"}]


async def test_a_document_is_uploaded_and_then_sent_by_its_id(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    await messenger.send(a_document())
    [upload] = server.media
    assert (upload.filename, upload.media_type, upload.data) == (
        "carnê.pdf",
        "application/pdf",
        bytes(range(256)),
    )
    assert upload.fields == {"messaging_product": "whatsapp", "type": "application/pdf"}
    [sent] = server.messages
    assert sent["type"] == "document"
    assert sent["document"] == {"id": upload.id, "filename": "carnê.pdf", "caption": "Seu carnê, Maria"}


async def test_a_contact_known_only_by_user_id_is_addressed_as_recipient(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    await messenger.send(a_text(Contact(user_id="BR.1")))
    assert server.messages[0]["recipient"] == "BR.1"
    assert "to" not in server.messages[0]


async def test_a_phone_goes_before_a_user_id_and_in_digits(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    await messenger.send(a_text(Contact("+55 11 90000-0001", "BR.1")))
    assert server.messages[0]["to"] == PHONE
    assert "recipient" not in server.messages[0]


async def test_a_connection_cut_after_acceptance_leaves_the_delivery_uncertain(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    server.script(cut_after_accepting())
    with pytest.raises(DeliveryUncertain) as raised:
        await messenger.send(a_text())
    assert len(server.messages) == 1
    assert_tells_no_secret(raised.value)


async def test_a_connection_cut_before_acceptance_looks_the_same_from_here(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    server.script(cut_before_accepting())
    with pytest.raises(DeliveryUncertain):
        await messenger.send(a_text())


async def test_the_next_message_passes_after_a_cut(messenger: CloudApiMessenger, server: GraphServer) -> None:
    server.script(cut_after_accepting())
    with pytest.raises(DeliveryUncertain):
        await messenger.send(a_text())
    assert await messenger.send(a_text())


@pytest.mark.parametrize("special", [hangs(), delays(30)], ids=["never", "late"])
async def test_an_answer_that_does_not_come_in_time_leaves_the_delivery_uncertain(
    server: GraphServer, special: Special
) -> None:
    server.script(special)
    messenger = a_messenger(server.url, answer_seconds=0.1)
    with pytest.raises(DeliveryUncertain):
        await messenger.send(a_text())
    await messenger.aclose()
    assert len(server.messages) == 1


@pytest.mark.parametrize("body", [b"", b"ok", b"{}", b'{"messages": []}', b'{"messages": [{}]}', b"\xff"])
async def test_an_acceptance_that_cannot_be_read_leaves_the_delivery_uncertain(
    messenger: CloudApiMessenger, server: GraphServer, body: bytes
) -> None:
    server.script(answers(200, body, accepts=True))
    with pytest.raises(DeliveryUncertain):
        await messenger.send(a_text())


def _refused_address() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


@pytest.mark.parametrize("message", [a_text, a_document])
async def test_without_a_connection_nothing_was_sent(message: Callable[[], OutboundMessage]) -> None:
    messenger = a_messenger(_refused_address())
    with pytest.raises(MessengerUnavailable) as raised:
        await messenger.send(message())
    await messenger.aclose()
    assert_tells_no_secret(raised.value)


@pytest.mark.parametrize(
    "special",
    [
        cut_after_accepting("media"),
        cut_before_accepting("media"),
        answers(200, b"ok", "media"),
        hangs("media"),
    ],
    ids=["cut late", "cut early", "unreadable", "silent"],
)
async def test_an_upload_that_fails_may_be_tried_again_because_nothing_was_sent(
    server: GraphServer, special: Special
) -> None:
    server.script(special)
    messenger = a_messenger(server.url, answer_seconds=0.2)
    with pytest.raises(MessengerUnavailable) as raised:
        await messenger.send(a_document())
    await messenger.aclose()
    assert server.messages == []
    assert_tells_no_secret(raised.value)


async def test_a_token_that_is_no_header_is_not_repeated_by_the_error(server: GraphServer) -> None:
    messenger = a_messenger(server.url, token=f"{TOKEN}\n")
    with pytest.raises(DeliveryUncertain) as raised:
        await messenger.send(a_text())
    await messenger.aclose()
    assert_tells_no_secret(raised.value)


def test_the_configuration_does_not_show_its_token() -> None:
    assert TOKEN not in repr(CloudApiConfig(NUMBER, TOKEN))
