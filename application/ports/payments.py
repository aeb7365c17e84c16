"""What was paid, as it was told."""

from datetime import datetime
from typing import NewType, Protocol
from uuid import UUID

from domain.payments.received import PaymentReceived, PaymentSource
from domain.shared.ids import AgreementId

PaymentId = NewType("PaymentId", UUID)


class Payments(Protocol):
    """Keeps the payments of one tenant, each once by its source and the id it has there."""

    async def add(self, payment_id: PaymentId, payment: PaymentReceived, now: datetime) -> bool:
        """Keep a payment; one that was told before changes nothing. Tell whether it is new."""

    async def place(self, payment_id: PaymentId, agreement_id: AgreementId, installment: int | None) -> bool:
        """Record what a payment pays of which nobody knew it; tell whether that was so."""

    async def find(self, source: PaymentSource, external_id: str) -> tuple[PaymentId, PaymentReceived] | None:
        """Return the payment that this source told of under this id, if any."""

    async def of(self, agreement_id: AgreementId) -> tuple[tuple[PaymentId, PaymentReceived], ...]:
        """Return what was paid for an agreement, in the order in which it was told."""

    async def unmatched(self, limit: int) -> tuple[tuple[PaymentId, PaymentReceived], ...]:
        """Return the latest payments of which nobody knows what they pay."""

    async def paid_by(self, number: str) -> tuple[tuple[AgreementId, int], ...]:
        """Return the instalments whose documents go by `number`: a nosso número in any form, or a txid."""
