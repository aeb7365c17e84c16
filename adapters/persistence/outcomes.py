"""What the CRM must be told."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import update
from sqlalchemy.dialects import postgresql

from adapters.persistence.tables import outcomes
from adapters.persistence.transaction import Transaction
from application.ports.crm import OutcomeReport
from domain.shared.ids import ConversationId


class PostgresOutcomes:
    """Implements Outcomes."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def put(self, report: OutcomeReport, now: datetime) -> None:
        """Keep the outcome of a conversation; the same conversation again changes nothing."""
        await self._transaction.run(
            postgresql.insert(outcomes)
            .values(
                tenant_id=self._tenant_id,
                conversation_id=report.conversation_id,
                outcome=report.outcome.value,
                report=msgspec.to_builtins(report),
                status="pending",
                available_at=now,
                attempts=0,
            )
            .on_conflict_do_nothing()
        )

    async def claim(
        self, conversation_id: ConversationId, now: datetime, until: datetime
    ) -> tuple[OutcomeReport, int] | None:
        """Take an unreported outcome that is due, with the number of this attempt."""
        row = await self._transaction.row(
            update(outcomes)
            .where(outcomes.c.tenant_id == self._tenant_id)
            .where(outcomes.c.conversation_id == conversation_id)
            .where(outcomes.c.status == "pending")
            .where(outcomes.c.available_at <= now)
            .values(available_at=until, attempts=outcomes.c.attempts + 1)
            .returning(outcomes.c.report, outcomes.c.attempts)
        )
        return (msgspec.convert(row.report, OutcomeReport), row.attempts) if row else None

    async def reported(self, conversation_id: ConversationId, now: datetime) -> None:
        """Record that the CRM has it."""
        await self._change(conversation_id, status="reported", reported_at=now)

    async def retry(self, conversation_id: ConversationId, at: datetime, reason: str) -> None:
        """Record that the CRM did not answer; it is due again at `at`."""
        await self._change(conversation_id, available_at=at, last_error=reason)

    async def bury(self, conversation_id: ConversationId, reason: str) -> None:
        """Record that the CRM will never take it."""
        await self._change(conversation_id, status="dead", last_error=reason)

    async def _change(self, conversation_id: ConversationId, **values: Any) -> None:  # noqa: ANN401
        """Change an outcome that is still to be reported; what the CRM has, it has."""
        await self._transaction.run(
            update(outcomes)
            .where(outcomes.c.tenant_id == self._tenant_id)
            .where(outcomes.c.conversation_id == conversation_id)
            .where(outcomes.c.status == "pending")
            .values(values)
        )
