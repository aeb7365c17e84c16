"""Every shape of message, status and change that Meta is known to send, made by hand."""

from typing import Any

Json = dict[str, Any]

PHONE = "5511900000009"
_HEAD = {"from": PHONE, "from_user_id": "BR.9", "id": "wamid.shape", "timestamp": "1763650000"}
_FILE = {"id": "987", "mime_type": "image/jpeg", "sha256": "x="}


def _of(type_: str, content: Any, **more: Any) -> Json:
    return {**_HEAD, "type": type_, type_: content, **more}


MESSAGES: tuple[Json, ...] = (
    _of("text", {"body": "quero pagar 🙂"}, context={"from": "1", "id": "wamid.ours", "forwarded": True}),
    _of("image", {**_FILE, "caption": "segue o comprovante"}),
    _of("audio", {**_FILE, "voice": True}),
    _of("video", {**_FILE, "caption": "veja"}),
    _of("document", {**_FILE, "filename": "recibo.pdf", "caption": "paguei"}),
    _of("sticker", {**_FILE, "animated": False}),
    _of("location", {"latitude": -23.5, "longitude": -46.6, "name": "Casa", "address": "Rua A"}),
    _of("contacts", [{"name": {"formatted_name": "Zé"}, "phones": [{"phone": "1", "wa_id": "2"}]}]),
    _of("interactive", {"type": "button_reply", "button_reply": {"id": "yes", "title": "Sim"}}),
    _of("interactive", {"type": "list_reply", "list_reply": {"id": "3x", "title": "3x", "description": "d"}}),
    _of("interactive", {"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": '{"a": "b"}'}}),
    _of("button", {"text": "Quero negociar", "payload": "NEGOCIAR"}),
    _of("reaction", {"message_id": "wamid.ours", "emoji": "👍"}),
    _of("reaction", {"message_id": "wamid.ours"}),
    _of("order", {"catalog_id": "1", "text": "oi", "product_items": [{"product_retailer_id": "1"}]}),
    _of("system", {"type": "user_changed_number", "wa_id": "5511900000010", "body": "x"}),
    _of("system", {"type": "user_changed_user_id", "user_id": "BR.10", "body": "x"}),
    _of("system", {"type": "customer_identity_changed", "identity": "x", "customer": PHONE}),
    _of("unsupported", {"type": "edit"}, errors=[{"code": 131051, "title": "x", "error_data": {}}]),
    _of("request_welcome", None),
    _of("hologram", {"size": 3}, referral={"source_url": "https://example.com", "headline": "x"}),
    {name: text for name, text in _of("text", {"body": "oi"}).items() if name != "from"},
)

_STATUS = {"id": "wamid.ours", "timestamp": "1763650000", "recipient_id": PHONE, "recipient_user_id": "BR.9"}
STATUSES: tuple[Json, ...] = (
    {**_STATUS, "status": "sent", "conversation": {"id": "c", "origin": {"type": "service"}}},
    {**_STATUS, "status": "delivered", "pricing": {"billable": True, "category": "utility"}},
    {**_STATUS, "status": "read", "biz_opaque_callback_data": "c-1.1.0"},
    {**_STATUS, "status": "played"},
    {
        **_STATUS,
        "status": "failed",
        "errors": [{"code": 131026, "title": "x", "error_data": {"details": "y"}}],
    },
    {**_STATUS, "status": "pondered"},
)

CHANGES: tuple[Json, ...] = (
    {"field": "account_update", "value": {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "x"}}},
    {"field": "phone_number_quality_update", "value": {"event": "FLAGGED", "current_limit": "TIER_50"}},
    {"field": "message_template_status_update", "value": {"event": "PAUSED", "message_template_id": 1}},
    {"field": "business_capability_update", "value": {"max_daily_conversation_per_phone": 250}},
    {"field": "calls", "value": {"calls": [{"id": "x"}]}},
    {"field": "messages", "value": {"errors": [{"code": 131000, "title": "x"}]}},
)
