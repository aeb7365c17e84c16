"""Which message templates the channel refuses."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql

from adapters.persistence.template_tables import bad_templates
from adapters.persistence.transaction import Transaction
from application.ports.templates import BadTemplate


class PostgresTemplates:
    """Implements Templates."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def refused(self, name: str, language: str, reason: str, now: datetime) -> bool:
        """Mark a template as bad; tell whether that is news."""
        marked = await self._transaction.run(
            postgresql.insert(bad_templates)
            .values(tenant_id=self._tenant_id, name=name, language=language, reason=reason, since=now)
            .on_conflict_do_nothing()
        )
        return marked > 0

    async def accepted(self, name: str, language: str) -> None:
        """Forget that a template was bad."""
        await self._transaction.run(
            delete(bad_templates)
            .where(bad_templates.c.tenant_id == self._tenant_id)
            .where(bad_templates.c.name == name)
            .where(bad_templates.c.language == language)
        )

    async def bad(self) -> tuple[BadTemplate, ...]:
        """Return the bad templates, the oldest trouble first."""
        rows = await self._transaction.rows(
            select(bad_templates)
            .where(bad_templates.c.tenant_id == self._tenant_id)
            .order_by(bad_templates.c.since, bad_templates.c.name)
        )
        return tuple(BadTemplate(row.name, row.language, row.reason, row.since) for row in rows)
