"""Who is known under which phone and which user id."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from adapters.persistence.contact_forms import forms_of
from adapters.persistence.json_text import json_text
from adapters.persistence.prose import storable
from adapters.persistence.tables import conversations
from adapters.persistence.transaction import Statement, Transaction
from application.ports.webhook_gate import InboundMessage
from domain.messaging.contact import Contact
from domain.shared.ids import ConversationId, DebtorId

# Served by ix_conversations_phone. Whom we know already stays as known: only a move changes that.
_INTRODUCE = Statement("""
    WITH found AS (
        SELECT DISTINCT ON (given.user_id) given.user_id, latest.debtor_id
        FROM jsonb_to_recordset(:people) AS given (user_id text, phones text[])
        JOIN LATERAL (
            SELECT debtor_id
            FROM conversations
            WHERE tenant_id = :tenant_id
              AND contact_phone = ANY(given.phones)
            ORDER BY opened_at DESC NULLS LAST
            LIMIT 1
        ) AS latest ON TRUE
        ORDER BY given.user_id
    ), known AS (
        INSERT INTO known_contacts (form, tenant_id, debtor_id, since)
        SELECT user_id, :tenant_id, debtor_id, CAST(:now AS timestamptz)
        FROM found
        ON CONFLICT (form, tenant_id) DO NOTHING
    )
    SELECT user_id
    FROM found
""")

# The old user id goes with the old number: Meta gives a new one. An invitation that waits goes to the new
# number; what else waits may name the debt, and stays with whom it was meant for. Served by
# ix_conversations_phone and _user, and by ix_outbox_queue.
_MOVE = Statement("""
    WITH latest AS (
        (
            SELECT id, debtor_id, opened_at
            FROM conversations
            WHERE tenant_id = :tenant_id
              AND contact_phone = ANY(CAST(:old_phones AS text[]))
            ORDER BY opened_at DESC NULLS LAST
            LIMIT 1
        )
        UNION ALL
        (
            SELECT id, debtor_id, opened_at
            FROM conversations
            WHERE tenant_id = :tenant_id
              AND contact_user_id = :old_user_id
            ORDER BY opened_at DESC NULLS LAST
            LIMIT 1
        )
        ORDER BY opened_at DESC
        LIMIT 1
    ), free AS (
        SELECT latest.id, latest.debtor_id
        FROM latest
        WHERE NOT EXISTS (
            SELECT
            FROM conversations AS other
            WHERE other.tenant_id = :tenant_id
              AND other.contact_phone = ANY(CAST(:new_phones AS text[]))
              AND other.status = 'active'
              AND other.debtor_id <> latest.debtor_id
        )
    ), known AS (
        INSERT INTO known_contacts (form, tenant_id, debtor_id, since)
        SELECT form, :tenant_id, free.debtor_id, CAST(:now AS timestamptz)
        FROM free
        CROSS JOIN unnest(CAST(:forms AS text[])) AS form
        ORDER BY form
        ON CONFLICT (form, tenant_id) DO UPDATE
        SET debtor_id = EXCLUDED.debtor_id,
            since = EXCLUDED.since
    ), readdressed AS (
        UPDATE outbox
        SET contact = jsonb_build_object(
            'phone', CAST(:new_phone AS text),
            'user_id', CAST(:new_user_id AS text)
        )
        WHERE CAST(:new_phone AS text) IS NOT NULL
          AND outbox.tenant_id = :tenant_id
          AND outbox.conversation_id = ANY(ARRAY(SELECT id FROM free))
          AND outbox.status = 'pending'
          AND outbox.parcel ->> 'kind' = 'template'
    )
    UPDATE conversations
    SET contact_phone = COALESCE(:new_phone, contact_phone),
        contact_user_id = CASE
            WHEN CAST(:new_phone AS text) IS NULL THEN COALESCE(:new_user_id, contact_user_id)
            ELSE :new_user_id
        END
    WHERE conversations.tenant_id = :tenant_id
      AND conversations.id = ANY(ARRAY(SELECT id FROM free))
    RETURNING conversations.debtor_id
