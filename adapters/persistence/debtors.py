"""Debtors and their debts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.tables import audit_log, conversations, debtors, debts
from adapters.persistence.transaction import Transaction
from application.ports.negotiation_repository import NotFound, StaleAggregate
from domain.identity.contact import ContactHistory
from domain.identity.debt import Debt
from domain.identity.debtor import Debtor, DebtorRecord
from domain.negotiation.events import EndReason, OptOutHeard
from domain.shared.cpf import Cpf
from domain.shared.ids import DebtorId
from domain.shared.phone import Phone

# Served by ix_audit_log_conversation: an ended conversation logs what it still hears.
_OPTED_OUT_AFTER_END = (
    select(func.max(audit_log.c.at))
    .where(audit_log.c.tenant_id == conversations.c.tenant_id)
    .where(audit_log.c.conversation_id == conversations.c.id)
    .where(audit_log.c.event == OptOutHeard.__name__)
    .correlate(conversations)
    .scalar_subquery()
)


class PostgresDebtors:
    """Implements DebtorRepository."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def get(self, debtor_id: DebtorId) -> Debtor:
        """Return a debtor that is known to exist, or raise NotFound."""
        found = await self._find(debtors.c.id == debtor_id)
        if found is None:
            raise NotFound("devedor")
        return found

    async def by_cpf(self, cpf: Cpf) -> Debtor | None:
        """Return the debtor with this CPF, if any."""
        return await self._find(debtors.c.cpf == cpf.digits)

    async def save(self, debtor: Debtor) -> None:
        """Insert or replace a debtor with their debts, or raise StaleAggregate."""
        saved = await (self._insert(debtor) if debtor.version == 0 else self._update(debtor))
        if saved is None:
            raise StaleAggregate("devedor")
        await self._replace_debts(debtor)

    async def contact_history(self, debtor_id: DebtorId) -> ContactHistory:
        """Return what past conversations tell; served by ix_conversations_debtor."""
        rows = await self._transaction.rows(
            select(
                conversations.c.opened_at,
                conversations.c.last_activity_at,
                conversations.c.last_inbound_at,
                conversations.c.end_reason,
                conversations.c.state["resumed"].as_boolean().label("resumed"),
                _OPTED_OUT_AFTER_END.label("opted_out_after_end"),
            )
            .where(conversations.c.tenant_id == self._tenant_id)
            .where(conversations.c.debtor_id == debtor_id)
            .order_by(conversations.c.opened_at)
        )
        return _history(rows)

    async def _find(self, condition: ColumnElement[bool]) -> Debtor | None:
        rows = await self._transaction.rows(
            select(debtors, *(column.label(f"debt_{column.name}") for column in debts.c))
            .outerjoin_from(
                debtors,
                debts,
                tuple_(debts.c.tenant_id, debts.c.debtor_id) == tuple_(debtors.c.tenant_id, debtors.c.id),
            )
            .where(debtors.c.tenant_id == self._tenant_id)
            .where(condition)
            .order_by(debts.c.position)
        )
        return _from_rows(rows) if rows else None

    async def _insert(self, debtor: Debtor) -> Row[Any] | None:
        return await self._transaction.row(
            postgresql.insert(debtors)
            .values(tenant_id=self._tenant_id, id=debtor.id, **_to_row(debtor))
            .on_conflict_do_nothing()
            .returning(debtors.c.id)
        )

    async def _update(self, debtor: Debtor) -> Row[Any] | None:
        return await self._transaction.row(
            update(debtors)
            .where(debtors.c.tenant_id == self._tenant_id)
            .where(debtors.c.id == debtor.id)
            .where(debtors.c.version == debtor.version)
            .values(_to_row(debtor))
            .returning(debtors.c.id)
        )

    async def _replace_debts(self, debtor: Debtor) -> None:
        if debtor.version > 0:
            await self._transaction.run(
                delete(debts)
                .where(debts.c.tenant_id == self._tenant_id)
                .where(debts.c.debtor_id == debtor.id)
            )
        if debtor.record.debts:
            await self._transaction.run(
                insert(debts).values(
                    [
                        {"tenant_id": self._tenant_id, "debtor_id": debtor.id, "position": position}
                        | _debt_to_row(debt)
                        for position, debt in enumerate(debtor.record.debts)
                    ]
                )
            )


def _to_row(debtor: Debtor) -> dict[str, Any]:
    record = debtor.record
    return {
        "cpf": record.cpf.digits,
        "name": record.name,
        "phone": record.phone.digits,
        "email": record.email,
        "uf": record.uf,
        "whatsapp_user_id": debtor.whatsapp_user_id,
        "version": debtor.version + 1,
    }


def _debt_to_row(debt: Debt) -> dict[str, Any]:
    return {
        "amount": debt.amount,
        "original_amount": debt.original_amount,
        "due_date": debt.due_date,
        "creditor": debt.creditor,
        "description": debt.description,
    }


def _from_rows(rows: Sequence[Row[Any]]) -> Debtor:
    first = rows[0]
    owed = tuple(
        Debt(
            row.debt_amount,
            row.debt_original_amount,
            row.debt_due_date,
            row.debt_creditor,
            row.debt_description,
        )
        for row in rows
        if row.debt_position is not None
    )
    record = DebtorRecord(
        Cpf(first.cpf), first.name, Phone(first.phone), owed, email=first.email, uf=first.uf
    )
    return Debtor(DebtorId(first.id), record, first.whatsapp_user_id, first.version)


def _history(rows: Sequence[Row[Any]]) -> ContactHistory:
    """A conversation that the debtor came back to was opened by them: it is no contact of ours."""

    def ended(reason: EndReason) -> tuple[Any, ...]:
        return tuple(row.last_activity_at for row in rows if row.end_reason == reason)

    afterwards = [row.opted_out_after_end for row in rows if row.opted_out_after_end is not None]
    inbound = [row.last_inbound_at for row in rows if row.last_inbound_at is not None]
    return ContactHistory(
        contacts=tuple(row.opened_at for row in rows if not row.resumed),
        failed_verifications=ended(EndReason.VERIFICATION_FAILED),
        opted_out_at=max((*ended(EndReason.OPTED_OUT), *afterwards), default=None),
        wrong_number_at=max(ended(EndReason.WRONG_PERSON), default=None),
        last_inbound_at=max(inbound, default=None),
    )
