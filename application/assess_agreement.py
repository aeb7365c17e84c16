"""How an agreement stands today: its schedule, its documents, and what was paid."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from application.known_documents import known_documents
from application.ports.holiday_calendar import HolidayCalendar
from application.ports.payments import PaymentId
from application.ports.second_copies import KeptDocument
from application.ports.unit_of_work import UnitOfWork
from domain.negotiation.agreement import Agreement, AgreementStatus
from domain.negotiation.policy import Policy
from domain.payments.account import Account, Entry, InstallmentStatus, account_of
from domain.payments.document import PaymentDocument
from domain.payments.late import Due, LateTerms, Quote
from domain.payments.received import PaymentReceived
from domain.shared.calendar import business_day_from
from domain.shared.ids import AgreementId

# A promise is no contract: being late with it costs nothing.
_NO_CHARGES = LateTerms(fine=Decimal(0), interest=Decimal(0))
_OUT_OF_FORCE = frozenset({AgreementStatus.RENEGOTIATED})


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement on one day; `status` is what its payments make of it, whatever was last written down."""

    agreement: Agreement
    status: AgreementStatus
    account: Account
    documents: tuple[KeptDocument, ...]
    payments: tuple[tuple[PaymentId, PaymentReceived], ...]
    late: LateTerms
    holidays: frozenset[date]

    def surplus_since(self, names: Container[str]) -> Decimal:
        """Return how much of what was paid too much came with the payments told as `names`, in BRL.

        A payment made before others and told after them may make one of those the surplus.
        """
        others = [payment for _, payment in self.payments if payment.told_as not in names]
        dues = [entry.due for entry in self.account.entries]
        before = account_of(dues, others, self.late, self.account.on, self.holidays)
        return self.account.overpaid - before.overpaid

    def status_of(self, entry: Entry) -> InstallmentStatus:
        """Return where an instalment stands: what another agreement took the place of is owed no more."""
        status = self.account.status_of(entry)
        if self.status in _OUT_OF_FORCE and status is not InstallmentStatus.PAID:
            return InstallmentStatus.CANCELLED
        if self.status is AgreementStatus.PROMISED and status is InstallmentStatus.OPEN:
            return InstallmentStatus.PROMISED
        return status

    def standing_document(self, installment: int) -> PaymentDocument | None:
        """Return the document by which an instalment can be paid now, if it has one."""
        standing = [kept for kept in self.documents if not kept.cancelled]
        return next((kept.document for kept in standing if kept.document.installment == installment), None)

    @property
    def next_due(self) -> Entry | None:
        """The instalment to be paid next, if any: the oldest that is not settled."""
        return next(iter(self.account.unsettled), None)


@dataclass(frozen=True, slots=True)
class AssessAgreement:
    """Puts together what is kept of an agreement, as of one day, under the policy of late payments."""

    holidays: HolidayCalendar
    policy: Policy

    async def __call__(self, uow: UnitOfWork, agreement_id: AgreementId, today: date) -> Standing:
        """Return the agreement's standing `today`.

        Raises:
            NotFound: there is no such agreement.
        """
        agreement = await uow.agreements.get(agreement_id)
        documents = await known_documents(uow, agreement_id)
        payments = await uow.payments.of(agreement_id)
        holidays, late = self.bank_holidays(agreement, today), self._late_terms(agreement)
        dues = _dues(agreement, documents, holidays)
        account = account_of(dues, [payment for _, payment in payments], late, today, holidays)
        status = agreement.standing(
            is_settled=account.is_settled, is_broken=account.is_broken(self.policy.grace_days)
        )
        return Standing(agreement, status, account, documents, payments, late, holidays)

    def bank_holidays(self, agreement: Agreement, today: date) -> frozenset[date]:
        """Return the national holidays of all the years that the agreement may touch."""
        days = [today, *(each.due_date for each in agreement.installments)]
        return self.holidays.holidays(None, *range(min(days).year, max(days).year + 2))

    def _late_terms(self, agreement: Agreement) -> LateTerms:
        if agreement.is_promise:
            return _NO_CHARGES
        return LateTerms(self.policy.late_fine_percent, self.policy.late_interest_percent)


def _dues(
    agreement: Agreement, documents: Sequence[KeptDocument], holidays: frozenset[date]
) -> tuple[Due, ...]:
    first = len(agreement.installments)
    quotes = [
        (
            kept.document.installment,
            Quote(
                kept.document.boleto.issued_on,
                business_day_from(kept.document.boleto.due_date, holidays),
            ),
        )
        for kept in documents
        if kept.position > first
    ]
    return tuple(
        Due(
            each.number,
            each.amount,
            each.due_date,
            tuple(quote for number, quote in quotes if number == each.number),
        )
        for each in agreement.installments
    )
