"""What came along with a message, who was met, what could not be read, and what Meta says of our account."""

import json
from dataclasses import replace
from typing import Any

import pytest

from application.ports.webhook_gate import AccountNotice, UnreadPiece
from domain.messaging.contact import Contact
from domain.messaging.details import Attachment, MessageDetails
from tests.adapters.whatsapp.gates import NOW, PHONE, a_body, a_gate, a_text, raw, read
from tests.adapters.whatsapp.webhooks import PHONE_NUMBER_ID, Item, envelope, message, status, text_message

NEW_PHONE = "5511900000077"


def interactive(content: dict[str, Any]) -> Item:
    return message(PHONE, "wamid.1", NOW, "interactive", content)


def system(**content: Any) -> Item:
    item = message(PHONE, "wamid.1", NOW, "system", content)
    return Item("messages", item.body)


@pytest.mark.parametrize(
    ("item", "text", "choice"),
    [
        (
            interactive({"type": "button_reply", "button_reply": {"id": "aceito", "title": "Aceito"}}),
            "Aceito",
            "aceito",
        ),
        (
            interactive(
                {
                    "type": "list_reply",
                    "list_reply": {"id": "3x", "title": "3 vezes", "description": "sem juros"},
                }
            ),
            "3 vezes",
            "3x",
        ),
        (
            message(PHONE, "wamid.1", NOW, "button", {"text": "Quero negociar", "payload": "NEGOCIAR"}),
            "Quero negociar",
            "NEGOCIAR",
        ),
        (message(PHONE, "wamid.1", NOW, "button", {"payload": "SAIR"}), "SAIR", "SAIR"),
    ],
)
def test_a_choice_is_read_as_its_title_and_its_id_is_kept(item: Item, text: str, choice: str) -> None:
    [inbound] = read(item).messages
    assert (inbound.text, inbound.details.choice_id) == (text, choice)


def test_a_form_is_read_as_its_answers_without_its_token() -> None:
    answers = {"flow_token": "secret", "proposta": "300 à vista", "dia": 10, "aceito": True, "outros": [1]}
    content = {
        "type": "nfm_reply",
        "nfm_reply": {"name": "flow", "body": "Sent", "response_json": json.dumps(answers)},
    }
    [inbound] = read(interactive(content)).messages
    assert inbound.text == "300 à vista\n10"


@pytest.mark.parametrize("response", ["", "not json", "[1]", "{", '"x"'])
def test_a_form_that_cannot_be_read_says_nothing(response: str) -> None:
    events = read(interactive({"type": "nfm_reply", "nfm_reply": {"response_json": response}}))
    assert events.messages[0].text == ""


def test_a_file_is_kept_by_its_id_and_its_caption_is_read() -> None:
    content = {"id": "987", "mime_type": "application/pdf", "filename": "recibo.pdf", "caption": "paguei"}
    [inbound] = read(message(PHONE, "wamid.1", NOW, "document", content)).messages
    assert inbound.text == "paguei"
    assert inbound.details == MessageDetails(attachment=Attachment("987", "application/pdf", "recibo.pdf"))
    assert "recibo" not in repr(inbound.details)


def test_what_is_quoted_is_known() -> None:
    [inbound] = read(raw(context={"from": PHONE, "id": "wamid.ours"})).messages
    assert inbound.details.quotes == "wamid.ours"


def test_what_is_written_with_an_order_is_read() -> None:
    content = {"catalog_id": "1", "text": "quero parcelar", "product_items": [{"quantity": 1}]}
    assert read(message(PHONE, "wamid.1", NOW, "order", content)).messages[0].text == "quero parcelar"


def test_opening_the_chat_is_a_message_of_its_own() -> None:
    [inbound] = read(message(PHONE, "wamid.1", NOW, "request_welcome", None)).messages
    assert (inbound.type, inbound.text) == ("request_welcome", "")


