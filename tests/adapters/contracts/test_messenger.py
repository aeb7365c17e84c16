"""What every messenger promises, whatever carries it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal

import pytest

from adapters.whatsapp.mock import MockMessenger
from application.ports.messenger import (
    ChoiceContent,
    Content,
    DocumentContent,
    Messenger,
    OrderContent,
    OutboundMessage,
    TemplateContent,
    TextContent,
)
from domain.messaging.contact import Contact
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.senders import a_messenger

CARNE = DocumentContent("carne.pdf", "application/pdf", b"%PDF-1.7 carne")
MARIA = Contact(phone="5511900000001")


@dataclass(frozen=True)
class Channel:
    """A messenger, and the keys of what the other end has received, in its order."""

    messenger: Messenger
    received: Callable[[], list[str]]


@asynccontextmanager
async def _mock() -> AsyncIterator[Channel]:
    messenger = MockMessenger()
    yield Channel(messenger, lambda: [message.key for message in messenger.sent])
    await messenger.aclose()


@asynccontextmanager
async def _cloud_api() -> AsyncIterator[Channel]:
    async with GraphServer(access_token="t0k3n") as server:
        messenger = a_messenger(server.url, token="t0k3n")
        yield Channel(messenger, lambda: [message["biz_opaque_callback_data"] for message in server.messages])
        await messenger.aclose()


_CHANNELS: dict[str, Callable[[], AbstractAsyncContextManager[Channel]]] = {
    "mock": _mock,
    "cloud_api": _cloud_api,
}


@pytest.fixture(params=_CHANNELS)
async def channel(request: pytest.FixtureRequest) -> AsyncIterator[Channel]:
    async with _CHANNELS[request.param]() as opened:
        yield opened


def a_message(key: str = "c-1:1:1", to: Contact = MARIA) -> OutboundMessage:
    return OutboundMessage(key, to, TextContent("Olá!"))


@pytest.mark.parametrize(
    "content",
    [
        TextContent("Olá, tudo bem?"),
        TemplateContent("abertura", "pt_BR", ("Maria", "Loja Exemplo"), "Olá, Maria!"),
        TemplateContent("abertura_simples", "pt_BR", (), "Olá!"),
        DocumentContent("boleto-1.pdf", "application/pdf", b"%PDF-1.7", "Sua primeira parcela"),
        DocumentContent("boleto-2.pdf", "application/pdf", b"%PDF-1.7"),
        TemplateContent("segunda_via", "pt_BR", ("Maria",), "Olá!", document=CARNE),
        ChoiceContent("Pode ser?", ("Sim, confirmo", "Não, quero mudar")),
        ChoiceContent("Em quantas vezes?", tuple(f"Em {count}x" for count in range(2, 12))),
        ChoiceContent("Não cabe em lugar nenhum", tuple(f"Em {count}x" for count in range(2, 20))),
        OrderContent(
            "Combinado!", "a1.1.7", Decimal("300.00"), "Loja Exemplo", "3" * 47, "00020126", "a@b.br"
        ),
    ],
)
async def test_whatever_can_be_said_is_accepted_with_an_id_and_arrives_with_its_key(
    channel: Channel, content: Content
) -> None:
    provider_id = await channel.messenger.send(OutboundMessage("c-1:1:1", MARIA, content))
    assert provider_id
    assert channel.received() == ["c-1:1:1"]


@pytest.mark.parametrize(
    "contact", [MARIA, Contact(user_id="BR.13491208655302741918"), Contact("5511900000001", "BR.1")]
)
async def test_a_person_is_reached_by_phone_or_by_user_id(channel: Channel, contact: Contact) -> None:
    await channel.messenger.send(a_message("c-1:1:1", contact))
    assert channel.received() == ["c-1:1:1"]


async def test_messages_sent_one_after_the_other_arrive_in_that_order(channel: Channel) -> None:
    keys = [f"c-1:{turn}:1" for turn in range(5)]
    for key in keys:
        await channel.messenger.send(a_message(key))
    assert channel.received() == keys


async def test_messages_sent_at_once_all_arrive_and_have_ids_of_their_own(channel: Channel) -> None:
    keys = [f"c-{number}:1:1" for number in range(20)]
    ids = await asyncio.gather(*(channel.messenger.send(a_message(key)) for key in keys))
    assert len(set(ids)) == len(keys)
    assert sorted(channel.received()) == sorted(keys)
