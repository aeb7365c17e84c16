"""Where agreements and their payment documents are kept."""

from collections.abc import Sequence
from typing import Protocol

from domain.negotiation.agreement import Agreement
from domain.payments.document import PaymentDocument
from domain.shared.ids import AgreementId, DebtorId


class AgreementRepository(Protocol):
    """Keeps the agreements of one tenant, their instalments and their documents."""

    async def add(self, agreement: Agreement) -> None:
        """Insert a new agreement; inserting the same one again changes nothing."""

    async def get(self, agreement_id: AgreementId) -> Agreement:
        """Return an agreement that is known to exist.

        Raises:
            NotFound: there is none with this id.
        """

    async def latest_of(self, debtor_id: DebtorId) -> Agreement | None:
        """Return the agreement that the debtor reached last, if any."""

    async def of_debtor(self, debtor_id: DebtorId) -> tuple[Agreement, ...]:
        """Return the agreements that the debtor reached, the latest first."""

    async def successor_of(self, agreement_id: AgreementId) -> Agreement | None:
        """Return the agreement that took the place of this one, if any."""

    async def save(self, agreement: Agreement) -> None:
        """Replace the status of the stored agreement of the same version; its terms never change.

        Raises:
            StaleAggregate: somebody saved it since it was read.
        """

    async def add_documents(self, agreement_id: AgreementId, documents: Sequence[PaymentDocument]) -> None:
        """Keep the documents of an agreement; keeping them again changes nothing."""

    async def documents(self, agreement_id: AgreementId) -> tuple[PaymentDocument, ...]:
        """Return the documents that stand, in the order of the instalments; empty when there are none."""
