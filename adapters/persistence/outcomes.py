"""What the CRM must be told, in the order in which it happened to each debtor."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import update

from adapters.persistence.json_text import json_text
from adapters.persistence.tables import outcomes
from adapters.persistence.transaction import Statement, Transaction
from application.ports.crm import OutcomeReport
from domain.shared.ids import ConversationId

_PUT = Statement("""
    INSERT INTO outcomes (
        tenant_id, session_id, conversation_id, debtor_id, outcome, report, status, available_at, attempts
    )
    SELECT :tenant_id, :session_id, id, debtor_id, :outcome, :report, 'pending', :now, 0
    FROM conversations
    WHERE tenant_id = :tenant_id
      AND id = :conversation_id
    ON CONFLICT DO NOTHING
""")

# The head of the debtor's queue, due or not: nothing behind it is taken before it is finished with. Of two
# who find the same head the second sees, once it may, that it is no longer due. ix_outcomes_queue serves.
_CLAIM = Statement("""
    UPDATE outcomes
    SET available_at = :until,
        attempts = attempts + 1
    WHERE tenant_id = :tenant_id
      AND status = 'pending'
      AND available_at <= :now
      AND session_id = (
          SELECT head.session_id
          FROM outcomes AS head
          WHERE head.tenant_id = :tenant_id
            AND head.status = 'pending'
            AND head.debtor_id = (
                SELECT conversations.debtor_id
                FROM conversations
                WHERE conversations.tenant_id = :tenant_id
                  AND conversations.id = :conversation_id
            )
          ORDER BY head.seq
          LIMIT 1
      )
    RETURNING report::text, attempts
""")


class PostgresOutcomes:
    """Implements Outcomes."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def put(self, report: OutcomeReport, now: datetime) -> None:
        """Keep a report, last in its debtor's queue; the same session again changes nothing."""
        await self._transaction.fetch(
            _PUT,
            {
                "session_id": report.session_id,
                "conversation_id": report.conversation_id,
                "outcome": report.outcome.value,
                "report": json_text(report),
                "now": now,
            },
        )

    async def claim(
        self, conversation_id: ConversationId, now: datetime, until: datetime
    ) -> tuple[OutcomeReport, int] | None:
        """Take the earliest unreported outcome of the conversation's debtor, if it is due."""
        row = await self._transaction.fetch_one(
            _CLAIM, {"conversation_id": conversation_id, "now": now, "until": until}
        )
        return (msgspec.json.decode(row["report"], type=OutcomeReport), row["attempts"]) if row else None

    async def reported(self, session_id: UUID, now: datetime) -> None:
        """Record that the CRM has it."""
        await self._change(session_id, status="reported", reported_at=now)

    async def retry(self, session_id: UUID, at: datetime, reason: str) -> None:
        """Record that the CRM did not answer; it is due again at `at`."""
        await self._change(session_id, available_at=at, last_error=reason)

    async def bury(self, session_id: UUID, reason: str) -> None:
        """Record that the CRM will never take it."""
        await self._change(session_id, status="dead", last_error=reason)

    async def _change(self, session_id: UUID, **values: Any) -> None:  # noqa: ANN401
        """Change an outcome that is still to be reported; what the CRM has, it has."""
        await self._transaction.run(
            update(outcomes)
            .where(outcomes.c.tenant_id == self._tenant_id)
            .where(outcomes.c.session_id == session_id)
            .where(outcomes.c.status == "pending")
            .values(values)
        )
