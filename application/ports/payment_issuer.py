"""Issuing boletos and Pix charges."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from domain.payments.document import PaymentDocument
from domain.payments.numbering import NumberSeries
from domain.payments.party import Beneficiary, Payer
from domain.shared.ids import AgreementId


@dataclass(frozen=True, slots=True)
class Payable:
    """One instalment to be documented, in BRL; `sequence` is its number in the issuer's series, if any."""

    number: int
    amount: Decimal
    due_date: date
    sequence: int


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """Instalments of one agreement that has `of` of them: all in order, or one that is issued anew.

    An instalment issued anew has a new `sequence`, and the amount and date of its second document.
    """

    agreement_id: AgreementId
    beneficiary: Beneficiary
    payer: Payer
    payables: tuple[Payable, ...]
    of: int
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

    def series(self, on: date) -> NumberSeries | None:
        """Return where the our-numbers of what is issued `on` a day come from; None when others number it."""

    async def issue(self, request: IssueRequest) -> tuple[PaymentDocument, ...]:
        """Return one document per payable, in order; the same request returns the same documents.

        None at all are returned when somebody else issues them and hands them to the debtor.

        Raises:
            IssuerUnavailable: try again.
            IssueRejected: it will never be issued.
        """

    async def aclose(self) -> None:
        """Let go of what it holds; nothing can be issued afterwards."""

    async def cancel(self, document: PaymentDocument) -> None:
        """Have a document no longer be payable, as far as its issuer can; cancelling again changes nothing.

        Raises:
            IssuerUnavailable: try again.
            IssueRejected: it cannot be cancelled; somebody has to see to it.
        """
