"""What every adapter of Attention promises."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest

from adapters.whatsapp.attention import CloudApiAttention, MockAttention
from adapters.whatsapp.graph_api import CloudApiConfig
from application.ports.attention import Attention
from tests.adapters.whatsapp.graph_server import GraphServer, answers, cut_before_accepting, fails, hangs


@dataclass(frozen=True)
class Sign:
    """An adapter, and the ids of the messages that the other end shows as read."""

    attention: Attention
    shown: Callable[[], list[str]]


@asynccontextmanager
async def _mock() -> AsyncIterator[Sign]:
    attention = MockAttention()
    yield Sign(attention, lambda: list(attention.shown))


@asynccontextmanager
async def _cloud_api() -> AsyncIterator[Sign]:
    async with GraphServer(access_token="t0k3n") as server:
        attention = an_attention(server)
        yield Sign(attention, lambda: [read["message_id"] for read in server.reads])
        await attention.aclose()


_SIGNS: dict[str, Callable[[], AbstractAsyncContextManager[Sign]]] = {
    "mock": _mock,
    "cloud_api": _cloud_api,
}


def an_attention(server: GraphServer) -> CloudApiAttention:
    config = CloudApiConfig("106540352242922", "t0k3n", server.url, connect_seconds=0.1, answer_seconds=0.1)
    return CloudApiAttention(config)


@pytest.fixture(params=_SIGNS)
async def sign(request: pytest.FixtureRequest) -> AsyncIterator[Sign]:
    async with _SIGNS[request.param]() as opened:
        yield opened


async def test_a_message_is_shown_as_read(sign: Sign) -> None:
    assert await sign.attention.show_typing("wamid.1")
    assert await sign.attention.show_typing("wamid.2")
    assert sign.shown() == ["wamid.1", "wamid.2"]


@pytest.mark.parametrize(
    "trouble",
    [
        fails(131056, on="reads"),
        fails(190, status=401, on="reads"),
        answers(500, b"x" * 100_000, on="reads"),
        answers(302, on="reads", headers=[("Location", "http://127.0.0.1:1/")]),
        cut_before_accepting(on="reads"),
        hangs(on="reads", accepts=False),
    ],
)
async def test_whatever_the_channel_says_it_never_fails(trouble: object) -> None:
    async with GraphServer() as server:
        attention = an_attention(server)
        server.script(trouble)  # type: ignore[arg-type]
        assert not await attention.show_typing("wamid.1")
        assert await attention.show_typing("wamid.2")
        await attention.aclose()


async def test_a_channel_that_is_gone_is_no_failure_either() -> None:
    async with GraphServer() as server:
        attention = an_attention(server)
    assert not await attention.show_typing("wamid.1")
    await attention.aclose()
