"""A Graph API on loopback, for scenarios that go through Meta's Cloud API without Meta.

It takes `POST /{version}/{phone_number_id}/messages` and `/media`, as the Cloud API's reference describes
them, signs the webhooks that a debtor's messages become, and shows what arrived.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, override

import msgspec

from application.ports.messenger import OutboundMessage
from application.ports.webhook_gate import InboundMessage
from entrypoints.workbench.whatsapp import Arrived, as_sent

Json = dict[str, Any]

PHONE_NUMBER_ID = "100000000000001"
ACCESS_TOKEN = "cenarios"  # noqa: S105 -- opens nothing but this stand
APP_SECRET = "cenarios"  # noqa: S105 -- signs what this stand says, and nothing else
_LARGEST = 100 * 1024 * 1024
_WITHOUT_TEXT = {"audio", "image", "video", "sticker", "document"}


@dataclass(slots=True)
class GraphStand:
    """Everything that the stand took: sends by their key, files by their id."""

    url: str = ""
    sends: dict[str, Json] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _server: ThreadingHTTPServer | None = None

    def open(self) -> None:
        """Listen on a free port of loopback."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def forget(self) -> None:
        """Begin the next scenario with nothing taken."""
        self.sends.clear()
        self.files.clear()

    def arrival(self, message: OutboundMessage) -> Arrived:
        """Return a message as it came over the wire; the wording of a template is Meta's, and ours here."""
        body = self.sends[message.key]
        phone = str(body.get("to", ""))
        match body["type"]:
            case "text":
                return Arrived(message.key, phone, "text", body["text"]["body"])
            case "interactive":
                return Arrived(message.key, phone, "text", body["interactive"]["body"]["text"])
            case "document":
                document = body["document"]
                return Arrived(
                    message.key, phone, "document", document["filename"], self.files[document["id"]][1]
                )
            case _:
                return as_sent(message)

    def take(self, endpoint: str, content_type: str, body: bytes) -> Json:
        """Keep what was posted and return Meta's answer."""
        if endpoint == "media":
            return {"id": self._keep_file(content_type, body)}
        sent = msgspec.json.decode(body, type=Json)
        if sent.get("status") == "read":
            return {"success": True}
        self.sends[sent["biz_opaque_callback_data"]] = sent
        return {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.{len(self.sends)}"}]}

    def _keep_file(self, content_type: str, body: bytes) -> str:
        head = b"Content-Type: " + content_type.encode() + b"\r\n\r\n"
        form = message_from_bytes(head + body, policy=policy.HTTP)
        for part in form.iter_parts():
            if part.get_filename():
                data = part.get_payload(decode=True)
                kept = str(len(self.files) + 1)
                self.files[kept] = (part.get_filename() or "", data if isinstance(data, bytes) else b"")
                return kept
        return ""


def webhook(messages: tuple[InboundMessage, ...]) -> tuple[bytes, dict[str, str]]:
    """Return the body that Meta would post for these messages, and the headers that prove it."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "551140000000", "phone_number_id": PHONE_NUMBER_ID},
        "contacts": [{"profile": {"name": "Pessoa"}, "wa_id": message.contact.phone} for message in messages],
        "messages": [_message(message) for message in messages],
    }
    changes = [{"field": "messages", "value": value}]
    body = msgspec.json.encode(
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
    )
    signature = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return body, {"x-hub-signature-256": f"sha256={signature}"}


def _message(message: InboundMessage) -> Json:
    content: Json = {"body": message.text} if message.type == "text" else {}
    if message.type in _WITHOUT_TEXT:
        content = {"id": "1", "mime_type": "application/octet-stream"}
    return {
        "from": message.contact.phone,
        "id": message.provider_message_id,
        "timestamp": str(int(message.sent_at.timestamp())),
        "type": message.type,
        message.type: content,
    }


def _handler(stand: GraphStand) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), _LARGEST))
            endpoint = self.path.rstrip("/").rpartition("/")[2]
            if endpoint not in ("messages", "media"):
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            answer = msgspec.json.encode(stand.take(endpoint, self.headers["Content-Type"], body))
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a scenario's messages belong in its report."""

    return Handler
