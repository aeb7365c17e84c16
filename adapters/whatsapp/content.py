"""What one message says: the words a person wrote or chose, and what came along with them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, get_args

from msgspec import Raw

from adapters.whatsapp.envelope import (
    WireButton,
    WireChoice,
    WireContext,
    WireForm,
    WireInteractive,
    WireMedia,
    WireMessage,
    WireOrder,
    WireReaction,
    WireSystem,
    WireText,
    decoded,
)
from domain.messaging.contact import Contact
from domain.messaging.details import NOTHING_ELSE, Attachment, MessageDetails
from domain.messaging.message import MessageType

_OUTBOUND_ONLY = {"template", "unsupported"}
_TYPES: dict[str, MessageType] = {name: name for name in get_args(MessageType) if name not in _OUTBOUND_ONLY}
# Meta's own name for "we cannot show you this" says as much as ours does.
_KNOWN = _TYPES.keys() | {"unsupported"}
_LONGEST_NAME = 240
# A form sends its own secret along with the answers.
_NOT_ANSWERED_BY_A_PERSON = frozenset({"flow_token"})


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says; `unread` is the part of it that was not understood, if any."""

    type: MessageType
    text: str = ""
    details: MessageDetails = NOTHING_ELSE
    unread: Raw | None = None


def is_known(type_: str) -> bool:
    """Tell whether Meta's documentation, as we know it, has this type of message."""
    return type_ in _KNOWN


def content_of(message: WireMessage) -> Content | None:
    """Return what `message` says; None when it is a text that cannot be read.

    Anything else that cannot be read is still a message of its type, and whoever sent it gets an answer.
    """
    type_ = _TYPES.get(message.type, "unsupported")
    if type_ not in _READERS:
        return _quoting(Content(type_), message)
    kind, read = _READERS[type_]
    piece: Raw = getattr(message, type_)
    body = decoded(piece, kind)
    if body is None:
        return None if type_ == "text" else _quoting(Content(type_, unread=piece), message)
    return _quoting(read(type_, body), message)


def _quoting(content: Content, message: WireMessage) -> Content:
    context = decoded(message.context, WireContext)
    text = content.text.replace("\x00", "")
    if context is None or not context.id:
        return replace(content, text=text)
    return replace(content, text=text, details=replace(content.details, quotes=context.id))


def _text(type_: MessageType, body: WireText) -> Content:
    return Content(type_, body.body)


def _button(type_: MessageType, body: WireButton) -> Content:
    return _chosen(type_, WireChoice(body.payload, body.text or body.payload))


def _interactive(type_: MessageType, body: WireInteractive) -> Content:
    if body.nfm_reply is not None:
        return Content(type_, _answers(body.nfm_reply))
    return _chosen(type_, body.button_reply or body.list_reply or WireChoice())


def _chosen(type_: MessageType, choice: WireChoice) -> Content:
    kept = (choice.id or "").replace("\x00", "") or None
    return Content(type_, choice.title or "", MessageDetails(choice_id=kept))


def _answers(form: WireForm) -> str:
    """Return what was filled in, one answer a line: the labels are ours, the answers are the person's."""
    answers = decoded(Raw(form.response_json.encode(errors="replace")), dict[str, Any]) or {}
    said = (value for name, value in answers.items() if name not in _NOT_ANSWERED_BY_A_PERSON)
    return "\n".join(str(value) for value in said if isinstance(value, str | int) and value is not True)


def _media(type_: MessageType, body: WireMedia) -> Content:
    attachment = Attachment(
        (body.id or "").replace("\x00", ""),
        (body.mime_type or "").replace("\x00", "")[:_LONGEST_NAME],
        (body.filename or "").replace("\x00", "")[:_LONGEST_NAME],
    )
    return Content(type_, body.caption or "", MessageDetails(attachment=attachment))


def _reaction(type_: MessageType, body: WireReaction) -> Content:
    return Content(type_, body.emoji or "", MessageDetails(quotes=body.message_id or None))


def _order(type_: MessageType, body: WireOrder) -> Content:
    return Content(type_, body.text or "")


def _system(type_: MessageType, body: WireSystem) -> Content:
    phone, user_id = body.wa_id or body.new_wa_id, body.user_id
    moved = as_contact(phone, user_id)
    return Content(type_, "", MessageDetails(moved_to=moved))


def as_contact(phone: str | None, user_id: str | None) -> Contact | None:
    """Return the person of a phone or a user id as the wire gives them, or None when there is neither."""
    digits = (phone or "").removeprefix("+")
    phone = digits if 6 <= len(digits) <= 20 and digits.isascii() and digits.isdecimal() else None
    return Contact(phone, user_id or None) if phone or user_id else None


_READERS: dict[MessageType, tuple[type[Any], Callable[[MessageType, Any], Content]]] = {
    "text": (WireText, _text),
    "button": (WireButton, _button),
    "interactive": (WireInteractive, _interactive),
    "image": (WireMedia, _media),
    "audio": (WireMedia, _media),
    "video": (WireMedia, _media),
    "document": (WireMedia, _media),
    "sticker": (WireMedia, _media),
    "reaction": (WireReaction, _reaction),
    "order": (WireOrder, _order),
    "system": (WireSystem, _system),
}
