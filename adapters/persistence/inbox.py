"""What came in and waits for a turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB

from adapters.persistence.prose import Prose
from adapters.persistence.tables import inbox, messages
from adapters.persistence.transaction import Transaction
from application.conversation import PendingInbound
from application.ports.webhook_gate import InboundMessage
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus
from domain.negotiation.understanding import Understanding
from domain.shared.ids import ConversationId, MessageId

# One statement: a message kept before touches nothing else, and one without a conversation waits for
# nothing. The window is counted on our clock when the provider's runs ahead; a user id that comes with a
# message is remembered for its conversation.
_ACCEPT = text("""
    WITH accepted AS (
        INSERT INTO inbox (
            tenant_id, provider_message_id, message_id, conversation_id,
            contact_phone, contact_user_id, sent_at, handled_at
        )
        VALUES (
            :tenant_id, :provider_message_id, :message_id, :conversation_id, :phone, :user_id, :sent_at,
            CASE WHEN CAST(:conversation_id AS uuid) IS NULL THEN CAST(:now AS timestamptz) END
        )
        ON CONFLICT (tenant_id, provider_message_id) DO NOTHING
        RETURNING *
    ), shown AS (
        INSERT INTO messages (tenant_id, id, conversation_id, direction, type, text, at, status)
        SELECT tenant_id, message_id, conversation_id, 'inbound', :type, :text, sent_at, :status
        FROM accepted
    ), heard AS (
        UPDATE conversations
        SET last_inbound_at = GREATEST(conversations.last_inbound_at, LEAST(accepted.sent_at, :now)),
            contact_phone = COALESCE(conversations.contact_phone, accepted.contact_phone),
            contact_user_id = COALESCE(accepted.contact_user_id, conversations.contact_user_id)
        FROM accepted
        WHERE conversations.tenant_id = accepted.tenant_id
          AND conversations.id = accepted.conversation_id
    )
    SELECT message_id FROM accepted
""").bindparams(
    bindparam("provider_message_id", type_=Prose),
    bindparam("text", type_=Prose),
    bindparam("phone", type_=Prose),
    bindparam("user_id", type_=Prose),
)

_ANSWERED = text("""
    WITH answered AS (
        UPDATE inbox
        SET handled_at = :now
        WHERE tenant_id = :tenant_id
          AND message_id = ANY(:message_ids)
          AND handled_at IS NULL
        RETURNING tenant_id, message_id
    )
    UPDATE messages
    SET understanding = :understanding
    FROM answered
    WHERE messages.tenant_id = answered.tenant_id
      AND messages.id = answered.message_id
""").bindparams(bindparam("understanding", type_=JSONB(none_as_null=True)))

_MOVE = text("""
    WITH moved AS (
        UPDATE inbox
        SET conversation_id = :to
        WHERE tenant_id = :tenant_id
          AND message_id = ANY(:message_ids)
          AND handled_at IS NULL
        RETURNING tenant_id, message_id, sent_at
    ), shown AS (
        UPDATE messages
        SET conversation_id = :to
        FROM moved
        WHERE messages.tenant_id = moved.tenant_id
          AND messages.id = moved.message_id
    )
    UPDATE conversations
    SET last_inbound_at = GREATEST(last_inbound_at, (SELECT max(sent_at) FROM moved))
    WHERE tenant_id = :tenant_id
      AND id = :to
""")


class PostgresInbox:
    """Implements Inbox."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def accept(
        self,
        message: InboundMessage,
        message_id: MessageId,
        conversation_id: ConversationId | None,
        now: datetime,
    ) -> bool:
        """Keep a message, and show it in its thread; False when this provider id was kept before."""
        accepted = await self._transaction.row(
            _ACCEPT,
            {
                "tenant_id": self._tenant_id,
                "provider_message_id": message.provider_message_id,
                "message_id": message_id,
                "conversation_id": conversation_id,
                "sent_at": message.sent_at,
                "type": message.type,
                "text": message.text,
                "status": DeliveryStatus.RECEIVED.value,
                "now": now,
                "phone": message.contact.phone,
                "user_id": message.contact.user_id,
            },
        )
        return accepted is not None

    async def pending(self, conversation_id: ConversationId) -> tuple[PendingInbound, ...]:
        """Return the unanswered messages of a conversation, oldest first; served by ix_inbox_pending."""
        rows = await self._transaction.rows(
            select(
                inbox.c.message_id,
                inbox.c.contact_phone,
                inbox.c.contact_user_id,
                messages.c.type,
                messages.c.text,
                inbox.c.sent_at,
            )
            .join_from(
                inbox,
                messages,
                (messages.c.tenant_id == inbox.c.tenant_id) & (messages.c.id == inbox.c.message_id),
            )
            .where(inbox.c.tenant_id == self._tenant_id)
            .where(inbox.c.conversation_id == conversation_id)
            .where(inbox.c.handled_at.is_(None))
            .order_by(inbox.c.sent_at, inbox.c.seq)
        )
        return tuple(_from_row(row) for row in rows)

    async def answered(
        self, messages: Sequence[MessageId], understanding: Understanding | None, now: datetime
    ) -> None:
        """Mark messages as answered by one turn, and keep what the turn understood."""
        await self._transaction.run(
            _ANSWERED,
            {
                "tenant_id": self._tenant_id,
                "message_ids": list(messages),
                "understanding": msgspec.to_builtins(understanding),
                "now": now,
            },
        )

    async def move(self, messages: Sequence[MessageId], to: ConversationId) -> None:
        """Hand unanswered messages over to another conversation, thread and 24-hour window included."""
        await self._transaction.run(
            _MOVE, {"tenant_id": self._tenant_id, "message_ids": list(messages), "to": to}
        )


def _from_row(row: Row[Any]) -> PendingInbound:
    contact = Contact(row.contact_phone, row.contact_user_id)
    return PendingInbound(MessageId(row.message_id), contact, row.type, row.text, row.sent_at)
