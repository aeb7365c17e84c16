"""Finding conversations."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, select

from adapters.persistence.contact_forms import forms_of
from adapters.persistence.tables import conversations, messages
from adapters.persistence.transaction import Statement, Transaction
from application.conversation import Conversation
from application.ports.negotiation_repository import NotFound
from application.ports.recollection import Recollection, Remark
from domain.messaging.contact import Contact
from domain.shared.ids import ConversationId, DebtorId

# One arm per kind of waiting, each on its own partial index (ix_inbox_pending, ix_outbox_due,
# ix_outcomes_due, ix_conversations_follow, ix_conversations_expiry); what has waited longest comes first. Of
# the outbox, the same message is meant that would be claimed: what overtakes there is due here.
_DUE = Statement("""
    SELECT waiting.id
    FROM (
        SELECT inbox.conversation_id AS id, inbox.sent_at AS since
        FROM inbox
        CROSS JOIN LATERAL (
            SELECT lease_until, lease_owner, turn_attempts
            FROM conversations
            WHERE conversations.tenant_id = inbox.tenant_id
              AND conversations.id = inbox.conversation_id
            OFFSET 0
        ) AS conversations
        WHERE inbox.tenant_id = :tenant_id
          AND inbox.handled_at IS NULL
          AND inbox.received_at <= :received_by
          AND (conversations.lease_until IS NULL
               OR conversations.lease_until <= :now
               OR (conversations.turn_attempts < 2 AND holder_is_gone(conversations.lease_owner)))
        UNION ALL
        SELECT head.conversation_id, head.available_at
        FROM outbox AS head
        WHERE head.tenant_id = :tenant_id
          AND head.status IN ('pending', 'claimed', 'uncertain')
          AND head.available_at <= :now
          AND NOT EXISTS (
              SELECT
              FROM blocked_senders
              WHERE blocked_senders.tenant_id = head.tenant_id
                AND blocked_senders.until > :now
          )
          AND (
              SELECT TRUE
              FROM outbox AS earlier
              WHERE earlier.tenant_id = head.tenant_id
                AND earlier.conversation_id = head.conversation_id
                AND earlier.status IN ('pending', 'claimed', 'uncertain')
                AND earlier.seq < head.seq
                AND NOT (
                    earlier.status = 'pending'
                    AND earlier.available_at > :now
                    AND (earlier.parcel ->> 'kind' = 'template' OR earlier.parcel ->> 'starts' = 'true')
                )
              LIMIT 1
          ) IS NULL
        UNION ALL
        SELECT outcomes.conversation_id, outcomes.available_at
        FROM outcomes
        WHERE outcomes.tenant_id = :tenant_id
          AND outcomes.status = 'pending'
          AND outcomes.available_at <= :now
          AND NOT EXISTS (
              SELECT 1
              FROM outcomes AS earlier
              WHERE earlier.tenant_id = outcomes.tenant_id
                AND earlier.debtor_id = outcomes.debtor_id
                AND earlier.status = 'pending'
                AND earlier.seq < outcomes.seq
          )
        UNION ALL
        SELECT conversations.id, conversations.follow_at
        FROM conversations
        WHERE conversations.tenant_id = :tenant_id
          AND conversations.follow_at <= :now
          AND (conversations.lease_until IS NULL
               OR conversations.lease_until <= :now
               OR (conversations.turn_attempts < 2 AND holder_is_gone(conversations.lease_owner)))
        UNION ALL
        SELECT conversations.id, conversations.expires_at
        FROM conversations
        WHERE conversations.tenant_id = :tenant_id
          AND conversations.status = 'active'
          AND conversations.expires_at <= :now
          AND (
              SELECT TRUE
              FROM outbox
              WHERE outbox.tenant_id = conversations.tenant_id
                AND outbox.conversation_id = conversations.id
                AND outbox.status IN ('pending', 'claimed', 'uncertain')
              LIMIT 1
          ) IS NULL
          AND (conversations.lease_until IS NULL
               OR conversations.lease_until <= :now
               OR (conversations.turn_attempts < 2 AND holder_is_gone(conversations.lease_owner)))
    ) AS waiting
    GROUP BY waiting.id
    ORDER BY min(waiting.since), waiting.id
    LIMIT :limit
