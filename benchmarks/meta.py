"""Meta as Certobot meets it, made for speed: signed webhooks go out, Graph API calls come in.

It runs in the process that measures, which is never the process that is measured.
"""

import asyncio
import hashlib
import hmac
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Self, override

import msgspec

APP_SECRET = "bench-secret"  # noqa: S105 -- invented, and only for the processes that the bench starts
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    b'{"messaging_product":"whatsapp","id":"%d","contacts":[],"messages":[{"id":"wamid.%d"}]}'
)
_ANSWER_OVERHEAD = len(b'{"messaging_product":"whatsapp","id":"","contacts":[],"messages":[{"id":"wamid."}]}')
_WEBHOOK = (
    '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{'
    '"messaging_product":"whatsapp","metadata":{"display_phone_number":"551140000000","phone_number_id":"1"},'
    '"contacts":[{"profile":{"name":"Maria"},"wa_id":"%s"}],'
    '"messages":[{"from":"%s","id":"%s","timestamp":"%d","type":"text","text":{"body":"%s"}}]}}]}]}'
)


class _Sent(msgspec.Struct):
    to: str = ""
    type: str = ""


class _Stream(asyncio.Protocol):
    """Cuts a stream of HTTP messages with a content length into head and body."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._received = bytearray()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(_END_OF_HEAD)) >= 0:
            head = bytes(self._received[:end])
            at = head.lower().find(_LENGTH)
            length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            whole = end + len(_END_OF_HEAD) + length
            if len(self._received) < whole:
                return
            body = bytes(self._received[whole - length : whole])
            del self._received[:whole]
            self.arrived(head, body)

    def arrived(self, head: bytes, body: bytes) -> None:
        """Take one whole message."""
        raise NotImplementedError


class _GraphCall(_Stream):
    """One connection of a messenger."""

    def __init__(self, meta: "Meta") -> None:
        super().__init__()
        self._meta = meta
        meta.calls.add(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._meta.calls.discard(self)

    @override
    def arrived(self, head: bytes, body: bytes) -> None:
        number = self._meta.took(head, body)
        digits = len(str(number))
        self.transport.write(_ANSWER % (_ANSWER_OVERHEAD + 2 * digits, number, number))


class _Post(_Stream):
    """One kept connection to a webhook, one request at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._waiter: asyncio.Future[int] | None = None

    @override
    def arrived(self, head: bytes, body: bytes) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(int(head[9:12]))

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(ConnectionResetError("the webhook hung up"))

    def send(self, request: bytes) -> asyncio.Future[int]:
        self._waiter = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._waiter


class Webhook:
    """Posts to one address over kept connections, made as they are needed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: deque[_Post] = deque()
        self._number = 0
        self._mark = time.time_ns()

    async def tell(self, phone: str, text: str) -> int:
        """Send one message of a debtor; return the HTTP status, 0 when the connection broke."""
        try:
            connection = self._idle.popleft() if self._idle else await self._connect()
            status = await connection.send(self._request(phone, text))
        except OSError:
            return 0
        self._idle.append(connection)
        return status

    def close(self) -> None:
        """Close every connection that is idle."""
        for connection in self._idle:
            connection.transport.close()

    async def _connect(self) -> _Post:
        loop = asyncio.get_running_loop()
        _, protocol = await loop.create_connection(_Post, "127.0.0.1", self._port)
        return protocol

    def _request(self, phone: str, text: str) -> bytes:
        self._number += 1
        wamid = f"wamid.{self._mark}.{self._port}.{self._number}"
        body = (_WEBHOOK % (phone, phone, wamid, int(time.time()), text)).encode()
        signature = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        head = (
            "POST /webhooks/whatsapp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Hub-Signature-256: sha256={signature}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


class Meta:
    """The Graph API; `on_text` is called with phone and moment of every text that it accepts."""

    def __init__(self) -> None:
        self.on_text: Callable[[str, float], Any] = lambda _phone, _at: None
        self.texts = 0
        self.documents = 0
        self.uploads = 0
        self.url = ""
        self.calls: set[_GraphCall] = set()
        self._number = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _GraphCall(self), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for call in list(self.calls):
            call.transport.abort()
        await self._server.wait_closed()

    def took(self, head: bytes, body: bytes) -> int:
        """Accept one call; return the number that names it."""
        self._number += 1
        if b"/media " in head[:200]:
            self.uploads += 1
            return self._number
        sent = msgspec.json.decode(body, type=_Sent)
        if sent.type == "text":
            self.texts += 1
            self.on_text(sent.to, time.perf_counter())
        elif sent.type == "document":
            self.documents += 1
        return self._number
