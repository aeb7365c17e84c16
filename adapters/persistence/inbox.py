"""What came in and waits for a turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from adapters.persistence.contact_forms import forms_of
from adapters.persistence.json_text import json_text
from adapters.persistence.prose import storable
from adapters.persistence.transaction import Statement, Transaction
from application.conversation import Accepted
from application.ports.webhook_gate import InboundMessage
from domain.messaging.delivery import DeliveryStatus
from domain.messaging.details import NOTHING_ELSE
from domain.shared.ids import ConversationId, MessageId

# One statement for a whole webhook. Conversations are locked in one order before anything is written, so
# that two webhooks never wait for each other. A message kept before touches nothing else, and one without a
# conversation waits for nothing. The window is counted on our clock when the provider's runs ahead; a user
# id that comes with a message is remembered for its conversation. ix_conversations_phone and _user serve:
# NULLS LAST, so that no plan made on empty tables walks ix_conversations_opened instead.
_ACCEPT = Statement("""
    WITH given AS (
        SELECT *
        FROM jsonb_to_recordset(:messages) AS given (
            place integer, provider_message_id text, message_id uuid, phone text, phones text[], user_id text,
            sent_at timestamptz, type text, text text, details jsonb
        )
    ), placed AS (
        SELECT given.*, latest.id AS conversation_id
        FROM given
        LEFT JOIN LATERAL (
            (
                SELECT id, opened_at
                FROM conversations
                WHERE tenant_id = :tenant_id
                  AND contact_phone = ANY(given.phones)
                ORDER BY opened_at DESC NULLS LAST
                LIMIT 1
            )
            UNION ALL
            (
                SELECT id, opened_at
                FROM conversations
                WHERE tenant_id = :tenant_id
                  AND contact_user_id = given.user_id
                ORDER BY opened_at DESC NULLS LAST
                LIMIT 1
            )
            ORDER BY opened_at DESC
            LIMIT 1
        ) AS latest ON TRUE
    ), locked AS (
        SELECT conversations.id
        FROM conversations
        WHERE conversations.tenant_id = :tenant_id
          AND conversations.id = ANY(ARRAY(SELECT conversation_id FROM placed))
        ORDER BY conversations.id
        FOR NO KEY UPDATE
    ), accepted AS (
        INSERT INTO inbox (
            tenant_id, provider_message_id, message_id, conversation_id,
            contact_phone, contact_user_id, sent_at, received_at, handled_at
        )
        SELECT
            :tenant_id, placed.provider_message_id, placed.message_id, locked.id,
            placed.phone, placed.user_id, placed.sent_at, CAST(:now AS timestamptz),
            CASE WHEN locked.id IS NULL THEN CAST(:now AS timestamptz) END
        FROM placed
        LEFT JOIN locked ON locked.id = placed.conversation_id
        ORDER BY placed.place
        ON CONFLICT (tenant_id, provider_message_id) DO NOTHING
        RETURNING *
    ), shown AS (
        INSERT INTO messages (tenant_id, id, conversation_id, direction, type, text, at, status, details)
        SELECT :tenant_id, message_id, accepted.conversation_id, 'inbound', given.type, given.text,
               given.sent_at, :status, given.details
        FROM accepted
        JOIN given USING (message_id)
        ORDER BY given.place
    ), heard AS (
        UPDATE conversations
        SET last_inbound_at = GREATEST(conversations.last_inbound_at, LEAST(latest.sent_at, :now)),
            contact_phone = COALESCE(conversations.contact_phone, latest.phone),
            contact_user_id = COALESCE(latest.user_id, conversations.contact_user_id)
        FROM (
            SELECT
                conversation_id,
                max(sent_at) AS sent_at,
                (array_remove(array_agg(contact_phone ORDER BY seq DESC), NULL))[1] AS phone,
                (array_remove(array_agg(contact_user_id ORDER BY seq DESC), NULL))[1] AS user_id
            FROM accepted
            GROUP BY conversation_id
        ) AS latest
        WHERE conversations.tenant_id = :tenant_id
          AND conversations.id = ANY(ARRAY(SELECT conversation_id FROM accepted))
          AND conversations.id = latest.conversation_id
    )
    SELECT accepted.message_id, accepted.conversation_id
    FROM accepted
    WHERE accepted.conversation_id IS NOT NULL
    UNION ALL
    SELECT placed.message_id, NULL
    FROM placed
    WHERE placed.conversation_id IS NULL
""")

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
        self, messages: Sequence[tuple[MessageId, InboundMessage]], now: datetime
    ) -> tuple[Accepted, ...]:
        """Keep messages, and show each in its thread; return those that were never kept before."""
        given = json_text([_to_row(place, *each) for place, each in enumerate(messages)])
        rows = await self._transaction.fetch(
            _ACCEPT, {"messages": given, "status": DeliveryStatus.RECEIVED.value, "now": now}
        )
        return tuple(Accepted(row["message_id"], row["conversation_id"]) for row in rows)

    async def move(self, messages: Sequence[MessageId], to: ConversationId) -> None:
        """Hand unanswered messages over to another conversation, thread and 24-hour window included."""
        await self._transaction.run(
            _MOVE, {"tenant_id": self._tenant_id, "message_ids": list(messages), "to": to}
        )


def _to_row(place: int, message_id: MessageId, message: InboundMessage) -> dict[str, Any]:
    contact = message.contact
    return {
        "place": place,
        "provider_message_id": storable(message.provider_message_id),
        "message_id": message_id,
        "phone": contact.phone and storable(contact.phone),
        "phones": forms_of(contact.phone),
        "user_id": contact.user_id and storable(contact.user_id),
        "sent_at": message.sent_at,
        "type": message.type,
        "text": storable(message.text),
        "details": None if message.details == NOTHING_ELSE else message.details,
    }