""")

# Served by ix_messages_thread.
_RECOLLECTION = Statement("""
    SELECT
        debtors.name, debtors.cpf, debtors.phone, conversations.contact_phone,
        (
            SELECT jsonb_agg(
                jsonb_build_object('ours', latest.ours, 'text', latest.text) ORDER BY latest.seq
            )::text
            FROM (
                SELECT messages.direction = 'outbound' AS ours, messages.text, messages.seq
                FROM messages
                WHERE messages.tenant_id = conversations.tenant_id
                  AND messages.conversation_id = conversations.id
                  AND messages.text <> ''
                ORDER BY messages.seq DESC
                LIMIT :remarks
            ) AS latest
        ) AS remarks
    FROM conversations
    CROSS JOIN LATERAL (
        SELECT debtors.name, debtors.cpf, debtors.phone
        FROM debtors
        WHERE debtors.tenant_id = conversations.tenant_id
          AND debtors.id = conversations.debtor_id
        OFFSET 0
    ) AS debtors
    WHERE conversations.tenant_id = :tenant_id
      AND conversations.id = :conversation_id
""")
_REMARKS = msgspec.json.Decoder(tuple[Remark, ...])


_RESERVE = Statement("""
    SELECT pg_advisory_xact_lock(7307, hashtext(CAST(:tenant_id AS text) || ' ' || CAST(:whom AS text)))
""")


class PostgresConversations:
    """Implements Conversations."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def get(self, conversation_id: ConversationId) -> Conversation:
        """Return a conversation that is known to exist, or raise NotFound."""
        row = await self._transaction.row(
            select(
                conversations.c.debtor_id,
                conversations.c.contact_phone,
                conversations.c.contact_user_id,
                conversations.c.last_inbound_at,
            )
            .where(conversations.c.tenant_id == self._tenant_id)
            .where(conversations.c.id == conversation_id)
        )
        if row is None:
            raise NotFound("conversa")
        contact = Contact(row.contact_phone, row.contact_user_id)
        return Conversation(conversation_id, DebtorId(row.debtor_id), contact, row.last_inbound_at)

    async def latest_with(self, contact: Contact) -> ConversationId | None:
        """Return the latest conversation with this contact; served by ix_conversations_phone and _user."""
        row = await self._transaction.row(
            select(conversations.c.id)
            .where(conversations.c.tenant_id == self._tenant_id)
            .where(_is_with(contact))
            .order_by(conversations.c.opened_at.desc())
            .limit(1)
        )
        return ConversationId(row.id) if row else None

    async def is_latest(self, conversation_id: ConversationId) -> bool:
        """Tell whether none with the same debtor is newer; served by ix_conversations_debtor."""
        this, newer = conversations.alias("this"), conversations.alias("newer")
        row = await self._transaction.row(
            select(newer.c.id)
            .join(this, (this.c.tenant_id == newer.c.tenant_id) & (this.c.debtor_id == newer.c.debtor_id))
            .where(this.c.tenant_id == self._tenant_id)
            .where(this.c.id == conversation_id)
            .where(newer.c.opened_at > this.c.opened_at)
            .limit(1)
        )
        return row is None

    async def reserve(self, contact: Contact) -> None:
        """Hold the phone, by the one of its forms that sorts first, until the transaction ends."""
        whom = min(forms_of(contact.phone), default=contact.user_id)
        await self._transaction.fetch(_RESERVE, {"whom": whom})

    async def last_text_to(self, conversation_id: ConversationId) -> str | None:
        """Return the text we sent last; served by ix_messages_thread."""
        row = await self._transaction.row(
            select(messages.c.text)
            .where(messages.c.tenant_id == self._tenant_id)
            .where(messages.c.conversation_id == conversation_id)
            .where(messages.c.direction == "outbound")
            .where(messages.c.type.in_(("text", "interactive")))
            .order_by(messages.c.seq.desc())
            .limit(1)
        )
        return row.text if row else None

    async def recollection(self, conversation_id: ConversationId, remarks: int) -> Recollection:
        """Return at most the latest `remarks` that have words, and who the debtor is."""
        row = await self._transaction.fetch_one(
            _RECOLLECTION, {"conversation_id": conversation_id, "remarks": remarks}
        )
        if row is None:
            return Recollection()
        phones = dict.fromkeys(filter(None, (row["phone"], row["contact_phone"])))
        return Recollection(_REMARKS.decode(row["remarks"] or "[]"), row["name"], row["cpf"], tuple(phones))

    async def due(
        self, now: datetime, limit: int, received_by: datetime | None = None
    ) -> tuple[ConversationId, ...]:
        """Return conversations where something waits, what has waited longest first."""
        rows = await self._transaction.fetch(
            _DUE, {"now": now, "limit": limit, "received_by": received_by or now}
        )
        return tuple(ConversationId(row["id"]) for row in rows)


def _is_with(contact: Contact) -> ColumnElement[bool]:
    by_phone = conversations.c.contact_phone.in_(forms_of(contact.phone))
    return by_phone | (conversations.c.contact_user_id == contact.user_id) if contact.user_id else by_phone
