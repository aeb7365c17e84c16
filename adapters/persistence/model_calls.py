"""What language models did, and what it amounts to."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import msgspec
from sqlalchemy import delete, insert

from adapters.persistence.model_call_tables import model_calls
from adapters.persistence.transaction import Statement, Transaction
from application.ports.model_call_log import ModelUse
from application.ports.model_calls import ModelCall

# Served by ix_model_calls_started.
_TOTALS = Statement("""
    SELECT
        CAST(started_at AT TIME ZONE 'America/Sao_Paulo' AS date) AS day,
        purpose, model, outcome,
        count(*) AS calls,
        sum(input_tokens) AS input_tokens,
        sum(output_tokens) AS output_tokens,
        sum(cost) AS cost,
        avg(latency) AS latency,
        max(latency) AS slowest
    FROM model_calls
    WHERE tenant_id = :tenant_id
      AND started_at >= :since
      AND started_at < :until
    GROUP BY day, purpose, model, outcome
    ORDER BY day, purpose, model, outcome
""")


class PostgresModelCalls:
    """Implements ModelCallLog."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def add(self, calls: Sequence[ModelCall]) -> None:
        """Keep them all."""
        if not calls:
            return
        rows = [{**asdict(call), "tenant_id": self._tenant_id} for call in calls]
        await self._transaction.run(insert(model_calls).values(rows))

    async def totals(self, since: datetime, until: datetime) -> tuple[ModelUse, ...]:
        """Return what began from `since` until before `until`, by day, purpose, model and outcome."""
        rows = await self._transaction.fetch(_TOTALS, {"since": since, "until": until})
        return tuple(msgspec.convert(dict(row), ModelUse) for row in rows)

    async def forget(self, before: datetime) -> int:
        """Drop what began before; return how many there were."""
        return await self._transaction.run(
            delete(model_calls)
            .where(model_calls.c.tenant_id == self._tenant_id)
            .where(model_calls.c.started_at < before)
        )
