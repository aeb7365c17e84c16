"""Ids come in as arguments; the one that is derived is derived the same way for ever."""

from uuid import UUID

from domain.shared.ids import ConversationId, agreement_id_of

ONE = ConversationId(UUID("00000000-0000-4000-8000-000000000001"))
ANOTHER = ConversationId(UUID("00000000-0000-4000-8000-000000000002"))


def test_a_conversation_has_one_agreement_id_for_ever() -> None:
    assert agreement_id_of(ONE) == agreement_id_of(ONE)


def test_two_conversations_share_none() -> None:
    assert agreement_id_of(ONE) != agreement_id_of(ANOTHER)
    assert agreement_id_of(ONE) != ONE
