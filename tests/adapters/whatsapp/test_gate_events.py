from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from application.ports.webhook_gate import StatusUpdate
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus
from tests.adapters.whatsapp.gates import NOW, PHONE, a_body, a_gate, a_text, raw, read
from tests.adapters.whatsapp.webhooks import (
    Item,
    button_reply,
    envelope,
    envelope_of,
    malformed_message,
    message,
    status,
    text_message,
)

EARLIER = NOW - timedelta(hours=3)


def test_a_text_is_read_with_its_sender_and_its_moment() -> None:
    [inbound] = read(text_message(PHONE, "não reconheço 🤔", "wamid.1", EARLIER, user_id="BR.1")).messages
    assert inbound.text == "não reconheço 🤔"
    assert inbound.contact == Contact(PHONE, "BR.1")
    assert inbound.sent_at == EARLIER
    assert inbound.type == "text"


def test_a_contact_without_a_phone_is_known_by_user_id() -> None:
    [inbound] = read(text_message(None, "oi", "wamid.1", NOW, user_id="BR.1")).messages
    assert inbound.contact == Contact(None, "BR.1")


@pytest.mark.parametrize(
    ("people", "fields"),
    [
        ([{"user_id": "BR.1"}], {"from": None}),
        ([{"user_id": "BR.1"}], {"from": ""}),
        ([], {"from": None, "user_id": "BR.1"}),
        ([{"wa_id": 5}, 7, None], {"from": None, "from_user_id": "BR.1"}),
        ([{"wa_id": PHONE}, {"user_id": "BR.1"}], {"from": None, "from_user_id": "BR.1"}),
    ],
)
def test_the_user_id_is_found_wherever_it_stands(people: list[Any], fields: dict[str, Any]) -> None:
    value = {"contacts": people, "messages": [raw(**fields).body]}
    [inbound] = a_gate().read(a_body(value)).messages
    assert inbound.contact == Contact(None, "BR.1")


def test_an_empty_user_id_is_no_user_id() -> None:
    [inbound] = read(raw(from_user_id="")).messages
    assert inbound.contact == Contact(PHONE, None)


def test_two_senders_in_one_change_keep_their_own_names() -> None:
    first = text_message(PHONE, "oi", "wamid.1", NOW, user_id="BR.1")
    second = text_message("5521900000002", "olá", "wamid.2", NOW, user_id="BR.2")
    senders = [inbound.contact for inbound in read(first, second).messages]
    assert senders == [Contact(PHONE, "BR.1"), Contact("5521900000002", "BR.2")]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (button_reply(PHONE, "Aceito", "wamid.1", NOW), "Aceito"),
        (
            message(
                PHONE, "wamid.1", NOW, "interactive", {"type": "list_reply", "list_reply": {"title": "3x"}}
            ),
            "3x",
        ),
        (message(PHONE, "wamid.1", NOW, "interactive", {"type": "nfm_reply", "nfm_reply": {}}), ""),
        (
            message(PHONE, "wamid.1", NOW, "button", {"text": "Quero negociar", "payload": "x"}),
            "Quero negociar",
        ),
        (message(PHONE, "wamid.1", NOW, "image", {"id": "1", "caption": "paguei"}), "paguei"),
        (message(PHONE, "wamid.1", NOW, "document", {"id": "1", "caption": "recibo"}), "recibo"),
        (message(PHONE, "wamid.1", NOW, "video", {"id": "1", "caption": "veja"}), "veja"),
        (message(PHONE, "wamid.1", NOW, "image", {"id": "1"}), ""),
        (message(PHONE, "wamid.1", NOW, "audio", {"id": "1", "voice": True}), ""),
        (message(PHONE, "wamid.1", NOW, "reaction", {"emoji": "👍"}), "👍"),
        (message(PHONE, "wamid.1", NOW, "location", {"latitude": -23.5, "longitude": -46.6}), ""),
    ],
)
def test_the_text_of_a_message_is_what_a_person_wrote_or_chose(item: Item, text: str) -> None:
    [inbound] = read(item).messages
    assert inbound.type == item.body["type"]
    assert inbound.text == text


@pytest.mark.parametrize("type_", ["unsupported", "template", "hologram"])
def test_a_type_we_do_not_know_is_unsupported(type_: str) -> None:
    [inbound] = read(message(PHONE, "wamid.1", NOW, type_, {})).messages
    assert inbound.type == "unsupported"
    assert inbound.text == ""


def test_every_entry_and_every_message_is_read_in_order() -> None:
    body = envelope_of([[a_text("wamid.1"), a_text("wamid.2")], [a_text("wamid.3")], [a_text("wamid.4")]])
    assert [m.provider_message_id for m in a_gate().read(body).messages] == [
        f"wamid.{n}" for n in range(1, 5)
    ]


def test_a_text_that_a_database_would_refuse_is_made_storable() -> None:
    [inbound] = read(a_text(body="o\x00i")).messages
    assert inbound.text == "oi"


