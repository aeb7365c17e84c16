"""What failed for good, until somebody brings it back."""

from datetime import datetime

from adapters.persistence.transaction import Statement, Transaction
from application.ports.dead_letters import DeadLetter
from application.ports.outbox import NOT_NEEDED
from domain.negotiation.events import EndReason, OptOutHeard
from domain.shared.ids import ConversationId

# Who asked for silence, or is somebody else, is not written to because an operator brings messages back; nor
# does a conversation open that a newer one has replaced. Served by pk_conversations, by
# ix_audit_log_conversation and by ix_conversations_debtor.
_REASONS = {
    "silencing": [EndReason.OPTED_OUT.value, EndReason.WRONG_PERSON.value],
    "opt_out": OptOutHeard.__name__,
    # What was taken back has not failed.
    "not_needed": NOT_NEEDED,
}
_STAYS_FOR = """
    SELECT CASE
        WHEN theirs.end_reason = ANY(CAST(:silencing AS text[]))
          OR EXISTS (
              SELECT
              FROM audit_log
              WHERE audit_log.conversation_id = theirs.id
                AND audit_log.tenant_id = :tenant_id
                AND audit_log.event = :opt_out
          ) THEN 'silence'
        WHEN outbox.key = CAST(theirs.id AS text) || '.0.0'
          AND EXISTS (
              SELECT
              FROM conversations AS newer
              WHERE newer.debtor_id = theirs.debtor_id
                AND newer.tenant_id = :tenant_id
                AND newer.opened_at > theirs.opened_at
          ) THEN 'newer_conversation'
    END
    FROM conversations AS theirs
    WHERE theirs.id = outbox.conversation_id
      AND theirs.tenant_id = :tenant_id
"""

# Each arm on its own partial index: ix_inbox_dead, ix_outbox_dead, ix_outcomes_dead.
_ALL = Statement(f"""
    SELECT dead.kind, dead.conversation_id, dead.reason, dead.at, dead.stays_for
    FROM (
        SELECT
            'inbound' AS kind, conversation_id, dead_reason AS reason, sent_at AS at,
            CAST(NULL AS text) AS stays_for
        FROM inbox
        WHERE tenant_id = :tenant_id
          AND dead_reason IS NOT NULL
        UNION ALL
        SELECT 'outbound', conversation_id, last_error, available_at, ({_STAYS_FOR})
        FROM outbox
        WHERE tenant_id = :tenant_id
          AND status = 'dead'
          AND last_error IS DISTINCT FROM :not_needed
        UNION ALL
        SELECT 'outcome', conversation_id, last_error, available_at, NULL
        FROM outcomes
        WHERE tenant_id = :tenant_id
          AND status = 'dead'
    ) AS dead
    WHERE dead.conversation_id = COALESCE(CAST(:conversation_id AS uuid), dead.conversation_id)
    ORDER BY dead.at, dead.conversation_id
    LIMIT :limit
""")  # noqa: S608 -- both parts stand in this file

_REVIVE = Statement(f"""
    WITH heard AS (
        UPDATE inbox
        SET handled_at = NULL,
            dead_reason = NULL
        WHERE tenant_id = :tenant_id
          AND dead_reason IS NOT NULL
          AND conversation_id = COALESCE(CAST(:conversation_id AS uuid), conversation_id)
        RETURNING conversation_id
    ), queued AS (
        UPDATE outbox
        SET status = 'pending',
            available_at = :now,
            attempts = 0,
            last_error = NULL
        WHERE tenant_id = :tenant_id
          AND status = 'dead'
          AND conversation_id = COALESCE(CAST(:conversation_id AS uuid), conversation_id)
          AND last_error IS DISTINCT FROM :not_needed
          AND ({_STAYS_FOR}) IS NULL
        RETURNING message_id
    ), shown AS (
        UPDATE messages
        SET status = 'pending'
        WHERE messages.tenant_id = :tenant_id
          AND messages.id = ANY(ARRAY(SELECT message_id FROM queued))
    ), told AS (
        UPDATE outcomes
        SET status = 'pending',
            available_at = :now,
            attempts = 0,
            last_error = NULL
        WHERE tenant_id = :tenant_id
          AND status = 'dead'
          AND conversation_id = COALESCE(CAST(:conversation_id AS uuid), conversation_id)
        RETURNING conversation_id
    )
    SELECT
        (SELECT count(*) FROM heard) + (SELECT count(*) FROM queued) + (SELECT count(*) FROM told) AS revived
""")  # noqa: S608 -- both parts stand in this file


class PostgresDeadLetters:
    """Implements DeadLetters."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def all(self, limit: int, conversation_id: ConversationId | None = None) -> tuple[DeadLetter, ...]:
        """Return the dead letters, of one conversation when it is named, oldest first."""
        rows = await self._transaction.fetch(
            _ALL, {"limit": limit, "conversation_id": conversation_id, **_REASONS}
        )
        return tuple(
            DeadLetter(
                row["kind"],
                ConversationId(row["conversation_id"]),
                row["reason"] or "",
                row["at"],
                row["stays_for"],
            )
            for row in rows
        )

    async def revive(self, now: datetime, conversation_id: ConversationId | None = None) -> int:
        """Let them wait again as if they had never been tried, but what stays for a reason; count them."""
        row = await self._transaction.fetch_one(
            _REVIVE, {"now": now, "conversation_id": conversation_id, **_REASONS}
        )
        return int(row["revived"]) if row else 0
