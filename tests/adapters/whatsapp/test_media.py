"""The same file goes up once."""

from dataclasses import replace

import pytest

from adapters.cache.memory import MemoryCache
from adapters.whatsapp.cloud_api import CloudApiMessenger
from application.ports.messenger import DocumentContent, MessageRejected, OutboundMessage, TemplateContent
from domain.messaging.contact import Contact
from tests.adapters.whatsapp.graph_server import GraphServer, fails
from tests.adapters.whatsapp.senders import a_document, a_messenger

CARNE = DocumentContent("carnê.pdf", "application/pdf", b"%PDF-1.7 um", "")
DAY = 86_400.0


def carrying(document: DocumentContent, key: str = "c-1:1:1", to: str = "5511900000001") -> OutboundMessage:
    return OutboundMessage(key, Contact(to), document)


async def test_a_file_sent_twice_is_uploaded_once(messenger: CloudApiMessenger, server: GraphServer) -> None:
    await messenger.send(carrying(CARNE))
    await messenger.send(carrying(replace(CARNE, filename="segunda-via.pdf"), "c-2:1:1", "5511900000002"))
    [upload] = server.media
    assert [sent["document"]["id"] for sent in server.messages] == [upload.id, upload.id]
    assert [sent["document"]["filename"] for sent in server.messages] == ["carnê.pdf", "segunda-via.pdf"]


async def test_another_file_is_another_upload(messenger: CloudApiMessenger, server: GraphServer) -> None:
    await messenger.send(carrying(CARNE))
    await messenger.send(carrying(replace(CARNE, data=b"%PDF-1.7 dois"), "c-1:2:1"))
    first, second = server.media
    assert [sent["document"]["id"] for sent in server.messages] == [first.id, second.id]


async def test_an_upload_that_meta_has_lost_is_made_again(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    await messenger.send(carrying(CARNE))
    server.lost_media.add(server.media[0].id)
    await messenger.send(carrying(CARNE, "c-1:2:1"))
    await messenger.send(carrying(CARNE, "c-1:3:1"))
    assert len(server.media) == 2
    assert [sent["document"]["id"] for sent in server.messages[1:]] == [server.media[1].id] * 2


async def test_a_document_that_is_refused_with_a_fresh_upload_too_is_rejected(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    await messenger.send(carrying(CARNE))
    server.script(fails(131053), fails(131053))
    with pytest.raises(MessageRejected) as raised:
        await messenger.send(carrying(CARNE, "c-1:2:1"))
    assert raised.value.code == 131053
    assert len(server.media) == 2


async def test_an_upload_is_forgotten_before_meta_forgets_it(server: GraphServer) -> None:
    now = 0.0
    messenger = a_messenger(server.url, cache=MemoryCache(now=lambda: now))
    for day in (0, 24, 29):
        now = day * DAY
        await messenger.send(carrying(CARNE, f"c-1:{day}:1"))
    await messenger.aclose()
    assert len(server.media) == 2


async def test_a_cache_that_all_processes_share_spares_them_all_the_upload(server: GraphServer) -> None:
    cache = MemoryCache()
    for number in range(2):
        messenger = a_messenger(server.url, cache=cache)
        await messenger.send(carrying(CARNE, f"c-{number}:1:1"))
        await messenger.aclose()
    assert len(server.media) == 1


async def test_the_document_of_a_template_is_uploaded_too(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    template = TemplateContent("segunda_via", "pt_BR", ("Maria",), "Oi, Maria", document=CARNE)
    await messenger.send(OutboundMessage("c-1:1:1", Contact("5511900000001"), template))
    [header, _body] = server.messages[0]["template"]["components"]
    document = {"id": server.media[0].id, "filename": "carnê.pdf"}
    assert header == {"type": "header", "parameters": [{"type": "document", "document": document}]}


async def test_after_a_failed_upload_nothing_is_remembered(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    server.script(fails(131053, on="media"))
    with pytest.raises(MessageRejected):
        await messenger.send(a_document())
    await messenger.send(a_document())
    assert len(server.media) == 1