def test_half_an_emoji_does_not_take_its_siblings_with_it() -> None:
    body = envelope(a_text("wamid.1", "HALF 😀 C:\\udados"), a_text("wamid.2")).replace(b"HALF", b"\\ud83d")
    first, second = a_gate().read(body).messages
    assert first.text == "\ufffd 😀 C:\\udados"
    assert second.text == "oi"


@pytest.mark.parametrize(
    "item",
    [
        malformed_message(),
        malformed_message(7),
        malformed_message([]),
        raw(id=None),
        raw(id=""),
        raw(id="wamid.\x00"),
        raw(id="w" * 600),
        raw(type=None),
        raw(text=None),
        raw(text="oi"),
        raw(text={}),
        raw(**{"from": None}),
        raw(**{"from": "not a phone"}),
    ],
)
def test_a_malformed_message_is_skipped_and_counted_but_not_its_siblings(item: Item) -> None:
    events = read(a_text("wamid.1"), item, a_text("wamid.2"), status("wamid.9", "read", NOW))
    assert [m.provider_message_id for m in events.messages] == ["wamid.1", "wamid.2"]
    assert len(events.statuses) == 1
    assert events.skipped == 1


@pytest.mark.parametrize(
    "odd",
    [b"NaN", b"-Infinity", b"1e999", b"[1.5, NaN]", b'"a\nb\tc"', b"9" * 400, b'"\x00"', b"1" + b"0" * 5000],
)
def test_what_is_nearly_json_costs_no_sibling(odd: bytes) -> None:
    body = envelope(a_text("wamid.1"), a_text("wamid.2", "ODD")).replace(b'"ODD"', odd)
    assert "wamid.1" in [m.provider_message_id for m in a_gate().read(body).messages]
    behind = envelope(raw(id="wamid.1", futuro="ODD"), a_text("wamid.2")).replace(b'"ODD"', odd)
    assert [m.provider_message_id for m in a_gate().read(behind).messages] == ["wamid.1", "wamid.2"]


def test_a_byte_order_mark_hides_nothing() -> None:
    assert len(a_gate().read(b"\xef\xbb\xbf" + envelope(a_text())).messages) == 1


def test_a_byte_that_is_not_utf8_spoils_only_its_own_message() -> None:
    body = envelope(a_text("wamid.1", "BAD"), a_text("wamid.2")).replace(b"BAD", b"\xff")
    events = a_gate().read(body)
    assert [m.provider_message_id for m in events.messages] == ["wamid.2"]
    assert events.skipped == 1


@pytest.mark.parametrize("stamp", [None, "", "soon", "-5", "1697043223000", True, 1.5, {}, "9" * 5000])
def test_a_message_without_a_readable_time_takes_the_latest_in_the_body(stamp: Any) -> None:
    sibling = text_message(PHONE, "oi", "wamid.2", EARLIER)
    oldest = text_message(PHONE, "oi", "wamid.3", EARLIER - timedelta(days=1))
    events = read(raw(timestamp=stamp), oldest, sibling)
    assert events.messages[0].sent_at == EARLIER
    assert events.skipped == 0


def test_with_no_readable_time_at_all_the_moment_is_now() -> None:
    assert read(raw(timestamp="soon")).messages[0].sent_at == NOW


def test_a_time_given_as_a_number_is_read() -> None:
    assert read(raw(timestamp=int(EARLIER.timestamp()))).messages[0].sent_at == EARLIER


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sent", DeliveryStatus.SENT),
        ("delivered", DeliveryStatus.DELIVERED),
        ("read", DeliveryStatus.READ),
        ("played", DeliveryStatus.READ),
        ("failed", DeliveryStatus.FAILED),
    ],
)
def test_a_status_is_read_with_the_key_that_we_gave(said: str, meant: DeliveryStatus) -> None:
    [update] = read(status("wamid.1", said, EARLIER, key="c-1:2:1")).statuses
    assert replace(update, refusal=None) == StatusUpdate("wamid.1", meant, EARLIER, "c-1:2:1", None)


def test_a_failure_carries_the_providers_code() -> None:
    [update] = read(status("wamid.1", "failed", NOW, error_code=131026)).statuses
    assert update.error_code == 131026
    assert update.key is None


@pytest.mark.parametrize("errors", [None, [], 7, [7], [{"code": "x"}], [{"code": 10**30}], [{"code": -1}]])
def test_a_failure_whose_errors_cannot_be_read_is_still_a_failure(errors: Any) -> None:
    item = status("wamid.1", "failed", NOW)
    events = read(Item("statuses", item.body | {"errors": errors}))
    assert events.statuses[0].status is DeliveryStatus.FAILED
    assert events.statuses[0].error_code is None
    assert events.skipped == 0


@pytest.mark.parametrize("body", [{"id": "wamid.1"}, {"id": "wamid.1", "status": "pondered"}, 7, None])
def test_a_malformed_status_is_skipped_but_not_its_siblings(body: Any) -> None:
    events = read(status("wamid.2", "sent", NOW), Item("statuses", body), a_text())
    assert [update.provider_message_id for update in events.statuses] == ["wamid.2"]
    assert len(events.messages) == 1
    assert events.skipped == 1