""")

# Served by the key of known_contacts and by ix_conversations_debtor.
_ADOPT = Statement("""
    WITH known AS (
        SELECT latest.id
        FROM known_contacts
        JOIN LATERAL (
            SELECT id
            FROM conversations
            WHERE conversations.tenant_id = known_contacts.tenant_id
              AND conversations.debtor_id = known_contacts.debtor_id
            ORDER BY opened_at DESC NULLS LAST
            LIMIT 1
        ) AS latest ON TRUE
        WHERE known_contacts.tenant_id = :tenant_id
          AND known_contacts.form = ANY(CAST(:forms AS text[]))
        ORDER BY known_contacts.since DESC
        LIMIT 1
    ), adopted AS (
        UPDATE inbox
        SET conversation_id = (SELECT id FROM known),
            handled_at = NULL
        WHERE inbox.tenant_id = :tenant_id
          AND inbox.provider_message_id = :provider_message_id
          AND inbox.conversation_id IS NULL
          AND EXISTS (SELECT FROM known)
        RETURNING inbox.message_id, inbox.sent_at, inbox.contact_user_id
    ), shown AS (
        UPDATE messages
        SET conversation_id = (SELECT id FROM known)
        WHERE messages.tenant_id = :tenant_id
          AND messages.id = ANY(ARRAY(SELECT message_id FROM adopted))
    ), heard AS (
        UPDATE conversations
        SET last_inbound_at = GREATEST(
                last_inbound_at, LEAST((SELECT sent_at FROM adopted), CAST(:now AS timestamptz))
            ),
            contact_user_id = COALESCE(contact_user_id, (SELECT contact_user_id FROM adopted))
        WHERE conversations.tenant_id = :tenant_id
          AND conversations.id = ANY(ARRAY(SELECT id FROM known WHERE EXISTS (SELECT FROM adopted)))
    )
    SELECT id
    FROM known
""")


class PostgresKnownContacts:
    """Implements KnownContacts."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def introduce(self, people: Sequence[Contact], now: datetime) -> frozenset[str]:
        """Remember the user id of everybody whose phone is a debtor's; return those user ids."""
        given = [
            {"user_id": storable(person.user_id), "phones": forms_of(person.phone)}
            for person in people
            if person.phone and person.user_id
        ]
        rows = await self._transaction.fetch(_INTRODUCE, {"people": json_text(given), "now": now})
        return frozenset(row["user_id"] for row in rows)

    async def move(self, old: Contact, new: Contact, now: datetime) -> DebtorId | None:
        """Move the latest conversation with `old` to `new`, and know its debtor under both."""
        row = await self._transaction.fetch_one(
            _MOVE,
            {
                "old_phones": list(forms_of(old.phone)),
                "old_user_id": old.user_id,
                "new_phones": list(forms_of(new.phone)),
                "new_phone": new.phone,
                "new_user_id": new.user_id,
                "forms": list({*_forms(old), *_forms(new)}),
                "now": now,
            },
        )
        return DebtorId(row["debtor_id"]) if row else None

    async def adopt(self, message: InboundMessage, now: datetime) -> ConversationId | None:
        """Hand a message that was kept for nobody to the debtor known under its contact."""
        row = await self._transaction.fetch_one(
            _ADOPT,
            {
                "forms": list(_forms(message.contact)),
                "provider_message_id": storable(message.provider_message_id),
                "now": now,
            },
        )
        return ConversationId(row["id"]) if row else None

    async def settle(self, conversation_id: ConversationId, contact: Contact) -> None:
        """Hold the conversation with `contact` from now on."""
        await self._transaction.run(
            update(conversations)
            .where(conversations.c.tenant_id == self._tenant_id)
            .where(conversations.c.id == conversation_id)
            .values(contact_phone=contact.phone, contact_user_id=contact.user_id)
        )


def _forms(contact: Contact) -> tuple[str, ...]:
    return (*forms_of(contact.phone), *([storable(contact.user_id)] if contact.user_id else []))
