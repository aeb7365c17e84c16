"""A small Graph API on loopback: what Meta's sending side does, and what can go wrong with it."""

import asyncio
import base64
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from typing import Any

import msgspec

from tests.adapters.whatsapp.graph_faults import (
    Endpoint,
    Special,
    answers,
    cut_after_accepting,
    cut_before_accepting,
    delays,
    error_body,
    fails,
    hangs,
)
from tests.adapters.whatsapp.graph_rules import refusal
from tests.http_server import Answer, HttpServer, HungUp, Request

__all__ = [
    "Endpoint",
    "GraphServer",
    "PairLimit",
    "Special",
    "answers",
    "cut_after_accepting",
    "cut_before_accepting",
    "delays",
    "fails",
    "hangs",
]

Json = dict[str, Any]
OnAccept = Callable[[Json, str], Coroutine[Any, Any, None]]
# /{version}/{phone_number_id}/{endpoint}
_OF_A_NUMBER = 3
_ENDPOINTS: dict[str, Endpoint] = {"messages": "messages", "media": "media"}


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that the server keeps."""

    id: str
    filename: str
    media_type: str
    data: bytes
    fields: dict[str, str]


@dataclass(slots=True)
class PairLimit:
    """Meta's limit for one person: `burst` messages at once, then one each `seconds`; else error 131056."""

    now: Callable[[], float]
    burst: int = 45
    seconds: float = 6.0
    refused: int = 0
    _paid_until: dict[str, float] = field(default_factory=dict)

    def refuses(self, person: str) -> bool:
        """Count one message to `person`, unless it is one too many."""
        now = self.now()
        paid_until = max(self._paid_until.get(person, now), now)
        if paid_until - now > (self.burst - 1) * self.seconds:
            self.refused += 1
            return True
        self._paid_until[person] = paid_until + self.seconds
        return False


