"""Who is at the other end, and what was said; neither tells on anybody in a log."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.messaging.contact import Contact, UnknownContact
from domain.messaging.delivery import DeliveryStatus
from domain.messaging.message import Message
from domain.shared.ids import ConversationId, MessageId


def test_a_contact_is_known_by_phone_by_user_id_or_by_both() -> None:
    assert Contact(phone="5511999990001").user_id is None
    assert Contact(user_id="BR.123").phone is None
    assert Contact("5511999990001", "BR.123") == Contact(phone="5511999990001", user_id="BR.123")


@pytest.mark.parametrize(("phone", "user_id"), [(None, None), ("", None), (None, ""), ("", "")])
def test_nobody_is_no_contact(phone: str | None, user_id: str | None) -> None:
    with pytest.raises(UnknownContact):
        Contact(phone, user_id)


def test_a_contact_shows_neither_phone_nor_user_id() -> None:
    shown = repr(Contact("5511999990001", "BR.123"))
    assert "5511999990001" not in shown
    assert "BR.123" not in shown


def test_a_message_shows_no_text() -> None:
    message = Message(
        MessageId(UUID(int=1)),
        ConversationId(UUID(int=2)),
        "inbound",
        "text",
        "tô desempregada",
        datetime(2026, 11, 20, tzinfo=UTC),
        DeliveryStatus.RECEIVED,
    )
    assert "desempregada" not in repr(message)
