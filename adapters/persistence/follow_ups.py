"""What was done about agreements, and when each is looked at next."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, select, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.agreement_tables import agreement_steps
from adapters.persistence.tables import conversations
from adapters.persistence.transaction import Transaction
from domain.shared.ids import AgreementId, ConversationId

_FOLLOW_AT = conversations.c.follow_at


class PostgresFollowUps:
    """Implements FollowUps."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def done(self, agreement_id: AgreementId) -> frozenset[str]:
        """Return the keys of the steps that are over with; the primary key serves."""
        rows = await self._transaction.rows(
            select(agreement_steps.c.key)
            .where(agreement_steps.c.tenant_id == self._tenant_id)
            .where(agreement_steps.c.agreement_id == agreement_id)
        )
        return frozenset(row.key for row in rows)

    async def keep(
        self, agreement_id: AgreementId, keys: Iterable[str], kind: str, now: datetime, *, said: bool
    ) -> None:
        """Record steps as over with; recording them again changes nothing."""
        rows = [
            {
                "tenant_id": self._tenant_id,
                "agreement_id": agreement_id,
                "key": key,
                "kind": kind,
                "said": said,
                "at": now,
            }
            for key in keys
        ]
        if rows:
            await self._transaction.run(
                postgresql.insert(agreement_steps).values(rows).on_conflict_do_nothing()
            )

    async def wake(self, conversation_id: ConversationId, at: datetime) -> None:
        """Have the agreement looked at by `at`, or sooner if that was settled before."""
        # PostgreSQL's LEAST leaves NULL out.
        await self._set(conversation_id, func.least(_FOLLOW_AT, literal(at, _FOLLOW_AT.type)))

    async def sleep(self, conversation_id: ConversationId, until: datetime | None) -> None:
        """Have the agreement looked at next at `until`."""
        await self._set(conversation_id, literal(until, _FOLLOW_AT.type))

    async def _set(self, conversation_id: ConversationId, at: ColumnElement[datetime]) -> None:
        await self._transaction.run(
            update(conversations)
            .where(conversations.c.tenant_id == self._tenant_id)
            .where(conversations.c.id == conversation_id)
            .values(follow_at=at)
        )