@pytest.mark.parametrize(
    ("content", "moved_to"),
    [
        ({"type": "user_changed_number", "wa_id": NEW_PHONE, "body": "x"}, Contact(NEW_PHONE)),
        (
            {"type": "user_changed_number", "wa_id": NEW_PHONE, "user_id": "BR.2"},
            Contact(NEW_PHONE, "BR.2"),
        ),
        ({"type": "customer_changed_number", "new_wa_id": NEW_PHONE, "customer": PHONE}, Contact(NEW_PHONE)),
        ({"type": "user_changed_user_id", "user_id": "BR.2", "body": "x"}, Contact(None, "BR.2")),
        ({"type": "customer_identity_changed", "identity": "hash"}, None),
        ({"type": "user_changed_number", "wa_id": "not a phone"}, None),
    ],
)
def test_a_change_of_number_names_the_old_and_the_new(
    content: dict[str, Any], moved_to: Contact | None
) -> None:
    events = read(system(**content))
    [inbound] = events.messages
    assert (inbound.type, inbound.contact.phone, inbound.text) == ("system", PHONE, "")
    assert inbound.details.moved_to == moved_to
    assert events.people == ()


def test_the_old_user_id_is_the_one_that_is_left() -> None:
    item = Item(
        "messages",
        {
            "id": "wamid.1",
            "type": "system",
            "timestamp": "1",
            "system": {"type": "user_changed_user_id", "previous_user_id": "BR.1", "user_id": "BR.2"},
        },
    )
    [inbound] = read(item).messages
    assert (inbound.contact, inbound.details.moved_to) == (Contact(None, "BR.1"), Contact(None, "BR.2"))


def test_whoever_a_status_names_by_phone_and_user_id_is_met() -> None:
    told = status("wamid.9", "delivered", NOW, recipient="5511900000003")
    told.body["recipient_user_id"] = "BR.3"
    person = {"profile": {"username": "ze"}, "wa_id": "5511900000004", "user_id": "BR.4"}
    people = read(told, replace(status("wamid.8", "sent", NOW), contact=person)).people
    assert set(people) == {Contact("5511900000003", "BR.3"), Contact("5511900000004", "BR.4")}
    assert read(text_message(PHONE, "oi", "wamid.1", NOW, user_id="BR.1")).people == ()


@pytest.mark.parametrize(
    ("type_", "content"),
    [("image", 7), ("audio", "x"), ("interactive", []), ("reaction", {"emoji": 5}), ("document", [1])],
)
def test_a_message_whose_content_cannot_be_read_is_still_a_message(type_: str, content: Any) -> None:
    events = read(message(PHONE, "wamid.1", NOW, type_, content), a_text("wamid.2"))
    assert [(m.type, m.text) for m in events.messages] == [(type_, ""), ("text", "oi")]
    assert events.unread == (UnreadPiece(type_, "malformed", json.dumps(content, separators=(",", ":"))),)


def test_a_message_of_an_unknown_type_is_answered_and_kept_raw() -> None:
    events = read(message(PHONE, "wamid.1", NOW, "hologram", {"size": "3D"}))
    assert [m.type for m in events.messages] == ["unsupported"]
    [piece] = events.unread
    assert (piece.kind, piece.reason) == ("message", "unknown_type")
    assert '"hologram":{"size":"3D"}' in piece.raw
    assert PHONE not in repr(piece)
    assert events.skipped == 0


def test_a_field_that_we_do_not_know_is_kept_raw() -> None:
    [piece] = a_gate().read(a_body({"calls": [{"id": "1"}]}, "calls\n5511900000001")).unread
    assert (piece.kind, piece.reason) == ("calls", "unknown_field")
    assert '"id": "1"' in piece.raw


def test_what_is_kept_raw_is_of_bounded_length() -> None:
    [piece] = read(message(PHONE, "wamid.1", NOW, "hologram", "x" * 100_000)).unread
    assert len(piece.raw) == 4_096


