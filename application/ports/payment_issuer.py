"""Issuing boletos and Pix charges."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from domain.payments.document import PaymentDocument
from domain.payments.party import Beneficiary, Payer
from domain.shared.ids import AgreementId


@dataclass(frozen=True, slots=True)
class Payable:
    """One instalment to be documented, in BRL; `sequence` is its place in the our-number series."""

    number: int
    amount: Decimal
    due_date: date
    sequence: int


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """The instalments of one agreement, all of them, in order."""

    agreement_id: AgreementId
    beneficiary: Beneficiary
    payer: Payer
    payables: tuple[Payable, ...]
    issued_on: date
    late_fine_percent: Decimal
    late_interest_percent: Decimal


class IssuerUnavailable(Exception):
    """The issuer did not answer; the same request may be tried again."""


class IssueRejected(Exception):
    """The issuer will never take this request; the reason is in Portuguese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PaymentIssuer(Protocol):
    """Makes the documents by which an agreement is paid."""

    async def issue(self, request: IssueRequest) -> tuple[PaymentDocument, ...]:
        """Return one document per payable, in order; the same request returns the same documents.

        Raises:
            IssuerUnavailable: try again.
            IssueRejected: it will never be issued.
        """
