"""The payment documents of an agreement over time: the first ones, and those that took their place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.payments.document import PaymentDocument
from domain.shared.ids import AgreementId


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document of an agreement; `position` counts them all, from 1, and is its number for ever."""

    position: int
    document: PaymentDocument
    cancelled: bool = False

    @property
    def copy(self) -> int:
        """Which of the second copies of its agreement it is; 0 for a first document."""
        return max(0, self.position - self.document.of)


class SecondCopies(Protocol):
    """Keeps every document of the agreements of one tenant, and which of them stand."""

    async def history(self, agreement_id: AgreementId) -> tuple[KeptDocument, ...]:
        """Return all documents of an agreement in the order of their position."""

    async def put(
        self, agreement_id: AgreementId, position: int, document: PaymentDocument, now: datetime
    ) -> None:
        """Keep a second copy in the place of whatever stood for its instalment; again, it changes nothing."""

    async def cancel_all(self, agreement_id: AgreementId, now: datetime) -> None:
        """Let no document of the agreement stand any more."""

    async def cancel_installments(
        self, agreement_id: AgreementId, installments: tuple[int, ...], now: datetime
    ) -> None:
        """Let no document of these instalments stand any more."""

    async def to_withdraw(self, agreement_id: AgreementId) -> tuple[KeptDocument, ...]:
        """Return the cancelled documents of which the issuer does not know it yet."""

    async def withdrawn(self, agreement_id: AgreementId, position: int, now: datetime) -> None:
        """Record that the issuer knows, or that nobody can tell it."""