def test_what_was_written_to_another_number_is_left_alone() -> None:
    gate = a_gate(number_id=PHONE_NUMBER_ID)
    body = envelope(a_text("wamid.1"), status("wamid.9", "read", NOW))
    assert len(gate.read(body).messages) == len(gate.read(body).statuses) == 1
    events = gate.read(body.replace(PHONE_NUMBER_ID.encode(), b"999"))
    assert (events.messages, events.statuses, events.people, events.skipped) == ((), (), (), 0)
    assert events.unread == (UnreadPiece("message", "other_number"), UnreadPiece("status", "other_number"))


def test_a_number_that_was_set_wrong_makes_nobody_deaf_and_is_told_once() -> None:
    gate = a_gate(number_id="999")
    first, second = gate.read(envelope(a_text("wamid.1"))), gate.read(envelope(a_text("wamid.2")))
    assert len(first.messages) == len(second.messages) == 1
    assert first.notices == (AccountNotice("phone_number_id", "NOT_OURS", grave=True),)
    assert second.notices == ()


@pytest.mark.parametrize("metadata", [None, {}, 7, {"phone_number_id": None}, {"phone_number_id": 999}])
def test_what_names_no_number_is_ours(metadata: Any) -> None:
    body = a_body({"metadata": metadata, "messages": [a_text().body]})
    assert len(a_gate(number_id="999").read(body).messages) == 1


@pytest.mark.parametrize(
    ("field", "value", "event", "grave"),
    [
        ("account_update", {"event": "ACCOUNT_DELETED"}, "ACCOUNT_DELETED", True),
        ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {}}, "DISABLED_UPDATE", True),
        ("account_update", {"event": "VERIFIED_ACCOUNT"}, "VERIFIED_ACCOUNT", False),
        ("phone_number_quality_update", {"event": "FLAGGED", "current_limit": "TIER_50"}, "FLAGGED", True),
        ("phone_number_quality_update", {"event": "UPGRADE"}, "UPGRADE", False),
        ("message_template_status_update", {"event": "REJECTED", "reason": "SCAM"}, "REJECTED", True),
        ("message_template_status_update", {"event": "APPROVED"}, "APPROVED", False),
        ("message_template_quality_update", {"new_quality_score": "RED"}, "RED", True),
        ("account_alerts", {"alert_severity": "CRITICAL"}, "CRITICAL", True),
        ("business_capability_update", {"max_daily_conversation_per_phone": 1000}, "UNNAMED", True),
        ("account_update", {"event": "call 5511900000001"}, "UNNAMED", False),
        ("account_update", 7, "UNNAMED", False),
    ],
)
def test_trouble_with_the_account_is_told(field: str, value: Any, event: str, *, grave: bool) -> None:
    assert a_gate().read(a_body(value, field)).notices == (AccountNotice(field, event, grave),)


@pytest.mark.parametrize(
    ("preferences", "stops"),
    [
        (
            [{"wa_id": PHONE, "category": "marketing_messages", "value": "stop"}, {"value": "stop"}],
            (Contact(PHONE),),
        ),
        ([{"user_id": "BR.1", "value": "stop"}, 7], (Contact(None, "BR.1"),)),
        ([{"wa_id": PHONE, "category": "marketing_messages", "value": "resume"}], ()),
        (7, ()),
    ],
)
def test_whoever_stops_our_messages_in_the_channel_is_heard(
    preferences: Any, stops: tuple[Contact, ...]
) -> None:
    assert a_gate().read(a_body({"user_preferences": preferences}, "user_preferences")).stops == stops


def test_an_error_that_belongs_to_no_message_is_told() -> None:
    body = a_body({"errors": [{"code": 131000, "title": "x"}, {"code": "y"}], "messages": [a_text().body]})
    events = a_gate().read(body)
    assert events.notices == (AccountNotice("messages", "131000", grave=False),)
    assert len(events.messages) == 1
