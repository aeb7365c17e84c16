"""Negotiations, and the log of what happened in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, insert, select, text, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.prose import storable
from adapters.persistence.tables import audit_log, conversations
from adapters.persistence.transaction import Transaction
from application.ports.negotiation_repository import ConversationAlreadyOpen, NotFound, StaleAggregate
from domain.messaging.contact import Contact
from domain.negotiation.events import Event
from domain.negotiation.explanation import explain
from domain.negotiation.negotiation import Negotiation, Status
from domain.shared.ids import ConversationId, DebtorId


class PostgresNegotiations:
    """Implements NegotiationRepository."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def add(
        self, negotiation: Negotiation, contact: Contact, events: Sequence[Event], now: datetime
    ) -> None:
        """Insert a new negotiation, or raise ConversationAlreadyOpen: uq_conversations_active decides."""
        added = await self._transaction.row(
            postgresql.insert(conversations)
            .values(
                tenant_id=self._tenant_id,
                id=negotiation.id,
                debtor_id=negotiation.debtor_id,
                contact_phone=contact.phone,
                contact_user_id=contact.user_id,
                version=negotiation.version,
                state=msgspec.to_builtins(negotiation),
                **negotiation_to(negotiation),
            )
            .on_conflict_do_nothing(
                index_elements=["tenant_id", "debtor_id"], index_where=text("status = 'active'")
            )
            .returning(conversations.c.id)
        )
        if added is None:
            raise ConversationAlreadyOpen
        await self._log(negotiation.id, events, now)

    async def get(self, conversation_id: ConversationId) -> Negotiation:
        """Return a negotiation that is known to exist, or raise NotFound."""
        found = await self._find(conversations.c.id == conversation_id)
        if found is None:
            raise NotFound("conversa")
        return found

    async def active_of(self, debtor_id: DebtorId) -> Negotiation | None:
        """Return the debtor's active negotiation, if any; served by uq_conversations_active."""
        return await self._find(
            (conversations.c.debtor_id == debtor_id) & (conversations.c.status == Status.ACTIVE.value)
        )

    async def save(self, negotiation: Negotiation, events: Sequence[Event], now: datetime) -> None:
        """Replace the stored negotiation of the same version, or raise StaleAggregate."""
        replaced = await self._transaction.run(
            update(conversations)
            .where(conversations.c.tenant_id == self._tenant_id)
            .where(conversations.c.id == negotiation.id)
            .where(conversations.c.version == negotiation.version)
            .values(
                version=negotiation.version + 1,
                state=msgspec.to_builtins(negotiation),
                **negotiation_to(negotiation),
            )
        )
        if replaced == 0:
            raise StaleAggregate("conversa")
        await self._log(negotiation.id, events, now)

    async def _find(self, condition: ColumnElement[bool]) -> Negotiation | None:
        row = await self._transaction.row(
            select(conversations.c.state, conversations.c.version)
            .where(conversations.c.tenant_id == self._tenant_id)
            .where(condition)
        )
        return negotiation_from(row) if row else None

    async def _log(self, conversation_id: ConversationId, events: Sequence[Event], now: datetime) -> None:
        if not events:
            return
        where = {"tenant_id": self._tenant_id, "conversation_id": conversation_id, "at": now}
        lines = [{"event": line["event"], "text": line["text"]} | where for line in logged(events)]
        await self._transaction.run(insert(audit_log).values(lines))


def negotiation_from(row: Row[Any]) -> Negotiation:
    """Return the negotiation of a row that has `state` and `version`."""
    return msgspec.convert(row.state | {"version": row.version}, Negotiation)


def logged(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return the lines of the audit log, in their order."""
    return [
        {"place": place, "event": type(event).__name__, "text": storable(explain(event))}
        for place, event in enumerate(events)
    ]


def negotiation_to(negotiation: Negotiation) -> dict[str, Any]:
    """Return the columns that repeat what the `state` of a negotiation says."""
    return {
        "phase": negotiation.phase.value,
        "status": negotiation.status.value,
        "end_reason": negotiation.end.value if negotiation.end else None,
        "opened_at": negotiation.opened_at,
        "last_activity_at": negotiation.last_activity_at,
        "expires_at": negotiation.expires_at,
    }
