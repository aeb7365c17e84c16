"""A small Graph API on loopback: what Meta's sending side does, and what can go wrong with it."""

import asyncio
import base64
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any, Literal, Self

import h11
import msgspec

Json = dict[str, Any]
Endpoint = Literal["messages", "media"]


@dataclass(frozen=True, slots=True)
class Special:
    """What the server does, once, instead of accepting a call to `on` and saying so.

    `accepts`: whether the call still takes effect. `cuts`: close the connection without a word.
    `delay`: seconds before answering; `hangs`: never answer.
    """

    on: Endpoint = "messages"
    accepts: bool = False
    cuts: bool = False
    hangs: bool = False
    delay: float = 0.0
    status: int = 200
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()


def cut_after_accepting(on: Endpoint = "messages") -> Special:
    """Take the call, then close the connection without answering."""
    return Special(on, accepts=True, cuts=True)


def cut_before_accepting(on: Endpoint = "messages") -> Special:
    """Close the connection without answering, having taken nothing."""
    return Special(on, cuts=True)


def hangs(on: Endpoint = "messages", *, accepts: bool = True) -> Special:
    """Take the call and never answer."""
    return Special(on, accepts=accepts, hangs=True)


def delays(seconds: float, on: Endpoint = "messages") -> Special:
    """Accept, and say so late."""
    return Special(on, accepts=True, delay=seconds)


def answers(
    status: int,
    body: bytes = b"",
    on: Endpoint = "messages",
    *,
    accepts: bool = False,
    headers: Iterable[tuple[str, str]] = (),
) -> Special:
    """Answer `status` with exactly `body`."""
    return Special(on, accepts, status=status, body=body, headers=tuple(headers))


def fails(
    code: int, status: int = 400, on: Endpoint = "messages", *, retry_after: int | None = None
) -> Special:
    """Answer with Meta's error `code`, whose text repeats what a careless caller would log."""
    wait = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return Special(on, status=status, body=_error(code), headers=wait)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that the server keeps."""

    id: str
    filename: str
    media_type: str
    data: bytes
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came: `path` without the host, header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class _HungUp(Exception):
    """The connection ends here."""


@dataclass(eq=False)
class GraphServer:
    """A real HTTP server for `POST /{version}/{phone_number_id}/messages` and `/media`.

    Use it as an async context manager; point `base_url` of the adapter (or
    `CERTOBOT_WHATSAPP_API_URL` of a process) at `url`. With `access_token` set, another token is
    answered with error 190.

    `messages` holds every accepted send as decoded JSON, `media` every accepted upload, `reads` the
    read receipts, `requests` everything that came, `wamids` the id given to each
    `biz_opaque_callback_data`.
    """

    access_token: str | None = None
    messages: list[Json] = field(default_factory=list)
    media: list[Upload] = field(default_factory=list)
    reads: list[Json] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    wamids: dict[str, str] = field(default_factory=dict)
    port: int = 0
    _specials: deque[Special] = field(default_factory=deque)
    _open: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)
    _arrival: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """The base address, without a version."""
        return f"http://127.0.0.1:{self.port}"

    def script(self, *specials: Special) -> None:
        """Queue what happens to the next calls; each special is spent on one call to its endpoint."""
        self._specials.extend(specials)

    async def accepted(self, count: int, within: float = 10.0) -> list[Json]:
        """Return `messages` once there are at least `count`; TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while len(self.messages) < count:
                self._arrival.clear()
                await self._arrival.wait()
        return self.messages

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        tasks = list(self._open)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        try:
            await self._converse(reader, writer)
        except (_HungUp, ConnectionError, asyncio.CancelledError, h11.RemoteProtocolError):
            pass
        finally:
            del self._open[task]
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        while True:
            request = await _next_request(connection, reader)
            self.requests.append(request)
            status, headers, body = await self._answer(request)
            head = [*headers, ("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
            for event in (
                h11.Response(status_code=status, headers=head),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
                raise _HungUp
            connection.start_next_cycle()

    async def _answer(self, request: Request) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        endpoint = request.path.rstrip("/").rpartition("/")[2]
        if request.method != "POST" or request.path.count("/") != 3 or endpoint not in ("messages", "media"):
            return 404, (), _error(100)
        if self.access_token and request.headers.get("authorization") != f"Bearer {self.access_token}":
            return 401, (), _error(190)
        special = self._special_for(endpoint)
        answer = 200, self._accept(endpoint, request) if special.accepts else b""
        if special.hangs:
            await asyncio.Event().wait()
        await asyncio.sleep(special.delay)
        if special.cuts:
            raise _HungUp
        if special.body is not None:
            answer = special.status, special.body
        return answer[0], special.headers, answer[1]

    def _special_for(self, endpoint: str) -> Special:
        special = next((one for one in self._specials if one.on == endpoint), None)
        if special is None:
            return Special(accepts=True)
        self._specials.remove(special)
        return special

    def _accept(self, endpoint: str, request: Request) -> bytes:
        return self._keep_file(request) if endpoint == "media" else self._keep_message(request)

    def _keep_file(self, request: Request) -> bytes:
        kind = request.headers["content-type"].encode()
        form = message_from_bytes(b"Content-Type: " + kind + b"\r\n\r\n" + request.body, policy=policy.HTTP)
        parts = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
        file = parts.pop("file")
        fields = {str(name): str(part.get_content()) for name, part in parts.items()}
        data = file.get_payload(decode=True)
        assert isinstance(data, bytes)
        name = file.get_filename() or ""
        kept = Upload(str(90_000 + len(self.media)), name, file.get_content_type(), data, fields)
        self.media.append(kept)
        return msgspec.json.encode({"id": kept.id})

    def _keep_message(self, request: Request) -> bytes:
        sent = msgspec.json.decode(request.body, type=Json)
        if sent.get("status") == "read":
            self.reads.append(sent)
            return b'{"success": true}'
        self.messages.append(sent)
        wamid = "wamid." + base64.b64encode(f"graph-server-{len(self.messages):06}".encode()).decode()
        self.wamids[sent.get("biz_opaque_callback_data", "")] = wamid
        self._arrival.set()
        who = {"input": sent["to"], "wa_id": sent["to"]} if "to" in sent else {"input": sent.get("recipient")}
        return msgspec.json.encode(
            {"messaging_product": "whatsapp", "contacts": [who], "messages": [{"id": wamid}]}
        )


def _error(code: int) -> bytes:
    told = "5511900000001 secret-token Maria deve R$ 1.000,00"
    error = {"message": f"(#{code}) {told}", "type": "OAuthException", "code": code, "fbtrace_id": "A1"}
    return msgspec.json.encode({"error": error})


async def _next_request(connection: h11.Connection, reader: asyncio.StreamReader) -> Request:
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65_536))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
            return Request(head.method.decode(), head.target.decode(), headers, bytes(body))
        else:
            raise _HungUp
