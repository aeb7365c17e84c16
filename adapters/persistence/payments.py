"""What was paid, as it was told."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.agreement_tables import document_numbers, payments
from adapters.persistence.document_numbers import plain_number
from adapters.persistence.transaction import Transaction
from application.ports.payments import PaymentId
from domain.payments.received import PaymentReceived, PaymentSource
from domain.shared.ids import AgreementId


class PostgresPayments:
    """Implements Payments."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def add(self, payment_id: PaymentId, payment: PaymentReceived, now: datetime) -> bool:
        """Keep a payment; one that was told before changes nothing."""
        added = await self._transaction.row(
            postgresql.insert(payments)
            .values(tenant_id=self._tenant_id, id=payment_id, received_at=now, **_to_row(payment))
            .on_conflict_do_nothing(index_elements=["external_id", "source", "tenant_id"])
            .returning(payments.c.id)
        )
        return added is not None

    async def place(self, payment_id: PaymentId, agreement_id: AgreementId, installment: int | None) -> bool:
        """Record what a payment pays of which nobody knew it."""
        placed = await self._transaction.run(
            update(payments)
            .where(payments.c.tenant_id == self._tenant_id)
            .where(payments.c.id == payment_id)
            .where(payments.c.agreement_id.is_(None))
            .values(agreement_id=agreement_id, installment=installment)
        )
        return placed > 0

    async def find(self, source: PaymentSource, external_id: str) -> tuple[PaymentId, PaymentReceived] | None:
        """Return the payment that this source told of under this id; the primary key serves."""
        itself = (payments.c.external_id == external_id) & (payments.c.source == source)
        return next(iter(await self._select(itself, limit=1)), None)

    async def of(self, agreement_id: AgreementId) -> tuple[tuple[PaymentId, PaymentReceived], ...]:
        """Return what was paid for an agreement; served by ix_payments_agreement."""
        return tuple(reversed(await self._select(payments.c.agreement_id == agreement_id)))

    async def unmatched(self, limit: int) -> tuple[tuple[PaymentId, PaymentReceived], ...]:
        """Return the latest payments of which nobody knows what they pay."""
        return await self._select(payments.c.agreement_id.is_(None), limit)

    async def paid_by(self, number: str) -> tuple[tuple[AgreementId, int], ...]:
        """Return the instalments whose documents go by `number`; the primary key serves."""
        rows = await self._transaction.rows(
            select(document_numbers.c.agreement_id, document_numbers.c.installment)
            .distinct()
            .where(document_numbers.c.tenant_id == self._tenant_id)
            .where(document_numbers.c.number.in_({number, plain_number(number)} - {""}))
        )
        return tuple((AgreementId(row.agreement_id), row.installment) for row in rows)

    async def _select(
        self, condition: ColumnElement[bool], limit: int | None = None
    ) -> tuple[tuple[PaymentId, PaymentReceived], ...]:
        rows = await self._transaction.rows(
            select(payments)
            .where(payments.c.tenant_id == self._tenant_id)
            .where(condition)
            .order_by(payments.c.seq.desc())
            .limit(limit)
        )
        return tuple((PaymentId(row.id), _from_row(row)) for row in rows)


def _to_row(payment: PaymentReceived) -> dict[str, Any]:
    return {
        "source": payment.source,
        "external_id": payment.external_id,
        "amount": payment.amount,
        "paid_on": payment.paid_on,
        "nosso_numero": payment.nosso_numero,
        "txid": payment.txid,
        "reference": payment.reference,
        "agreement_id": payment.agreement_id,
        "installment": payment.installment,
    }


def _from_row(row: Row[Any]) -> PaymentReceived:
    return PaymentReceived(
        source=row.source,
        external_id=row.external_id,
        amount=row.amount,
        paid_on=row.paid_on,
        nosso_numero=row.nosso_numero,
        txid=row.txid,
        agreement_id=AgreementId(row.agreement_id) if row.agreement_id else None,
        installment=row.installment,
        reference=row.reference,
    )
