"""What a person has to look at, because no program can."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.inbound_tables import human_checks
from adapters.persistence.transaction import Transaction
from application.ports.human_checks import HumanCheck
from domain.messaging.details import Attachment
from domain.shared.ids import ConversationId, MessageId


class PostgresHumanChecks:
    """Implements HumanChecks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def open(self, checks: Sequence[HumanCheck]) -> None:
        """Keep checks; one that is there already stays as it is."""
        rows = [
            {
                "tenant_id": self._tenant_id,
                "message_id": check.message_id,
                "kind": check.kind,
                "conversation_id": check.conversation_id,
                "media_id": check.file.media_id,
                "media_type": check.file.media_type,
                "filename": check.file.filename,
                "opened_at": check.opened_at,
            }
            for check in checks
        ]
        if rows:
            await self._transaction.run(postgresql.insert(human_checks).values(rows).on_conflict_do_nothing())

    async def close(self, message_id: MessageId, now: datetime) -> bool:
        """Record that somebody looked at a message; served by the key."""
        return await self._close(human_checks.c.message_id == message_id, now) > 0

    async def close_all(self, conversation_id: ConversationId, now: datetime) -> int:
        """Record that everything of a conversation is settled; served by ix_human_checks_conversation."""
        return await self._close(human_checks.c.conversation_id == conversation_id, now)

    async def waiting(self, limit: int) -> tuple[HumanCheck, ...]:
        """Return the checks that are open, the oldest first; served by ix_human_checks_open."""
        rows = await self._transaction.rows(
            select(human_checks)
            .where(human_checks.c.tenant_id == self._tenant_id)
            .where(human_checks.c.closed_at.is_(None))
            .order_by(human_checks.c.opened_at, human_checks.c.message_id)
            .limit(limit)
        )
        return tuple(_from_row(row) for row in rows)

    async def of_message(self, message_id: MessageId) -> HumanCheck | None:
        """Return the check of a message, open or not; served by the key."""
        row = await self._transaction.row(
            select(human_checks)
            .where(human_checks.c.tenant_id == self._tenant_id)
            .where(human_checks.c.message_id == message_id)
        )
        return _from_row(row) if row else None

    async def _close(self, condition: ColumnElement[bool], now: datetime) -> int:
        return await self._transaction.run(
            update(human_checks)
            .where(human_checks.c.tenant_id == self._tenant_id)
            .where(human_checks.c.closed_at.is_(None))
            .where(condition)
            .values(closed_at=now)
        )


def _from_row(row: Row[Any]) -> HumanCheck:
    return HumanCheck(
        row.kind,
        ConversationId(row.conversation_id),
        MessageId(row.message_id),
        Attachment(row.media_id, row.media_type, row.filename),
        row.opened_at,
        row.closed_at,
    )
