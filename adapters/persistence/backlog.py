"""What waits, how long, and what gave up."""

from datetime import datetime

from adapters.persistence.transaction import Statement, Transaction
from application.ports.backlog import BacklogView, Waiting
from application.ports.outbox import NOT_NEEDED

# Each arm on its own partial index: ix_inbox_pending, ix_outbox_due, ix_outcomes_due, ix_inbox_dead,
# ix_outbox_dead, ix_outcomes_dead, ix_boleto_registrations_rejected, ix_conversations_expiry; it reads no
# more than what waits.
_BACKLOG = Statement("""
    SELECT 'waiting' AS about, 'inbound' AS kind, count(*) AS count, min(received_at) AS oldest
    FROM inbox
    WHERE tenant_id = :tenant_id
      AND handled_at IS NULL
    UNION ALL
    SELECT 'waiting', 'outbound', count(*), min(available_at)
    FROM outbox
    WHERE tenant_id = :tenant_id
      AND status IN ('pending', 'claimed', 'uncertain')
      AND available_at <= :now
    UNION ALL
    SELECT 'waiting', 'outcome', count(*), min(available_at)
    FROM outcomes
    WHERE tenant_id = :tenant_id
      AND status = 'pending'
      AND available_at <= :now
    UNION ALL
    SELECT 'dead', 'inbound', count(*), NULL
    FROM inbox
    WHERE tenant_id = :tenant_id
      AND dead_reason IS NOT NULL
    UNION ALL
    SELECT 'dead', 'outbound', count(*), NULL
    FROM outbox
    WHERE tenant_id = :tenant_id
      AND status = 'dead'
      AND last_error IS DISTINCT FROM :not_needed
    UNION ALL
    SELECT 'dead', 'outcome', count(*), NULL
    FROM outcomes
    WHERE tenant_id = :tenant_id
      AND status = 'dead'
    UNION ALL
    SELECT 'dead', 'boleto', count(*), NULL
    FROM boleto_registrations
    WHERE tenant_id = :tenant_id
      AND state = 'rejected'
    UNION ALL
    SELECT 'active', '', count(*), NULL
    FROM conversations
    WHERE tenant_id = :tenant_id
      AND status = 'active'
    UNION ALL
    SELECT 'stopped', '', count(*), NULL
    FROM blocked_senders
    WHERE tenant_id = :tenant_id
      AND until > :now
""")


class PostgresBacklog:
    """Implements Backlog."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def at(self, now: datetime) -> BacklogView:
        """Return what waits at `now`; what is only due later does not wait yet."""
        rows = await self._transaction.fetch(_BACKLOG, {"now": now, "not_needed": NOT_NEEDED})
        counted = {row["about"]: row["count"] for row in rows}
        return BacklogView(
            active_conversations=counted["active"],
            sender_stopped=counted["stopped"] > 0,
            waiting={
                row["kind"]: Waiting(row["count"], row["oldest"]) for row in rows if row["about"] == "waiting"
            },
            dead={row["kind"]: row["count"] for row in rows if row["about"] == "dead"},
        )
