"""Ways in which a webhook body goes wrong; the same seed goes wrong in the same way."""

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from tests.adapters.whatsapp.shapes import CHANGES, MESSAGES, STATUSES
from tests.adapters.whatsapp.webhooks import DISPLAY_PHONE_NUMBER, PHONE_NUMBER_ID, Json

_ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        7,
        1e308,
        10**30,
        "",
        "x",
        "\x00",
        "oi\x00",
        "😀",
        "a" * 5_000,
        [],
        {},
        [[]],
        [None],
    ),
    *({"id": 7}, {"body": None}, "5511900000009", "-1", "9" * 40, "2026-11-20T10:00:00Z", "\u202e", "null"),
)
_NAMES = (
    "id",
    "from",
    "type",
    "text",
    "status",
    "errors",
    "wa_id",
    "user_id",
    "timestamp",
    "futuro",
    "",
    "é",
)


def mutated(rng: Random, element: Any) -> Any:
    """Return a copy of `element` that went wrong in one to four places."""
    copy = [deepcopy(element)]
    for _ in range(rng.randint(1, 4)):
        _spoil(rng, copy)
    return copy[0]


def body_around(rng: Random, samples: list[Json], siblings: tuple[Json, Json, Json], told: Json) -> Json:
    """Return a body in which mutated pieces surround three messages and one status that are whole.

    `samples` are values of `messages` changes as published; one sibling each stands in the same array as
    the mutated messages, in another change, and in another entry.
    """
    sample = rng.choice([{"messages": list(MESSAGES), "statuses": list(STATUSES)}, *samples])
    messages = [mutated(rng, each) for each in rng.choices(sample.get("messages") or MESSAGES, k=3)]
    statuses = [mutated(rng, each) for each in rng.choices(sample.get("statuses") or STATUSES, k=2)]
    messages.insert(rng.randint(0, len(messages)), siblings[0])
    statuses.insert(rng.randint(0, len(statuses)), told)
    contacts = mutated(rng, sample.get("contacts", [{"wa_id": "5511900000009", "user_id": "BR.9"}]))
    value = _value(messages=messages, statuses=statuses, contacts=contacts)
    changes = [{"field": "messages", "value": value}, _change(siblings[1]), mutated(rng, rng.choice(CHANGES))]
    rng.shuffle(changes)
    entries = [
        {"id": "1", "changes": changes},
        {"changes": [_change(siblings[2])]},
        mutated(rng, {"changes": []}),
    ]
    rng.shuffle(entries)
    return {"object": "whatsapp_business_account", "entry": entries, "futuro": rng.choice(_ODD)}


def as_bytes(body: Json) -> bytes:
    """Return the body as it goes over the wire, non-ASCII escaped as Meta does."""
    return json.dumps(body).encode()


def _change(message: Json) -> Json:
    return {"field": "messages", "value": _value(messages=[message])}


def _value(**arrays: Any) -> Json:
    metadata = {"display_phone_number": DISPLAY_PHONE_NUMBER, "phone_number_id": PHONE_NUMBER_ID}
    return {"messaging_product": "whatsapp", "metadata": metadata, **arrays}


def _spoil(rng: Random, tree: Any) -> None:
    node, key = tree, 0
    while isinstance(node[key], dict | list) and node[key] and rng.random() < 0.8:
        node = node[key]
        key = rng.choice(list(node) if isinstance(node, dict) else range(len(node)))
    rng.choice(_WAYS)(rng, node, key)


def _replace(rng: Random, node: Any, key: Any) -> None:
    node[key] = deepcopy(rng.choice(_ODD))


def _wrap(rng: Random, node: Any, key: Any) -> None:
    node[key] = rng.choice([[node[key]], {"inner": node[key]}, str(node[key])])


def _rename(rng: Random, node: Any, key: Any) -> None:
    if isinstance(node, dict):
        node[rng.choice(_NAMES)] = node.pop(key)


def _remove(_rng: Random, node: Any, key: Any) -> None:
    if isinstance(node, dict):
        del node[key]
    else:
        node[key] = None


def _bury(_rng: Random, node: Any, key: Any) -> None:
    for _ in range(300):
        node[key] = [node[key]]


_WAYS: tuple[Callable[[Random, Any, Any], None], ...] = (_replace, _replace, _wrap, _rename, _remove, _bury)
