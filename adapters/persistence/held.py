"""Taking hold of a conversation, and everything a turn needs, in one statement."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from adapters.persistence.transaction import Statement
from application.conversation import Conversation, Held, Lease, PendingInbound
from domain.identity.debt import Debt
from domain.identity.debtor import Debtor, DebtorRecord, NumberMoved
from domain.messaging.contact import Contact
from domain.negotiation.negotiation import Negotiation
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId, DebtorId
from domain.shared.phone import Phone

_INBOUND = msgspec.json.Decoder(tuple[PendingInbound, ...])
_DEBTS = msgspec.json.Decoder(tuple[Debt, ...])

# Silence counts from when the debtor had something to answer: what has not left keeps a conversation alive.
# A lease need not survive a crash of PostgreSQL, which no holder survives: its commit waits for no disk.
# Who takes over from a holder that is gone waits for no lease; whoever takes over from that one too does: a
# database that holders keep losing must not use up in seconds the attempts of what they held.
# The inbox may have been read a moment before the lease was free: whoever keeps the turn checks that again.
HOLD = Statement("""
    WITH held AS (
        UPDATE conversations
        SET lease_until = :until,
            lease_token = :token,
            lease_owner = :owner,
            turn_attempts = turn_attempts + 1
        WHERE tenant_id = :tenant_id
          AND id = :conversation_id
          AND (
              lease_until IS NULL
              OR lease_until <= :now
              OR (turn_attempts < 2 AND holder_is_gone(lease_owner))
          )
          AND (
              (
                  status = 'active'
                  AND expires_at <= :now
                  AND (
                      SELECT TRUE
                      FROM outbox
                      WHERE outbox.tenant_id = conversations.tenant_id
                        AND outbox.conversation_id = conversations.id
                        AND outbox.status IN ('pending', 'claimed', 'uncertain')
                      LIMIT 1
                  ) IS NULL
              )
              OR follow_at <= :now
              OR (
                  SELECT TRUE
                  FROM inbox
                  WHERE inbox.tenant_id = conversations.tenant_id
                    AND inbox.conversation_id = conversations.id
                    AND inbox.handled_at IS NULL
                  LIMIT 1
              )
          )
        RETURNING *
    )
    SELECT
        set_config('synchronous_commit', 'off', true),
        held.id, held.debtor_id, held.contact_phone, held.contact_user_id, held.last_inbound_at,
        held.state::text, held.version, held.turn_attempts, held.last_error,
        debtors.cpf, debtors.name, debtors.phone, debtors.email, debtors.uf,
        debtors.whatsapp_user_id, debtors.moved_from, debtors.moved_to, debtors.version AS debtor_version,
        (
            SELECT jsonb_agg(jsonb_build_object(
                'amount', debts.amount::text,
                'original_amount', debts.original_amount::text,
                'due_date', debts.due_date,
                'creditor', debts.creditor,
                'description', debts.description
            ) ORDER BY debts.position)::text
            FROM debts
            WHERE debts.tenant_id = held.tenant_id
              AND debts.debtor_id = held.debtor_id
        ) AS debts,
        (
            SELECT jsonb_agg(jsonb_build_object(
                'message_id', inbox.message_id,
                'contact', jsonb_build_object('phone', inbox.contact_phone, 'user_id', inbox.contact_user_id),
                'type', messages.type,
                'text', messages.text,
                'sent_at', inbox.sent_at,
                'provider_message_id', inbox.provider_message_id,
                'details', COALESCE(messages.details, '{}')
            ) ORDER BY inbox.sent_at, inbox.seq)::text
            FROM inbox
            CROSS JOIN LATERAL (
                SELECT type, text, details
                FROM messages
                WHERE messages.tenant_id = inbox.tenant_id
                  AND messages.id = inbox.message_id
                OFFSET 0
            ) AS messages
            WHERE inbox.tenant_id = held.tenant_id
              AND inbox.conversation_id = held.id
              AND inbox.handled_at IS NULL
        ) AS inbound,
        (
            SELECT messages.text
            FROM messages
            WHERE messages.tenant_id = held.tenant_id
              AND messages.conversation_id = held.id
              AND messages.direction = 'outbound'
              AND messages.type IN ('text', 'interactive')
            ORDER BY messages.seq DESC
            LIMIT 1
        ) AS last_text
    FROM held
    CROSS JOIN LATERAL (
        SELECT *
        FROM debtors
        WHERE debtors.tenant_id = held.tenant_id
          AND debtors.id = held.debtor_id
        OFFSET 0
    ) AS debtors
""")


def held_from(row: Mapping[str, Any], token: UUID) -> Held:
    """Return what the row of `HOLD` says."""
    conversation_id, debtor_id = ConversationId(row["id"]), DebtorId(row["debtor_id"])
    contact = Contact(row["contact_phone"], row["contact_user_id"])
    return Held(
        lease=Lease(conversation_id, token),
        conversation=Conversation(conversation_id, debtor_id, contact, row["last_inbound_at"]),
        negotiation=replace(msgspec.json.decode(row["state"], type=Negotiation), version=row["version"]),
        debtor=_debtor_from(row),
        inbound=_INBOUND.decode(row["inbound"] or "[]"),
        last_text=row["last_text"],
        attempts=row["turn_attempts"],
        last_error=row["last_error"],
    )


def _debtor_from(row: Mapping[str, Any]) -> Debtor:
    record = DebtorRecord(
        Cpf(row["cpf"]),
        row["name"],
        Phone(row["phone"]),
        _DEBTS.decode(row["debts"] or "[]"),
        email=row["email"],
        uf=row["uf"],
    )
    moved = NumberMoved(Phone(row["moved_from"]), Phone(row["moved_to"])) if row["moved_to"] else None
    return Debtor(DebtorId(row["debtor_id"]), record, row["whatsapp_user_id"], row["debtor_version"], moved)
