"""What a CRM and we exchange over HTTP, and its meaning in our words. Money is a decimal string in BRL."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from adapters.crm.debtor_row import RowReader, RowRefused
from application.ports.crm import CrmRejected, OutcomeReport, RecordUnusable
from application.ports.slips import Slip
from domain.identity.debtor import DebtorRecord
from domain.shared.money import ZERO


class DebtWire(msgspec.Struct):
    """One of several debts of a debtor, for a CRM that tells them apart."""

    amount: Decimal | None = None
    due_date: str | None = None
    original_amount: Decimal | None = None
    creditor: str | None = None
    description: str | None = None


class DebtorWire(msgspec.Struct):
    """A debtor; whatever else the CRM tells of them is not read. What is missing is for the reader to say."""

    cpf: str
    name: str | None = None
    phone: str | None = None
    debt_amount: Decimal | None = None
    due_date: str | None = None
    uf: str | None = None
    email: str | None = None
    creditor: str | None = None
    description: str | None = None
    original_amount: Decimal | None = None
    debts: list[DebtWire] = []


class PageWire(msgspec.Struct):
    """A page of debtors, each one still to be read."""

    items: list[msgspec.Raw]
    pages: int


class AgreementWire(msgspec.Struct, rename="camel"):
    """What was agreed; `installments` is their number, `dueDate` the first one's."""

    session_id: str
    debtor_cpf: str = msgspec.field(name="debtorCPF")
    debtor_name: str
    original_amount: Decimal
    agreed_amount: Decimal
    discount_applied: Decimal
    installments: int
    due_date: date
    payment_method: str
    agreement_timestamp: datetime


class ResultWire(msgspec.Struct):
    """How a conversation ended; `duration` in seconds."""

    session_id: str
    debtor_cpf: str
    outcome: str
    agreed_amount: Decimal | None
    discount_amount: Decimal | None
    payment_date: date | None
    scheduled_payment_dates: tuple[date, ...]
    payment_slip_reference: str | None
    qualitative_notes: str
    interaction_timestamp: datetime
    duration: int
    language: str = "pt-BR"
    agreement: AgreementWire | None = None
    # Only when the instalments differ, as after an entry: a CRM that issues them would cut them evenly.
    scheduled_payment_amounts: tuple[Decimal, ...] | UnsetType = UNSET


class SlipWire(msgspec.Struct):
    """A boleto that the CRM issued; its PDF has an address of its own."""

    id: str
    installment: int
    amount: Decimal
    due_date: date
    linha_digitavel: str
    pix_code: str | None = None

    def with_page(self, pdf: bytes) -> Slip:
        """Return the boleto with its page.

        Raises:
            CrmRejected: there is no page in what the CRM gave.
        """
        if not pdf.startswith(b"%PDF-"):
            raise CrmRejected("o CRM não respondeu com o PDF do boleto")
        return Slip(self.amount, self.due_date, self.linha_digitavel, self.pix_code or None, pdf)


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Reads a CRM's debtors as of today; what names no creditor or description gets the defaults."""

    today: Callable[[], date]
    default_creditor: str
    default_description: str

    def read(self, wire: DebtorWire) -> DebtorRecord:
        """Return the debtor with all their debts.

        Raises:
            RecordUnusable: a value is missing, or cannot be what its field says, or the debt is not due.
        """
        reader = RowReader(self.today(), self.default_creditor)
        try:
            records = [reader.read(row) for row in self._rows(wire)]
        except RowRefused as refused:
            raise RecordUnusable(*refused.told) from None
        return replace(records[0], debts=tuple(record.debts[0] for record in records))

    def _rows(self, wire: DebtorWire) -> list[dict[str, object]]:
        row = msgspec.structs.asdict(wire)
        row["description"] = wire.description or self.default_description
        return [row | self._debt(debt, row) for debt in wire.debts] or [row]

    def _debt(self, debt: DebtWire, row: dict[str, object]) -> dict[str, object]:
        return {
            "debt_amount": debt.amount,
            "original_amount": debt.original_amount,
            "due_date": debt.due_date,
            "creditor": debt.creditor or row["creditor"],
            "description": debt.description or row["description"],
        }


def result(report: OutcomeReport, debtor_name: str) -> ResultWire:
    """Return a report as it travels, with the agreement when there are terms with a date."""
    return ResultWire(
        session_id=str(report.session_id),
        debtor_cpf=report.cpf.digits,
        outcome=report.outcome.value,
        agreed_amount=report.agreed_amount,
        discount_amount=report.discount_amount,
        payment_date=report.paid_on or next(iter(report.payment_dates), None),
        scheduled_payment_dates=report.payment_dates,
        payment_slip_reference=report.payment_slip_reference,
        qualitative_notes=report.notes,
        interaction_timestamp=report.at,
        duration=report.duration_seconds,
        agreement=_agreement(report, report.agreed_amount, debtor_name) if has_terms(report) else None,
        scheduled_payment_amounts=report.payment_amounts if len(set(report.payment_amounts)) > 1 else UNSET,
    )


def has_terms(report: OutcomeReport) -> bool:
    """Tell whether the conversation ended with an amount and a date."""
    return report.agreed_amount is not None and bool(report.payment_dates)


def _agreement(report: OutcomeReport, agreed: Decimal | None, debtor_name: str) -> AgreementWire:
    agreed, discount = agreed or ZERO, report.discount_amount or ZERO
    return AgreementWire(
        session_id=str(report.session_id),
        debtor_cpf=report.cpf.digits,
        debtor_name=debtor_name,
        original_amount=report.original_amount or agreed + discount,
        agreed_amount=agreed,
        discount_applied=discount,
        installments=len(report.payment_dates),
        due_date=report.payment_dates[0],
        payment_method="installments" if len(report.payment_dates) > 1 else "boleto",
        agreement_timestamp=report.at,
    )
