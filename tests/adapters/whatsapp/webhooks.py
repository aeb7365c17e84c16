"""Webhook bodies as the Cloud API sends them, for tests that play the part of Meta."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

Json = dict[str, Any]

WABA_ID = "102290129340398"
PHONE_NUMBER_ID = "106540352242922"
DISPLAY_PHONE_NUMBER = "551140000000"


@dataclass(frozen=True, slots=True)
class Item:
    """One element of an envelope: it goes in the array `array`, with the contact it came with, if any."""

    array: str
    body: Json
    contact: Json | None = None


def text_message(
    from_: str | None, body: str, wamid: str, at: datetime, *, user_id: str | None = None, name: str = "Maria"
) -> Item:
    """Return a debtor's text; give `from_=None` and a `user_id` for one who hides the phone."""
    return message(from_, wamid, at, "text", {"body": body}, user_id=user_id, name=name)


def button_reply(from_: str, title: str, wamid: str, at: datetime) -> Item:
    """Return the press of a reply button of ours."""
    content = {"type": "button_reply", "button_reply": {"id": title.lower(), "title": title}}
    return message(from_, wamid, at, "interactive", content)


def message(
    from_: str | None,
    wamid: str,
    at: datetime,
    type_: str,
    content: Any,
    *,
    user_id: str | None = None,
    name: str = "Maria",
) -> Item:
    """Return a message of any type; `content` is what stands under the type's name."""
    identity = _present({"from": from_, "from_user_id": user_id})
    body = {**identity, "id": wamid, "timestamp": _seconds(at), "type": type_, type_: content}
    contact = {"profile": {"name": name}, **_present({"wa_id": from_, "user_id": user_id})}
    return Item("messages", body, contact)


def status(
    wamid: str,
    state: str,
    at: datetime,
    *,
    key: str | None = None,
    recipient: str | None = "5511900000001",
    error_code: int | None = None,
) -> Item:
    """Return one status of a message of ours: sent, delivered, read, played or failed.

    `key` is the `biz_opaque_callback_data` that the message was sent with.
    """
    body: Json = {"id": wamid, "status": state, "timestamp": _seconds(at)}
    body |= _present({"recipient_id": recipient, "biz_opaque_callback_data": key})
    if error_code is not None:
        body["errors"] = [{"code": error_code, "title": "Failed", "message": "Failed"}]
    return Item("statuses", body)


def malformed_message(body: Any = None) -> Item:
    """Return an element of `messages` that no one can read."""
    return Item("messages", {"id": 7, "from": []} if body is None else body)


def envelope(*items: Item) -> bytes:
    """Return one POST body with one entry and one change that holds `items` in their order."""
    return envelope_of([items])


def envelope_of(entries: Sequence[Sequence[Item]]) -> bytes:
    """Return one POST body with one entry for each group of items."""
    return msgspec.json.encode(
        {
            "object": "whatsapp_business_account",
            "entry": [{"id": WABA_ID, "changes": [_change(items)]} for items in entries],
        }
    )


def signed(body: bytes, secret: str) -> dict[str, str]:
    """Return the headers of a POST of `body`, signed with the app secret `secret`."""
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}


def _change(items: Sequence[Item]) -> Json:
    metadata = {"display_phone_number": DISPLAY_PHONE_NUMBER, "phone_number_id": PHONE_NUMBER_ID}
    value: Json = {"messaging_product": "whatsapp", "metadata": metadata}
    contacts = [item.contact for item in items if item.contact]
    if contacts:
        value["contacts"] = contacts
    for item in items:
        value.setdefault(item.array, []).append(item.body)
    return {"value": value, "field": "messages"}


def _present(fields: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text is not None}


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))
