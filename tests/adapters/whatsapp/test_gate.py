import json
from typing import Any

import pytest

from application.ports.webhook_gate import ProviderEvents, UnreadableBody
from tests.adapters.whatsapp.gates import NOW, SECRET, a_body, a_gate, a_text
from tests.adapters.whatsapp.webhooks import (
    envelope,
    envelope_of,
    signed,
    status,
)


def a_challenge(**changes: str) -> dict[str, str]:
    query = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "1158201444"}
    return query | {name.replace("hub_", "hub."): text for name, text in changes.items()}


def test_the_challenge_is_echoed_to_whoever_knows_the_token() -> None:
    assert a_gate().answers_challenge(a_challenge()) == "1158201444"


@pytest.mark.parametrize(
    "query",
    [
        a_challenge(hub_verify_token="guess"),
        a_challenge(hub_verify_token="verify-mé"),
        a_challenge(hub_verify_token="\ud800"),
        a_challenge(hub_mode="unsubscribe"),
        {"hub.mode": "subscribe", "hub.verify_token": "verify-me"},
        {},
    ],
)
def test_a_challenge_that_is_not_the_providers_gets_nothing(query: dict[str, str]) -> None:
    assert a_gate().answers_challenge(query) is None


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_verify_token_no_challenge_is_answered(token: str | None) -> None:
    assert a_gate(verify_token=token).answers_challenge(a_challenge(hub_verify_token="")) is None


def test_the_signature_published_in_a_known_vector_is_accepted() -> None:
    # The second test case of RFC 4231.
    digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    headers = {"X-Hub-Signature-256": f"sha256={digest}"}
    assert a_gate(app_secret="Jefe").is_authentic(b"what do ya want for nothing?", headers)


@pytest.mark.parametrize("name", ["X-Hub-Signature-256", "x-hub-signature-256", "X-HUB-SIGNATURE-256"])
def test_the_header_is_found_in_any_case(name: str) -> None:
    body = envelope(a_text())
    signature = signed(body, SECRET)["X-Hub-Signature-256"]
    assert a_gate().is_authentic(body, {"Host": "example.com", name: signature})


def test_one_changed_byte_is_refused() -> None:
    body = envelope(a_text())
    assert not a_gate().is_authentic(body + b" ", signed(body, SECRET))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256="},
        {"X-Hub-Signature-256": "sha256=é"},
        {"X-Hub-Signature": signed(b"{}", SECRET)["X-Hub-Signature-256"]},
        {"X-Hub-Signature-256": signed(b"{}", SECRET)["X-Hub-Signature-256"].removeprefix("sha256=")},
        signed(b"{}", "another-secret"),
    ],
)
def test_a_missing_or_wrong_signature_is_refused(headers: dict[str, str]) -> None:
    assert not a_gate().is_authentic(b"{}", headers)


@pytest.mark.parametrize("secret", [None, ""])
def test_without_an_app_secret_nothing_is_authentic(secret: str | None) -> None:
    assert not a_gate(app_secret=secret).is_authentic(b"{}", signed(b"{}", ""))


def test_the_gate_never_shows_its_secrets() -> None:
    shown = repr(a_gate())
    assert SECRET not in shown
    assert "verify-me" not in shown


@pytest.mark.parametrize("field", ["account_update", "message_template_status_update", "calls"])
def test_another_field_tells_no_message(field: str) -> None:
    events = a_gate().read(a_body({"messages": [a_text().body]}, field))
    assert (events.messages, events.statuses, events.skipped) == ((), (), 0)


@pytest.mark.parametrize("array", ["contacts", "messages", "statuses"])
@pytest.mark.parametrize("broken", [7, "x", {}, [[]]])
def test_a_broken_array_does_not_stop_the_others(array: str, broken: Any) -> None:
    whole = {"contacts": [], "messages": [a_text().body], "statuses": [status("wamid.1", "read", NOW).body]}
    events = a_gate().read(a_body(whole | {array: broken}))
    assert len(events.messages) == (array != "messages")
    assert len(events.statuses) == (array != "statuses")
    assert events.skipped == (array != "contacts")


def test_null_arrays_are_empty() -> None:
    assert a_gate().read(a_body({"contacts": None, "messages": None})) == ProviderEvents()


def test_a_broken_entry_or_change_does_not_stop_the_next() -> None:
    good = json.loads(envelope(a_text()))
    good["entry"] = [7, {"changes": [7, *good["entry"][0]["changes"]]}]
    events = a_gate().read(json.dumps(good).encode())
    assert len(events.messages) == 1
    assert events.skipped == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"oi",
        b"null",
        b"[]",
        b"7",
        b"{}",
        b'{"object": "whatsapp_business_account"}',
        b'{"object": "whatsapp_business_account", "entry": 7}',
        b'{"object": "page", "entry": []}',
        b'{"entry": []}',
        b'{"object": "whatsapp_business_account", "entry": []',
        b"[" * 1_000_000,
        b'{"object": "whatsapp_business_account", "entry": [' + b"[" * 1_000_000,
    ],
)
def test_what_is_no_envelope_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        a_gate().read(body)


def test_an_envelope_with_nothing_in_it_tells_nothing() -> None:
    assert a_gate().read(envelope_of([])) == ProviderEvents()
