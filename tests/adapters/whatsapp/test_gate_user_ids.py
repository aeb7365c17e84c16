"""WhatsApp tells that somebody has another user id now."""

from typing import Any

import pytest

from domain.messaging.contact import Contact
from tests.adapters.whatsapp.gates import NOW, PHONE, a_body, a_gate
from tests.adapters.whatsapp.webhooks import PHONE_NUMBER_ID

BOTH = {"user_id": {"previous": "BR.1", "current": "BR.2"}}


def told(*updates: Any, number: str = PHONE_NUMBER_ID) -> bytes:
    """A body that tells of user ids."""
    value = {"metadata": {"phone_number_id": number}, "user_id_update": list(updates)}
    return a_body(value, "user_id_update")


@pytest.mark.parametrize(
    ("update", "old"),
    [
        (BOTH, Contact(None, "BR.1")),
        (
            BOTH | {"wa_id": PHONE, "detail": "x", "parent_user_id": {"current": "BR.ENT.2"}},
            Contact(PHONE, "BR.1"),
        ),
        ({"user_id": {"current": "BR.2"}, "wa_id": PHONE}, Contact(PHONE)),
        ({"user_id": "BR.2", "previous_user_id": "BR.1"}, Contact(None, "BR.1")),
    ],
)
def test_it_is_read_as_a_change_of_number_is(update: dict[str, Any], old: Contact) -> None:
    events = a_gate().read(told(update | {"timestamp": str(int(NOW.timestamp()))}))
    [message] = events.messages
    assert (message.type, message.contact, message.sent_at) == ("system", old, NOW)
    assert message.details.moved_to == Contact(None, "BR.2")
    assert events.unread == ()


def test_told_twice_it_is_one_and_another_change_is_another() -> None:
    back = {"user_id": {"previous": "BR.2", "current": "BR.1"}}
    first, again, other = a_gate().read(told(BOTH, BOTH, back)).messages
    assert first.provider_message_id == again.provider_message_id != other.provider_message_id
    assert "BR.1" not in first.provider_message_id


@pytest.mark.parametrize(
    "update",
    [{}, {"user_id": {}}, {"user_id": {"previous": "BR.1"}}, {"user_id": {"current": "BR.2"}}, 7, None],
)
def test_what_says_too_little_is_kept_raw_and_stops_no_other(update: Any) -> None:
    events = a_gate().read(told(update, BOTH))
    assert [message.details.moved_to for message in events.messages] == [Contact(None, "BR.2")]
    assert [(piece.kind, piece.reason) for piece in events.unread] == [("user_id_update", "malformed")]


def test_what_is_told_of_another_number_of_the_account_is_not_ours() -> None:
    gate = a_gate(number_id=PHONE_NUMBER_ID)
    assert len(gate.read(told(BOTH)).messages) == 1
    events = gate.read(told(BOTH, number="999"))
    assert (events.messages, [piece.reason for piece in events.unread]) == ((), ["other_number"])
