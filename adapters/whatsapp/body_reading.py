"""One webhook body on its way from the wire to what it tells."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Raw

from adapters.whatsapp.account import notice_of
from adapters.whatsapp.content import Content, as_contact, content_of, is_known
from adapters.whatsapp.envelope import (
    Change,
    Entry,
    Envelope,
    Preferences,
    UserIds,
    Value,
    WireError,
    WireMessage,
    WireMetadata,
    WirePerson,
    WirePreference,
    WireStatus,
    WireSystem,
    WireUserId,
    decoded,
)
from adapters.whatsapp.errors import refusal_of
from adapters.whatsapp.identity import moved_by
from adapters.whatsapp.own_number import OwnNumber
from adapters.whatsapp.pieces import PiecewiseReader, readable
from application.ports.webhook_gate import AccountNotice, InboundMessage, ProviderEvents, StatusUpdate
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus

_STATUSES = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "played": DeliveryStatus.READ,
    "failed": DeliveryStatus.FAILED,
}
# Ten digits last until the year 2286; more are milliseconds, or nonsense.
_UNIX_SECONDS = re.compile(r"[0-9]{1,10}")
_LONGEST_FIELD = 64
_NOT_A_NAME = re.compile(r"[^a-z_]")


class BodyReading:
    """Takes an envelope apart; afterwards `events` says what it told."""

    def __init__(self, own: OwnNumber) -> None:
        self._own = own
        self._reader = PiecewiseReader()
        self._said: list[tuple[WireMessage, Contact, Content]] = []
        self._became: list[tuple[WireStatus, DeliveryStatus]] = []
        self._stops: list[Contact] = []
        self._people: dict[Contact, None] = {}
        self._notices: list[AccountNotice] = []

    def take(self, envelope: Envelope) -> None:
        """Read every change of every entry."""
        for _, entry in self._reader.each(envelope.entry, Entry, "entry"):
            for raw, change in self._reader.each(entry.changes, Change, "change"):
                self._take_change(raw, change)

    def events(self, now: Callable[[], datetime]) -> ProviderEvents:
        """Return everything told; `now` gives the aware moment for a body that holds no readable time."""
        stamps = [message.timestamp for message, _, _ in self._said]
        stamps += [update.timestamp for update, _ in self._became]
        latest = max((moment for stamp in stamps if (moment := _moment(stamp))), default=None) or now()
        return ProviderEvents(
            tuple(_inbound(message, contact, content, latest) for message, contact, content in self._said),
            tuple(_update(update, status, latest) for update, status in self._became),
            tuple(self._people),
            tuple(self._stops),
            tuple(self._notices),
            tuple(self._reader.unread),
        )

    def _take_change(self, raw: Raw, change: Change) -> None:
        if change.field == "messages":
            value = self._reader.one(change.value, Value, "value")
            if value is not None:
                self._take_value(value)
            return
        if change.field == "user_preferences":
            self._take_preferences(change.value)
            return
        if change.field == "user_id_update":
            self._take_user_ids(change.value)
            return
        notice = notice_of(change.field, change.value)
        if notice is not None:
            self._notices.append(notice)
        else:
            name = _NOT_A_NAME.sub("", change.field.lower())[:_LONGEST_FIELD] or "field"
            self._reader.set_aside(name, "unknown_field", raw)

    def _take_preferences(self, raw: Raw) -> None:
        held = self._reader.one(raw, Preferences, "preferences") or Preferences()
        for _, each in self._reader.array(held.user_preferences, WirePreference, "preference"):
            contact = as_contact(each.wa_id, each.user_id)
            if contact is not None and each.value == "stop":
                self._stops.append(contact)

    def _take_user_ids(self, raw: Raw) -> None:
        held = self._reader.one(raw, UserIds, "user_id_update") or UserIds()
        if not self._is_ours(held.metadata):
            self._reader.set_aside("user_id_update", "other_number")
            return
        for piece, each in self._reader.array(held.user_id_update, WireUserId, "user_id_update"):
            moved = moved_by(each)
            if moved is None:
                self._reader.set_aside("user_id_update", "malformed", piece)
            else:
                self._said.append(moved)

    def _take_value(self, value: Value) -> None:
        if not self._is_ours(value.metadata):
            for kind in ("message", "status"):
                for _ in readable(getattr(value, "messages" if kind == "message" else "statuses"), Raw):
                    self._reader.set_aside(kind, "other_number")
            return
        # People who cannot be read cost nothing: each message names its own sender too.
        people = readable(value.contacts, WirePerson)
        by_name = {name: person for person in people for name in (person.wa_id, person.user_id) if name}
        for raw, message in self._reader.array(value.messages, WireMessage, "message"):
            self._hear(raw, message, _contact(message, people, by_name))
        told = list(self._reader.array(value.statuses, WireStatus, "status"))
        for raw, update in told:
            self._note(raw, update)
        # A message brings its sender's names along; a status tells them of somebody who has not written yet.
        for person in people if told else ():
            self._meet(as_contact(person.wa_id, person.user_id))
        codes = [error.code for error in readable(value.errors, WireError)]
        self._notices += [AccountNotice("messages", str(code), grave=False) for code in codes]

    def _is_ours(self, raw: Raw) -> bool:
        metadata = decoded(raw, WireMetadata)
        named = metadata.phone_number_id if metadata else None
        named = None if named is None else str(named)
        if self._own.doubts(named):
            self._notices.append(AccountNotice("phone_number_id", "NOT_OURS", grave=True))
        return self._own.is_meant(named)

    def _hear(self, raw: Raw, message: WireMessage, contact: Contact | None) -> None:
        content = content_of(message) if contact is not None else None
        if contact is None or content is None:
            self._reader.set_aside("message", "malformed", raw)
            return
        if not is_known(message.type):
            self._reader.set_aside("message", "unknown_type", raw)
        elif content.unread is not None and bytes(content.unread) not in (b"", b"null"):
            self._reader.set_aside(message.type, "malformed", content.unread)
        self._said.append((message, contact, content))

    def _note(self, raw: Raw, update: WireStatus) -> None:
        status = _STATUSES.get(update.status)
        if status is None:
            self._reader.set_aside("status", "unknown_status", raw)
            return
        self._meet(as_contact(update.recipient_id, update.recipient_user_id))
        self._became.append((update, status))

    def _meet(self, contact: Contact | None) -> None:
        if contact is not None and contact.phone and contact.user_id:
            self._people[contact] = None


def _contact(
    message: WireMessage, people: list[WirePerson], by_name: dict[str, WirePerson]
) -> Contact | None:
    phone, user_id = message.from_, message.from_user_id or message.user_id
    if message.type == "system":
        system = decoded(message.system, WireSystem) or WireSystem()
        # Older versions give the number before the change here, the newer ones in `from`.
        return as_contact(system.customer or phone, system.previous_user_id or user_id)
    person = by_name.get(phone or "") or by_name.get(user_id or "")
    if not phone and not user_id and len(people) == 1:
        person = people[0]
    if person:
        phone, user_id = phone or person.wa_id, user_id or person.user_id
    return as_contact(phone, user_id)


def _inbound(message: WireMessage, contact: Contact, content: Content, latest: datetime) -> InboundMessage:
    return InboundMessage(
        provider_message_id=message.id,
        contact=contact,
        sent_at=_moment(message.timestamp) or latest,
        type=content.type,
        text=content.text,
        details=content.details,
    )


def _update(update: WireStatus, status: DeliveryStatus, latest: datetime) -> StatusUpdate:
    code = next((error.code for error in readable(update.errors, WireError)), None)
    return StatusUpdate(
        provider_message_id=update.id,
        status=status,
        at=_moment(update.timestamp) or latest,
        key=update.biz_opaque_callback_data or None,
        error_code=code,
        refusal=refusal_of(code) if status is DeliveryStatus.FAILED and code is not None else None,
    )


def _moment(timestamp: object) -> datetime | None:
    seconds = _UNIX_SECONDS.fullmatch(str(timestamp))
    return datetime.fromtimestamp(int(seconds[0]), UTC) if seconds else None
