"""Holding one conversation at a time, and keeping what a turn leaves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import update

from adapters.persistence.held import HOLD, held_from
from adapters.persistence.json_text import json_text
from adapters.persistence.negotiations import logged, negotiation_to
from adapters.persistence.outbox import outgoing_to
from adapters.persistence.tables import conversations, inbox
from adapters.persistence.transaction import Statement, Transaction
from application.conversation import Held, Lease
from application.ports.negotiation_repository import StaleAggregate
from application.turn import Kept, Turn
from domain.messaging.delivery import DeliveryStatus
from domain.shared.ids import ConversationId, MessageId

# The token is the fence: a holder whose conversation somebody else took meanwhile changes nothing at all.
# The first message goes out as claimed when nothing unfinished stands before it and the sender is free.
_KEEP = Statement("""
    WITH saved AS (
        UPDATE conversations
        SET phase = :phase,
            status = :status,
            end_reason = :end_reason,
            state = :state,
            version = version + 1,
            opened_at = :opened_at,
            last_activity_at = :last_activity_at,
            expires_at = :expires_at,
            lease_until = NULL,
            lease_token = NULL,
            lease_owner = NULL,
            turn_attempts = 0,
            last_error = NULL
        WHERE tenant_id = :tenant_id
          AND id = :id
          AND version = :version
          AND lease_token = :token
          AND NOT EXISTS (
              SELECT
              FROM inbox
              WHERE inbox.tenant_id = :tenant_id
                AND inbox.message_id = ANY(:answered)
                AND inbox.handled_at IS NOT NULL
          )
        RETURNING id
    ), logged AS (
        INSERT INTO audit_log (tenant_id, conversation_id, event, text, at)
        SELECT :tenant_id, saved.id, happened.event, happened.text, CAST(:now AS timestamptz)
        FROM saved
        CROSS JOIN jsonb_to_recordset(:events) AS happened (place integer, event text, text text)
        ORDER BY happened.place
    ), answered AS (
        UPDATE inbox
        SET handled_at = :now
        FROM saved
        WHERE inbox.tenant_id = :tenant_id
          AND inbox.message_id = ANY(:answered)
    ), read AS (
        UPDATE messages
        SET understanding = :understanding
        FROM saved
        WHERE messages.tenant_id = :tenant_id
          AND messages.id = ANY(:answered)
    ), given AS (
        SELECT given.*
        FROM saved
        CROSS JOIN jsonb_to_recordset(:messages) AS given (
            place integer, key text, message_id uuid, conversation_id uuid, contact jsonb,
            parcel jsonb, available_at timestamptz, type text, text text
        )
    ), claimable AS (
        SELECT
        WHERE NOT EXISTS (
            SELECT
            FROM outbox
            WHERE tenant_id = :tenant_id
              AND conversation_id = :id
              AND status IN ('pending', 'claimed', 'uncertain')
        )
          AND NOT EXISTS (
            SELECT
            FROM blocked_senders
            WHERE tenant_id = :tenant_id
              AND until > :now
        )
    ), queued AS (
        INSERT INTO outbox (
            tenant_id, key, message_id, conversation_id, contact, parcel,
            status, available_at, attempts, owner
        )
        SELECT
            :tenant_id, key, message_id, conversation_id, contact, parcel,
            CASE WHEN mine THEN 'claimed' ELSE 'pending' END,
            CASE WHEN mine THEN :claimed_until ELSE available_at END,
            CASE WHEN mine THEN 1 ELSE 0 END,
            CASE WHEN mine THEN CAST(:owner AS integer) END
        FROM (SELECT given.*, place = 0 AND EXISTS (SELECT FROM claimable) AS mine FROM given) AS given
        ORDER BY place
        ON CONFLICT (tenant_id, key) DO NOTHING
        RETURNING message_id, status
    ), shown AS (
        INSERT INTO messages (tenant_id, id, conversation_id, direction, type, text, at, status)
        SELECT
            :tenant_id, message_id, conversation_id, 'outbound', type, text,
            CAST(:now AS timestamptz), :pending
        FROM given
        JOIN queued USING (message_id)
        ORDER BY place
    )
    SELECT
        EXISTS (SELECT FROM queued WHERE status = 'claimed') AS claimed,
        EXISTS (
            SELECT
            FROM inbox
            WHERE inbox.tenant_id = :tenant_id
              AND inbox.conversation_id = saved.id
              AND inbox.handled_at IS NULL
              AND inbox.message_id <> ALL(:answered)
        ) AS more_waits
    FROM saved
""")


class PostgresTurns:
    """Implements Turns."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def hold(self, conversation_id: ConversationId, now: datetime, until: datetime) -> Held | None:
        """Hold the conversation until `until`, and return all that a turn needs; None when it may not be."""
        token = uuid4()
        row = await self._transaction.fetch_one(
            HOLD, {"conversation_id": conversation_id, "token": token, "now": now, "until": until}
        )
        return held_from(row, token) if row else None

    async def keep(self, turn: Turn, now: datetime, claimed_until: datetime) -> Kept:
        """Keep all of a turn and let go, or raise StaleAggregate."""
        kept = await self._transaction.fetch_one(
            _KEEP,
            {
                **negotiation_to(turn.negotiation),
                "state": json_text(turn.negotiation),
                "id": turn.negotiation.id,
                "version": turn.negotiation.version,
                "token": turn.lease.token,
                "events": json_text(logged(turn.events)),
                "answered": turn.answered,
                "understanding": json_text(turn.understanding) if turn.understanding else None,
                "messages": json_text([outgoing_to(*each) for each in enumerate(turn.messages)]),
                "pending": DeliveryStatus.PENDING.value,
                "now": now,
                "claimed_until": claimed_until,
            },
        )
        if kept is None:
            raise StaleAggregate("conversa")
        return Kept(kept["claimed"], kept["more_waits"])

    async def release(self, lease: Lease) -> bool:
        """Let go of the conversation; False when somebody else holds it by now."""
        return await self._let_go(lease, lease_until=None, turn_attempts=0, last_error=None)

    async def rest(self, lease: Lease, until: datetime, reason: str, *, blameless: bool) -> None:
        """Let go of the conversation after a failure; nobody holds it before `until`."""
        counted = conversations.c.turn_attempts - (1 if blameless else 0)
        await self._let_go(lease, lease_until=until, turn_attempts=counted, last_error=reason)

    async def bury(self, lease: Lease, messages: Sequence[MessageId], reason: str, now: datetime) -> None:
        """Let go of the conversation; `messages` wait no longer, and `reason` stays with them."""
        if not await self._let_go(lease, lease_until=None, turn_attempts=0, last_error=reason):
            return
        await self._transaction.run(
            update(inbox)
            .where(inbox.c.tenant_id == self._tenant_id)
            .where(inbox.c.message_id.in_(messages))
            .where(inbox.c.handled_at.is_(None))
            .values(handled_at=now, dead_reason=reason)
        )

    async def _let_go(self, lease: Lease, **values: Any) -> bool:  # noqa: ANN401
        let_go = await self._transaction.run(
            update(conversations)
            .where(conversations.c.tenant_id == self._tenant_id)
            .where(conversations.c.id == lease.conversation_id)
            .where(conversations.c.lease_token == lease.token)
            .values(lease_token=None, lease_owner=None, **values)
        )
        return let_go > 0
