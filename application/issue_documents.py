"""Issue the documents by which an agreement is paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from application.ports.clock import Clock
from application.ports.payment_issuer import IssueRejected, IssueRequest, Payable, PaymentIssuer
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.identity.debtor import Debtor
from domain.negotiation.agreement import Agreement
from domain.payments.document import PaymentDocument
from domain.payments.numbering import SeriesExhausted
from domain.payments.party import Beneficiary, Payer
from domain.shared.calendar import business_date


@dataclass(frozen=True, slots=True)
class IssueDocuments:
    """Gives each instalment its place in the our-number series, then has its boleto and Pix issued.

    The places are kept before the issuer is asked, so asking again after a crash names the same documents.

    Raises:
        IssuerUnavailable: try again.
        IssueRejected: these documents will never be issued.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    issuer: PaymentIssuer
    clock: Clock
    beneficiary: Beneficiary
    late_fine_percent: Decimal
    late_interest_percent: Decimal

    async def __call__(self, agreement: Agreement, debtor: Debtor) -> tuple[PaymentDocument, ...]:
        """Return one document per instalment of `agreement`, in order."""
        today = business_date(self.clock.now())
        sequences = await self._sequences(agreement, today)
        request = IssueRequest(
            agreement_id=agreement.id,
            beneficiary=self.beneficiary,
            payer=Payer(debtor.record.name, debtor.record.cpf.formatted),
            payables=tuple(
                Payable(due.number, due.amount, due.due_date, sequence)
                for due, sequence in zip(agreement.installments, sequences, strict=True)
            ),
            of=len(agreement.installments),
            issued_on=today,
            late_fine_percent=self.late_fine_percent,
            late_interest_percent=self.late_interest_percent,
        )
        return await self.issuer.issue(request)

    async def _sequences(self, agreement: Agreement, today: date) -> tuple[int, ...]:
        count = len(agreement.installments)
        series = self.issuer.series(today)
        if series is None:
            return (0,) * count
        try:
            async with self.uow() as uow:
                sequences = await uow.our_numbers.allot(agreement.id, count, series)
                await uow.commit()
        except SeriesExhausted as exhausted:
            raise IssueRejected(str(exhausted)) from None
        return sequences
