"""Agreements, their instalments, their documents, and the series of our-numbers."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.agreement_tables import (
    agreements,
    document_numbers,
    installments,
    payment_documents,
)
from adapters.persistence.document_numbers import numbers_of
from adapters.persistence.transaction import Transaction
from application.ports.negotiation_repository import NotFound, StaleAggregate
from domain.negotiation.agreement import Agreement, AgreementStatus
from domain.negotiation.offer import Installment
from domain.payments.document import PaymentDocument
from domain.shared.ids import AgreementId, ConversationId, DebtorId


class PostgresAgreements:
    """Implements AgreementRepository."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def add(self, agreement: Agreement) -> None:
        """Insert a new agreement with its instalments; inserting the same one again changes nothing."""
        added = await self._transaction.row(
            postgresql.insert(agreements)
            .values(tenant_id=self._tenant_id, **_to_row(agreement))
            .on_conflict_do_nothing(index_elements=["tenant_id", "id"])
            .returning(agreements.c.id)
        )
        if added is None:
            return
        await self._transaction.run(
            insert(installments).values(
                [
                    {
                        "tenant_id": self._tenant_id,
                        "agreement_id": agreement.id,
                        "number": installment.number,
                        "amount": installment.amount,
                        "due_date": installment.due_date,
                    }
                    for installment in agreement.installments
                ]
            )
        )

    async def get(self, agreement_id: AgreementId) -> Agreement:
        """Return an agreement that is known to exist, or raise NotFound."""
        found = await self._find(agreements.c.id == agreement_id)
        if found is None:
            raise NotFound("acordo")
        return found

    async def latest_of(self, debtor_id: DebtorId) -> Agreement | None:
        """Return the debtor's latest agreement, if any; served by ix_agreements_debtor."""
        latest = (
            select(agreements.c.id)
            .where(agreements.c.tenant_id == self._tenant_id)
            .where(agreements.c.debtor_id == debtor_id)
            .order_by(agreements.c.reached_at.desc(), agreements.c.id)
            .limit(1)
        )
        return await self._find(agreements.c.id == latest.scalar_subquery())

    async def of_debtor(self, debtor_id: DebtorId) -> tuple[Agreement, ...]:
        """Return the debtor's agreements, the latest first; served by ix_agreements_debtor."""
        rows = await self._transaction.rows(
            select(agreements.c.id)
            .where(agreements.c.tenant_id == self._tenant_id)
            .where(agreements.c.debtor_id == debtor_id)
            .order_by(agreements.c.reached_at.desc(), agreements.c.id)
        )
        return tuple([await self.get(AgreementId(row.id)) for row in rows])

    async def successor_of(self, agreement_id: AgreementId) -> Agreement | None:
        """Return the agreement that renegotiates this one; served by ix_agreements_renegotiates."""
        return await self._find(agreements.c.renegotiates == agreement_id)

    async def save(self, agreement: Agreement) -> None:
        """Replace the status of the stored agreement of the same version, or raise StaleAggregate."""
        saved = await self._transaction.run(
            update(agreements)
            .where(agreements.c.tenant_id == self._tenant_id)
            .where(agreements.c.id == agreement.id)
            .where(agreements.c.version == agreement.version)
            .values(status=agreement.status.value, version=agreement.version + 1)
        )
        if saved == 0:
            raise StaleAggregate("acordo")

    async def _find(self, condition: ColumnElement[bool]) -> Agreement | None:
        rows = await self._transaction.rows(
            select(agreements, installments.c.number, installments.c.amount, installments.c.due_date)
            .join_from(
                agreements,
                installments,
                tuple_(installments.c.tenant_id, installments.c.agreement_id)
                == tuple_(agreements.c.tenant_id, agreements.c.id),
            )
            .where(agreements.c.tenant_id == self._tenant_id)
            .where(condition)
            .order_by(installments.c.number)
        )
        return _from_rows(rows) if rows else None

    async def add_documents(self, agreement_id: AgreementId, documents: Sequence[PaymentDocument]) -> None:
        """Keep the documents of an agreement; keeping them again changes nothing."""
        if not documents:
            return
        await self._transaction.run(
            postgresql.insert(payment_documents)
            .values(
                [
                    {
                        "tenant_id": self._tenant_id,
                        "agreement_id": agreement_id,
                        "position": document.installment,
                        "installment": document.installment,
                        "document": msgspec.to_builtins(document),
                    }
                    for document in documents
                ]
            )
            .on_conflict_do_nothing()
        )
        await self._transaction.run(
            postgresql.insert(document_numbers)
            .values(
                [
                    {
                        "tenant_id": self._tenant_id,
                        "agreement_id": agreement_id,
                        "installment": document.installment,
                        "number": number,
                    }
                    for document in documents
                    for number in numbers_of(document)
                ]
            )
            .on_conflict_do_nothing()
        )

    async def documents(self, agreement_id: AgreementId) -> tuple[PaymentDocument, ...]:
        """Return the documents that stand, in the order of the instalments: a second copy for its first."""
        rows = await self._transaction.rows(
            select(payment_documents.c.document)
            .where(payment_documents.c.tenant_id == self._tenant_id)
            .where(payment_documents.c.agreement_id == agreement_id)
            .where(payment_documents.c.cancelled_at.is_(None))
            .order_by(payment_documents.c.installment)
        )
        return tuple(msgspec.convert(row.document, PaymentDocument) for row in rows)


def _to_row(agreement: Agreement) -> dict[str, Any]:
    return {
        "id": agreement.id,
        "conversation_id": agreement.conversation_id,
        "debtor_id": agreement.debtor_id,
        "status": agreement.status.value,
        "original_amount": agreement.original_amount,
        "total": agreement.total,
        "policy_version": agreement.policy_version,
        "reached_at": agreement.reached_at,
        "is_promise": agreement.is_promise,
        "renegotiates": agreement.renegotiates,
        "version": agreement.version,
    }


def _from_rows(rows: Sequence[Row[Any]]) -> Agreement:
    first = rows[0]
    return Agreement(
        AgreementId(first.id),
        ConversationId(first.conversation_id),
        DebtorId(first.debtor_id),
        AgreementStatus(first.status),
        first.original_amount,
        first.total,
        tuple(Installment(row.number, row.amount, row.due_date) for row in rows),
        first.policy_version,
        first.reached_at,
        first.is_promise,
        AgreementId(first.renegotiates) if first.renegotiates else None,
        first.version,
    )
