"""The Cloud API's webhook: who may call, and what was said."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import get_args

import msgspec

from adapters.whatsapp.envelope import (
    Change,
    Entry,
    Envelope,
    PiecewiseReader,
    Value,
    WireError,
    WireMessage,
    WirePerson,
    WireStatus,
)
from application.ports.webhook_gate import InboundMessage, ProviderEvents, StatusUpdate, UnreadableBody
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus
from domain.messaging.message import MessageType

_SIGNATURE = "x-hub-signature-256"
_OUTBOUND_ONLY = {"template", "unsupported"}
_TYPES: dict[str, MessageType] = {name: name for name in get_args(MessageType) if name not in _OUTBOUND_ONLY}
_STATUSES = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "played": DeliveryStatus.READ,
    "failed": DeliveryStatus.FAILED,
}
# Ten digits last until the year 2286; more are milliseconds, or nonsense.
_UNIX_SECONDS = re.compile(r"[0-9]{1,10}")
_PHONE = re.compile(r"[0-9]{6,20}")
_ESCAPE = re.compile(rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CloudApiGate:
    """Checks and reads Meta's webhooks; with a secret missing, what it would prove is refused.

    `now` gives the current aware moment, for a body that holds no readable time at all.
    """

    now: Callable[[], datetime]
    app_secret: str | None = field(default=None, repr=False)
    verify_token: str | None = field(default=None, repr=False)

    def answers_challenge(self, query: Mapping[str, str]) -> str | None:
        """Return `hub.challenge` to whoever knows the verify token, else None."""
        if not self.verify_token or query.get("hub.mode") != "subscribe":
            return None
        known = _same(query.get("hub.verify_token", ""), self.verify_token)
        return query.get("hub.challenge") if known else None

    def is_authentic(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Tell, in constant time, whether `X-Hub-Signature-256` is the app secret's over these bytes."""
        if not self.app_secret:
            return False
        given = next((text for name, text in headers.items() if name.lower() == _SIGNATURE), "")
        digest = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return _same(given, f"sha256={digest}")

    def read(self, body: bytes) -> ProviderEvents:
        """Return every message and status of every entry and change, in order.

        A message or status without a readable time takes the latest time in the body. Fields other than
        `messages` tell nothing.

        Raises:
            UnreadableBody: not JSON, or not an envelope of a WhatsApp business account.
        """
        reader = PiecewiseReader()
        said: list[tuple[WireMessage, Contact]] = []
        became: list[tuple[WireStatus, DeliveryStatus]] = []
        for value in _values(_opened(body), reader):
            said += _said(value, reader)
            became += _became(value, reader)
        stamps = [message.timestamp for message, _ in said] + [update.timestamp for update, _ in became]
        latest = max((moment for stamp in stamps if (moment := _moment(stamp))), default=None) or self.now()
        return ProviderEvents(
            tuple(_inbound(message, contact, latest) for message, contact in said),
            tuple(_update(update, status, latest) for update, status in became),
            reader.skipped,
        )


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogatepass"), expected.encode(errors="surrogatepass"))


def _opened(body: bytes) -> Envelope:
    try:
        envelope = _decoded(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableBody("o corpo não é um envelope em JSON") from error
    if envelope.object != "whatsapp_business_account":
        raise UnreadableBody("o envelope não é de uma conta do WhatsApp Business")
    return envelope


def _decoded(body: bytes) -> Envelope:
    try:
        return msgspec.json.decode(body, type=Envelope)
    except msgspec.DecodeError:
        # An emoji cut in half leaves half a surrogate pair, which would take its siblings with it.
        return msgspec.json.decode(_ESCAPE.sub(_whole, body), type=Envelope)


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]


def _values(envelope: Envelope, reader: PiecewiseReader) -> Iterator[Value]:
    for entry in reader.each(envelope.entry, Entry):
        for change in reader.each(entry.changes, Change):
            value = reader.one(change.value, Value) if change.field == "messages" else None
            if value is not None:
                yield value


def _said(value: Value, reader: PiecewiseReader) -> Iterator[tuple[WireMessage, Contact]]:
    # People who cannot be read cost nothing: each message names its own sender too.
    people = list(PiecewiseReader().array(value.contacts, WirePerson))
    by_name = {name: person for person in people for name in (person.wa_id, person.user_id) if name}
    for message in reader.array(value.messages, WireMessage):
        contact = _contact(message, people, by_name)
        if contact is None or (message.type == "text" and message.text is None):
            reader.skipped += 1
        else:
            yield message, contact


def _became(value: Value, reader: PiecewiseReader) -> Iterator[tuple[WireStatus, DeliveryStatus]]:
    for update in reader.array(value.statuses, WireStatus):
        status = _STATUSES.get(update.status)
        if status is None:
            reader.skipped += 1
        else:
            yield update, status


def _contact(
    message: WireMessage, people: list[WirePerson], by_name: dict[str, WirePerson]
) -> Contact | None:
    phone, user_id = message.from_, message.from_user_id or message.user_id
    person = by_name.get(phone or "") or by_name.get(user_id or "")
    if not phone and not user_id and len(people) == 1:
        person = people[0]
    if person:
        phone, user_id = phone or person.wa_id, user_id or person.user_id
    phone = phone if phone and _PHONE.fullmatch(phone) else None
    return Contact(phone, user_id or None) if phone or user_id else None


def _inbound(message: WireMessage, contact: Contact, latest: datetime) -> InboundMessage:
    return InboundMessage(
        provider_message_id=message.id,
        contact=contact,
        sent_at=_moment(message.timestamp) or latest,
        type=_TYPES.get(message.type, "unsupported"),
        text=_text(message).replace("\x00", ""),
    )


def _text(message: WireMessage) -> str:
    interactive = message.interactive
    choice = (interactive.button_reply or interactive.list_reply) if interactive else None
    written = {
        "text": message.text and message.text.body,
        "button": message.button and message.button.text,
        "interactive": choice and choice.title,
        "image": message.image and message.image.caption,
        "video": message.video and message.video.caption,
        "document": message.document and message.document.caption,
    }
    return written.get(message.type) or ""


def _update(update: WireStatus, status: DeliveryStatus, latest: datetime) -> StatusUpdate:
    errors = PiecewiseReader().array(update.errors, WireError)
    return StatusUpdate(
        provider_message_id=update.id,
        status=status,
        at=_moment(update.timestamp) or latest,
        key=update.biz_opaque_callback_data or None,
        error_code=next((error.code for error in errors), None),
    )


def _moment(timestamp: object) -> datetime | None:
    seconds = _UNIX_SECONDS.fullmatch(str(timestamp))
    return datetime.fromtimestamp(int(seconds[0]), UTC) if seconds else None
