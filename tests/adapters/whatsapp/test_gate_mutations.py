"""Ten thousand bodies that went wrong: none of them raises, and none costs a sibling."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.whatsapp.pieces import LONGEST_RAW
from tests.adapters.whatsapp.gates import NOW, PHONE, a_gate, a_text
from tests.adapters.whatsapp.mutations import as_bytes, body_around
from tests.adapters.whatsapp.shapes import CHANGES, MESSAGES, STATUSES
from tests.adapters.whatsapp.test_gate_any_bytes import assert_storable
from tests.adapters.whatsapp.webhooks import PHONE_NUMBER_ID, status

_SAMPLE_FOLDER = Path(__file__).parents[4] / "shared" / "data" / "whatsapp"
_ROUNDS = 10


def published_values() -> list[dict[str, Any]]:
    """What the published samples hold; nothing on a machine without them."""
    bodies = [json.loads(path.read_bytes()) for path in sorted(_SAMPLE_FOLDER.glob("*.json"))]
    changes = [change for body in bodies for entry in body["entry"] for change in entry["changes"]]
    return [change["value"] for change in changes if change["field"] == "messages"]


SIBLINGS = (
    a_text("wamid.sibling.0", "irmã 0").body,
    a_text("wamid.sibling.1", "irmã 1").body,
    a_text("wamid.sibling.2", "irmã 2").body,
)
TOLD = status("wamid.told", "read", NOW).body


@pytest.mark.parametrize("seed", range(_ROUNDS))
def test_no_mutation_raises_or_costs_a_sibling(seed: int) -> None:
    rng, gate, samples = Random(seed), a_gate(number_id=PHONE_NUMBER_ID), published_values()  # noqa: S311
    for _ in range(1_000):
        body = as_bytes(body_around(rng, samples, SIBLINGS, TOLD))
        events = gate.read(body)
        heard = {m.provider_message_id: m for m in events.messages}
        for number in range(3):
            sibling = heard[f"wamid.sibling.{number}"]
            assert (sibling.text, sibling.contact.phone) == (f"irmã {number}", PHONE), body
        assert "wamid.told" in [s.provider_message_id for s in events.statuses], body
        assert all(len(piece.raw) <= LONGEST_RAW for piece in events.unread)
        assert_storable(events)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: str(message["type"]))
def test_every_shape_of_message_is_read(message: dict[str, Any]) -> None:
    events = a_gate().read(as_bytes(_around(messages=[message])))
    assert events.skipped == 0
    [inbound] = events.messages
    known = message["type"] != "hologram"
    assert inbound.type == (message["type"] if known else "unsupported")
    assert len(events.unread) == (not known)


@pytest.mark.parametrize("told", STATUSES, ids=lambda told: str(told["status"]))
def test_every_shape_of_status_is_read(told: dict[str, Any]) -> None:
    events = a_gate().read(as_bytes(_around(statuses=[told])))
    assert len(events.statuses) == (told["status"] != "pondered")
    assert len(events.statuses) + events.skipped == 1


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: str(change["field"]))
def test_every_other_change_is_noted(change: dict[str, Any]) -> None:
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}
    events = a_gate().read(as_bytes(body))
    assert (events.messages, events.statuses, events.skipped) == ((), (), 0)
    assert len(events.notices) + len(events.unread) == 1


def _around(**arrays: Any) -> dict[str, Any]:
    changes = [{"field": "messages", "value": arrays}]
    return {"object": "whatsapp_business_account", "entry": [{"changes": changes}]}