@dataclass(eq=False)
class GraphServer(HttpServer):
    """A real HTTP server for `POST /{version}/{phone_number_id}/messages` and `/media`, and for what is kept.

    Use it as an async context manager; point `base_url` of the adapter (or
    `CERTOBOT_WHATSAPP_API_URL` of a process) at `url`. With `access_token` set, another token is
    answered with error 190, `refusals` are the error codes with which messages to a phone or user id are
    answered time and again, `pair_limit` is what one person may be sent, and the ids in `lost_media` are no
    longer known; `on_accept` is told of each accepted message with its id. What Meta would refuse as
    malformed is refused here too.

    `messages` holds every accepted send as decoded JSON, `media` every accepted upload, `reads` the
    read receipts, `requests` everything that came, `wamids` the id given to each
    `biz_opaque_callback_data`.
    """

    access_token: str | None = None
    refusals: dict[str, int] = field(default_factory=dict)
    pair_limit: PairLimit | None = None
    lost_media: set[str] = field(default_factory=set)
    on_accept: OnAccept | None = None
    messages: list[Json] = field(default_factory=list)
    media: list[Upload] = field(default_factory=list)
    reads: list[Json] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    wamids: dict[str, str] = field(default_factory=dict)
    _specials: deque[Special] = field(default_factory=deque)
    _arrival: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def duplicates(self) -> list[str]:
        """The keys of our own that were accepted more than once: Meta has no way to notice."""
        keys = Counter(message.get("biz_opaque_callback_data") for message in self.messages)
        return [key for key, times in keys.items() if key and times > 1]

    def script(self, *specials: Special) -> None:
        """Queue what happens to the next calls; each special is spent on one call to its endpoint."""
        self._specials.extend(specials)

    @property
    def scripted(self) -> int:
        """How many of the scripted specials no call has met yet."""
        return len(self._specials)

    async def accepted(self, count: int, within: float = 10.0) -> list[Json]:
        """Return `messages` once there are at least `count`; TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while len(self.messages) < count:
                self._arrival.clear()
                await self._arrival.wait()
        return self.messages

    async def answer(self, request: Request) -> Answer:
        """Answer as Meta would, or as was scripted."""
        self.requests.append(request)
        if self.access_token and request.headers.get("authorization") != f"Bearer {self.access_token}":
            return Answer(401, error_body(190))
        parts = request.path.strip("/").split("/")
        endpoint = _ENDPOINTS.get(parts[-1]) if len(parts) == _OF_A_NUMBER else None
        if request.method != "POST" or endpoint is None:
            return self._media_answer(request.method, parts)
        if endpoint == "messages" and msgspec.json.decode(request.body, type=Json).get("status") == "read":
            endpoint = "reads"
        special = self._special_for(endpoint)
        answer = self._accept(endpoint, request) if special.accepts else Answer(special.status)
        if special.hangs:
            await asyncio.Event().wait()
        await asyncio.sleep(special.delay)
        if special.cuts:
            raise HungUp
        if special.body is not None:
            answer = Answer(special.status, special.body)
        return replace(answer, headers=special.headers)

    def _special_for(self, endpoint: Endpoint) -> Special:
        special = next((one for one in self._specials if one.on == endpoint), None)
        if special is None:
            return Special(accepts=True)
        self._specials.remove(special)
        return special

    def _accept(self, endpoint: Endpoint, request: Request) -> Answer:
        match endpoint:
            case "media":
                return self._keep_file(request)
            case "reads":
                self.reads.append(msgspec.json.decode(request.body, type=Json))
                return Answer(body=b'{"success": true}')
            case "messages":
                return self._keep_message(msgspec.json.decode(request.body, type=Json))

    def _keep_file(self, request: Request) -> Answer:
        kind = request.headers["content-type"].encode()
        form = message_from_bytes(b"Content-Type: " + kind + b"\r\n\r\n" + request.body, policy=policy.HTTP)
        parts = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
        if "file" not in parts:
            return Answer(400, error_body(100))
        file = parts.pop("file")
        fields = {str(name): str(part.get_content()) for name, part in parts.items()}
        data = file.get_payload(decode=True)
        assert isinstance(data, bytes)
        name = file.get_filename() or ""
        kept = Upload(str(90_000 + len(self.media)), name, file.get_content_type(), data, fields)
        self.media.append(kept)
        return Answer(body=msgspec.json.encode({"id": kept.id}))

    def _keep_message(self, sent: Json) -> Answer:
        person = str(sent.get("to") or sent.get("recipient") or "")
        media_ids = {upload.id for upload in self.media} - self.lost_media
        code = refusal(sent, media_ids) or self.refusals.get(person)
        if code is None and self.pair_limit is not None and self.pair_limit.refuses(person):
            code = 131056
        if code is not None:
            return Answer(400, error_body(code))
        self.messages.append(sent)
        wamid = "wamid." + base64.b64encode(f"graph-server-{len(self.messages):06}".encode()).decode()
        self.wamids[sent.get("biz_opaque_callback_data", "")] = wamid
        self._arrival.set()
        if self.on_accept is not None:
            self.beside(self.on_accept(sent, wamid))
        who = {"input": person} | ({"wa_id": person} if "to" in sent else {})
        told = {"id": wamid} | ({"message_status": "accepted"} if sent["type"] == "template" else {})
        answer = {"messaging_product": "whatsapp", "contacts": [who], "messages": [told]}
        return Answer(body=msgspec.json.encode(answer))

    def _media_answer(self, method: str, parts: list[str]) -> Answer:
        """Tell where a file is, hand it out, or forget it."""
        kept = next((upload for upload in self.media if upload.id == parts[-1]), None)
        if kept is None or kept.id in self.lost_media:
            return Answer(404, error_body(100))
        if method == "DELETE":
            self.lost_media.add(kept.id)
            return Answer(body=b'{"success": true}')
        if parts[0] == "download":
            return Answer(body=kept.data)
        address = f"{self.url}/download/{kept.id}"
        told = {"id": kept.id, "url": address, "mime_type": kept.media_type, "file_size": len(kept.data)}
        return Answer(body=msgspec.json.encode(told | {"messaging_product": "whatsapp"}))
