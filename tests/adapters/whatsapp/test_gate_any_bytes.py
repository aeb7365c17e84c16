import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.ports.webhook_gate import ProviderEvents, UnreadableBody
from domain.messaging.contact import Contact
from tests.adapters.whatsapp.gates import NOW, PHONE, a_body, a_gate, a_text
from tests.adapters.whatsapp.webhooks import (
    button_reply,
    envelope,
    envelope_of,
    message,
    status,
    text_message,
)

_SAMPLE_FOLDER = Path(__file__).parents[4] / "shared" / "data" / "whatsapp"
_ABSENT = pytest.param(
    None, marks=pytest.mark.skip(reason="the public sample bodies are not on this machine")
)
_FILES = sorted(_SAMPLE_FOLDER.glob("*.json"))
SAMPLES = [pytest.param(path, id=path.stem) for path in _FILES] or [_ABSENT]


def _elements(body: dict[str, Any], array: str) -> list[dict[str, Any]]:
    changes = [change for entry in body["entry"] for change in entry["changes"]]
    return [element for change in changes for element in change["value"].get(array, [])]


@pytest.mark.parametrize("path", SAMPLES)
def test_a_published_body_is_read_whole(path: Path) -> None:
    body = json.loads(path.read_bytes())
    events = a_gate().read(path.read_bytes())
    assert events.skipped == 0
    assert [(m.provider_message_id, m.type, str(int(m.sent_at.timestamp()))) for m in events.messages] == [
        (m["id"], m["type"], m["timestamp"]) for m in _elements(body, "messages")
    ]
    assert [(s.provider_message_id, s.status, str(int(s.at.timestamp()))) for s in events.statuses] == [
        (s["id"], s["status"], s["timestamp"]) for s in _elements(body, "statuses")
    ]


@pytest.mark.parametrize("path", [param for param in SAMPLES if "message" in str(param.id)] or [_ABSENT])
def test_a_published_message_names_its_sender_by_phone_and_by_user_id(path: Path) -> None:
    [inbound] = a_gate().read(path.read_bytes()).messages
    assert inbound.contact == Contact("972987654321", "US.13491208655302741918")


BODIES = [
    envelope(a_text(), text_message(None, "olá 🙂", "wamid.2", NOW, user_id="BR.1")),
    envelope(button_reply(PHONE, "Sim", "wamid.3", NOW), status("wamid.4", "failed", NOW, error_code=131026)),
    envelope_of(
        [[message(PHONE, "wamid.5", NOW, "image", {"caption": "x"})], [status("wamid.6", "sent", NOW)]]
    ),
    *(path.read_bytes() for path in _FILES),
]
HALF_PAIRS_TOO = st.text(st.characters(), max_size=8)
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | HALF_PAIRS_TOO,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def spoiled_bytes(draw: st.DrawFn) -> bytes:
    body = bytearray(draw(st.sampled_from(BODIES)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body) - 1))
        body[at : at + draw(st.integers(0, 6))] = draw(st.binary(max_size=6) | st.just(b"\\ud800"))
    return bytes(body)


@st.composite
def spoiled_trees(draw: st.DrawFn) -> bytes:
    tree = json.loads(draw(st.sampled_from(BODIES)))
    node: Any = tree
    while True:
        keys = list(node) if isinstance(node, dict) else range(len(node))
        key = draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or not node[key] or draw(st.integers(0, 9)) == 0:
            node[key] = draw(ANY_JSON)
            return json.dumps(tree).encode()
        node = node[key]


def assert_storable(events: ProviderEvents) -> None:
    for inbound in events.messages:
        texts = (inbound.provider_message_id, inbound.text, inbound.contact.phone, inbound.contact.user_id)
        assert "\x00" not in "".join(text or "" for text in texts)
        "".join(text or "" for text in texts).encode()
        assert inbound.sent_at.tzinfo is UTC
    for update in events.statuses:
        assert "\x00" not in update.provider_message_id + (update.key or "")
        assert update.at.tzinfo is UTC


@given(spoiled_bytes() | st.binary(max_size=64))
@settings(max_examples=800, deadline=None)
def test_any_bytes_are_read_or_unreadable(body: bytes) -> None:
    try:
        events = a_gate().read(body)
    except UnreadableBody:
        return
    assert_storable(events)


@given(spoiled_trees())
@settings(max_examples=600, deadline=None)
def test_any_envelope_that_went_wrong_in_one_place_is_read_or_unreadable(body: bytes) -> None:
    try:
        events = a_gate().read(body)
    except UnreadableBody:
        return
    assert_storable(events)


@given(ANY_JSON)
@settings(max_examples=600, deadline=None)
def test_no_neighbour_whatever_it_is_hides_a_message(neighbour: Any) -> None:
    value = {"messages": [neighbour, a_text().body, neighbour]}
    assert "wamid.1" in [m.provider_message_id for m in a_gate().read(a_body(value)).messages]
