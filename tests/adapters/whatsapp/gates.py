"""A gate with known secrets and a known time, and short ways to have it read something."""

import json
from datetime import UTC, datetime
from typing import Any

from adapters.whatsapp.gate import CloudApiGate
from adapters.whatsapp.own_number import OwnNumber
from application.ports.webhook_gate import ProviderEvents, WebhookGate
from tests.adapters.whatsapp.webhooks import Item, envelope, text_message

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
PHONE = "5511900000001"
SECRET = "app-secret"
VERIFY_TOKEN = "verify-me"


def a_gate(
    app_secret: str | None = SECRET, verify_token: str | None = VERIFY_TOKEN, number_id: str | None = None
) -> WebhookGate:
    return CloudApiGate(lambda: NOW, app_secret, verify_token, OwnNumber(number_id))


def read(*items: Item) -> ProviderEvents:
    return a_gate().read(envelope(*items))


def a_text(wamid: str = "wamid.1", body: str = "oi") -> Item:
    return text_message(PHONE, body, wamid, NOW)


def raw(**fields: Any) -> Item:
    """A text whose wire fields are changed; None takes a field away."""
    body = {**a_text().body, **fields}
    return Item("messages", {name: value for name, value in body.items() if value is not None})


def a_body(value: Any, field: str = "messages") -> bytes:
    changes = [{"field": field, "value": value}]
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"changes": changes}]}).encode()
