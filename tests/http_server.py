"""A real HTTP server on loopback; a test's provider says what it answers."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Self

import h11

_READ_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came: `path` without the host, header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back, as JSON unless `headers` say otherwise."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class HungUp(Exception):
    """Raised by `answer`: the connection ends here, without an answer."""


@dataclass(eq=False, kw_only=True)
class HttpServer(ABC):
    """Speaks HTTP/1.1 with kept connections; use it as an async context manager.

    `port` is 0 for any free one, and then the one that was found. `wire` holds every byte that came. On
    leaving, whatever is under way is cancelled.
    """

    port: int = 0
    wire: list[bytes] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        return f"http://127.0.0.1:{self.port}"

    @abstractmethod
    async def answer(self, request: Request) -> Answer:
        """Return what `request` is answered with; HungUp cuts the connection."""

    def beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do `work` beside the answers, until left."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._converse(reader, writer)
        except (HungUp, ConnectionError, asyncio.CancelledError, h11.RemoteProtocolError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        while True:
            answer = await self.answer(await self._next_request(connection, reader))
            head = [("Content-Type", "application/json"), ("Content-Length", str(len(answer.body)))]
            for event in (
                h11.Response(status_code=answer.status, headers=[*answer.headers, *head]),
                h11.Data(data=answer.body),
                h11.EndOfMessage(),
            ):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
                raise HungUp
            connection.start_next_cycle()

    async def _next_request(self, connection: h11.Connection, reader: asyncio.StreamReader) -> Request:
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                self.wire.append(await reader.read(_READ_BYTES))
                connection.receive_data(self.wire[-1])
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return _as_request(head, bytes(body))
            else:
                raise HungUp


def _as_request(head: h11.Request, body: bytes) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
    return Request(head.method.decode(), head.target.decode(), headers, body)
