"""Issue the documents by which an agreement is paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from application.ports.clock import Clock
from application.ports.payment_issuer import IssueRejected, IssueRequest, Payable, PaymentIssuer
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.identity.debtor import Debtor
from domain.negotiation.agreement import Agreement
from domain.payments.account import Entry
from domain.payments.document import PaymentDocument
from domain.payments.late import LateTerms
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
        sequences = await self._sequences(agreement, len(agreement.installments))
        payables = tuple(
            Payable(due.number, due.amount, due.due_date, sequence)
            for due, sequence in zip(agreement.installments, sequences, strict=True)
        )
        return await self.issuer.issue(self._request(agreement, debtor, payables, self._late))

    async def anew(
        self, agreement: Agreement, debtor: Debtor, entry: Entry, due_date: date, position: int
    ) -> PaymentDocument | None:
        """Return a second document, the agreement's `position`th, of what is left of `entry`, due `due_date`.

        None when somebody else issues the documents.
        """
        sequence = (await self._sequences(agreement, position))[-1]
        payable = Payable(entry.due.number, entry.remaining, due_date, sequence)
        late = self._late.of_second_copy(entry.principal_left, entry.remaining - entry.principal_left)
        documents = await self.issuer.issue(self._request(agreement, debtor, (payable,), late))
        return documents[0] if documents else None

    @property
    def _late(self) -> LateTerms:
        return LateTerms(self.late_fine_percent, self.late_interest_percent)

    def _request(
        self, agreement: Agreement, debtor: Debtor, payables: tuple[Payable, ...], late: LateTerms
    ) -> IssueRequest:
        return IssueRequest(
            agreement_id=agreement.id,
            beneficiary=self.beneficiary,
            payer=Payer(debtor.record.name, debtor.record.cpf.formatted),
            payables=payables,
            of=len(agreement.installments),
            issued_on=business_date(self.clock.now()),
            late_fine_percent=late.fine,
            late_interest_percent=late.interest,
        )

    async def _sequences(self, agreement: Agreement, count: int) -> tuple[int, ...]:
        series = self.issuer.series(business_date(self.clock.now()))
        if series is None:
            return (0,) * count
        try:
            async with self.uow() as uow:
                sequences = await uow.our_numbers.allot(agreement.id, count, series)
                await uow.commit()
        except SeriesExhausted as exhausted:
            raise IssueRejected(str(exhausted)) from None
        return sequences
