"""A server that answers as it was told, and remembers what it was asked."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar.types import Receive, Scope, Send

from mock_crm.server import serving
from tests.mock_crm.running import free_port


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer; status 0 breaks the connection."""

    status: int = 200
    body: bytes = b"{}"
    media_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body, decoded."""
        return dict(msgspec.json.decode(self.body))


@dataclass(slots=True)
class ScriptedServer:
    """Gives the answers of `script` in turn, then `otherwise`."""

    url: str
    otherwise: Answer = field(default_factory=Answer)
    script: deque[Answer] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def was_asked(self, times: int) -> list[Asked]:
        """Return what was asked once that is `times` requests or more."""
        async with asyncio.timeout(10), self.news:
            await self.news.wait_for(lambda: len(self.asked) >= times)
        return self.asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        asked = Asked(str(scope.get("method")), scope["path"], headers, await _body(receive))
        answer = self.script.popleft() if self.script else self.otherwise
        async with self.news:
            self.asked.append(asked)
            self.news.notify_all()
        is_cut = not answer.status
        length = len(answer.body) + (1 if is_cut else 0)
        own = [("content-type", answer.media_type), ("content-length", str(length)), *answer.headers]
        raw = [(name.encode(), value.encode()) for name, value in own]
        await send({"type": "http.response.start", "status": answer.status or 200, "headers": raw})
        await send({"type": "http.response.body", "body": answer.body, "more_body": is_cut})


@asynccontextmanager
async def scripted(*script: Answer, otherwise: Answer | None = None) -> AsyncIterator[ScriptedServer]:
    """Run a scripted server on loopback."""
    port = free_port()
    server = ScriptedServer(f"http://127.0.0.1:{port}", otherwise or Answer(), deque(script))
    async with serving(server, "127.0.0.1", port):
        yield server


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message["body"]
        more = message["more_body"]
    return body
