"""The payment documents of an agreement over time."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.agreement_tables import document_numbers, payment_documents
from adapters.persistence.document_numbers import numbers_of
from adapters.persistence.transaction import Transaction
from application.ports.second_copies import KeptDocument
from domain.payments.document import PaymentDocument
from domain.shared.ids import AgreementId

_STANDS = payment_documents.c.cancelled_at.is_(None)


class PostgresSecondCopies:
    """Implements SecondCopies."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def history(self, agreement_id: AgreementId) -> tuple[KeptDocument, ...]:
        """Return all documents of an agreement; the primary key serves."""
        return await self._select(agreement_id, true())

    async def put(
        self, agreement_id: AgreementId, position: int, document: PaymentDocument, now: datetime
    ) -> None:
        """Keep a second copy in the place of whatever stood for its instalment."""
        others = payment_documents.c.position < position
        await self._cancel(
            agreement_id, others & (payment_documents.c.installment == document.installment), now
        )
        row = {
            "tenant_id": self._tenant_id,
            "agreement_id": agreement_id,
            "installment": document.installment,
        }
        await self._transaction.run(
            postgresql.insert(payment_documents)
            .values(**row, position=position, document=msgspec.to_builtins(document))
            .on_conflict_do_nothing()
        )
        await self._transaction.run(
            postgresql.insert(document_numbers)
            .values([row | {"number": number} for number in numbers_of(document)])
            .on_conflict_do_nothing()
        )

    async def cancel_all(self, agreement_id: AgreementId, now: datetime) -> None:
        """Let no document of the agreement stand any more."""
        await self._cancel(agreement_id, true(), now)

    async def cancel_installments(
        self, agreement_id: AgreementId, installments: tuple[int, ...], now: datetime
    ) -> None:
        """Let no document of these instalments stand any more."""
        await self._cancel(agreement_id, payment_documents.c.installment.in_(installments), now)

    async def to_withdraw(self, agreement_id: AgreementId) -> tuple[KeptDocument, ...]:
        """Return the cancelled documents of which the issuer does not know it yet."""
        return await self._select(agreement_id, ~_STANDS & payment_documents.c.withdrawn_at.is_(None))

    async def withdrawn(self, agreement_id: AgreementId, position: int, now: datetime) -> None:
        """Record that the issuer knows, or that nobody can tell it."""
        await self._transaction.run(
            update(payment_documents)
            .where(payment_documents.c.tenant_id == self._tenant_id)
            .where(payment_documents.c.agreement_id == agreement_id)
            .where(payment_documents.c.position == position)
            .values(withdrawn_at=now)
        )

    async def _cancel(self, agreement_id: AgreementId, which: ColumnElement[bool], now: datetime) -> None:
        await self._transaction.run(
            update(payment_documents)
            .where(payment_documents.c.tenant_id == self._tenant_id)
            .where(payment_documents.c.agreement_id == agreement_id)
            .where(_STANDS)
            .where(which)
            .values(cancelled_at=now)
        )

    async def _select(
        self, agreement_id: AgreementId, which: ColumnElement[bool]
    ) -> tuple[KeptDocument, ...]:
        rows = await self._transaction.rows(
            select(
                payment_documents.c.position,
                payment_documents.c.document,
                payment_documents.c.cancelled_at,
            )
            .where(payment_documents.c.tenant_id == self._tenant_id)
            .where(payment_documents.c.agreement_id == agreement_id)
            .where(which)
            .order_by(payment_documents.c.position)
        )
        return tuple(
            KeptDocument(
                row.position, msgspec.convert(row.document, PaymentDocument), row.cancelled_at is not None
            )
            for row in rows
        )
