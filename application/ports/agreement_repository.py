"""Where agreements and their payment documents are kept."""

from collections.abc import Sequence
from typing import Protocol

from domain.negotiation.agreement import Agreement
from domain.payments.document import PaymentDocument
from domain.shared.ids import AgreementId


class AgreementRepository(Protocol):
    """Keeps the agreements of one tenant, their instalments and their documents."""

    async def add(self, agreement: Agreement) -> None:
        """Insert a new agreement; inserting the same one again changes nothing."""

    async def get(self, agreement_id: AgreementId) -> Agreement:
        """Return an agreement that is known to exist.

        Raises:
            NotFound: there is none with this id.
        """

    async def allot_sequences(self, agreement_id: AgreementId, count: int) -> tuple[int, ...]:
        """Return the places of `count` documents in the our-number series, from 1 up.

        Asked again for the same agreement it returns the same places; no place is given twice, and
        none is skipped, whoever asks at the same time.
        """

    async def add_documents(self, agreement_id: AgreementId, documents: Sequence[PaymentDocument]) -> None:
        """Keep the documents of an agreement; keeping them again changes nothing."""

    async def documents(self, agreement_id: AgreementId) -> tuple[PaymentDocument, ...]:
        """Return the documents of an agreement in the order of its instalments; empty when it has none."""
