"""Debtors and their debts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.contact_histories import histories_of
from adapters.persistence.tables import debtors, debts
from adapters.persistence.transaction import Transaction
from application.ports.negotiation_repository import NotFound, StaleAggregate
from domain.identity.contact import ContactHistory
from domain.identity.debt import Debt
from domain.identity.debtor import Debtor, DebtorRecord, NumberMoved
from domain.shared.cpf import Cpf
from domain.shared.ids import DebtorId, MessageId
from domain.shared.phone import Phone


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

    async def contact_histories(
        self, people: Sequence[DebtorRecord], leaving: MessageId | None = None
    ) -> dict[Cpf, ContactHistory]:
        """Return of each what past conversations tell about contacting them, but for what is `leaving`."""
        return await histories_of(self._transaction, people, leaving)

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
        "moved_from": debtor.moved.left.digits if debtor.moved else None,
        "moved_to": debtor.moved.to.digits if debtor.moved else None,
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
    moved = NumberMoved(Phone(first.moved_from), Phone(first.moved_to)) if first.moved_to else None
    return Debtor(DebtorId(first.id), record, first.whatsapp_user_id, first.version, moved)
