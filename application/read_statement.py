"""Learn from the account's statement which payments came in."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.bank_files import BankFiles, StatementCredit
from application.ports.unit_of_work import UnitOfWorkFactory
from application.record_payment import PaymentContradicted, RecordedAs, RecordPayment
from domain.payments.document import PaymentDocument
from domain.payments.received import PaymentReceived, boleto_paid_once
from domain.shared.ids import AgreementId


@dataclass(frozen=True, slots=True)
class CreditRead:
    """What came of one credit; `payment` is None when it names nothing of ours."""

    credit: StatementCredit
    payment: RecordedAs | None


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """Records what a statement says was paid; a statement read again changes nothing.

    Raises:
        BankFileUnreadable: the file is no statement.
        StaleAggregate, StoreUnavailable: read it again; what was recorded stays recorded.
    """

    uow: UnitOfWorkFactory
    files: BankFiles
    record_payment: RecordPayment

    async def __call__(self, content: bytes) -> tuple[CreditRead, ...]:
        """Return what came of each credit, in order."""
        found = await asyncio.to_thread(self.files.read_statement, content)
        return tuple([CreditRead(credit, await self._record(credit)) for credit in found])

    async def _record(self, credit: StatementCredit) -> RecordedAs | None:
        number = credit.nosso_numero or credit.txid
        if number is None:
            return None
        async with self.uow() as uow:
            paid = await uow.payments.paid_by(number)
            documents = await uow.agreements.documents(paid[0][0]) if len(paid) == 1 else ()
        if len(paid) != 1 or (credit.nosso_numero and not _may_be_of(credit, paid[0][1], documents)):
            return None
        try:
            return (await self.record_payment(_payment(credit, *paid[0]))).status
        except PaymentContradicted:
            return "repeated"


def _may_be_of(credit: StatementCredit, installment: int, documents: Sequence[PaymentDocument]) -> bool:
    """Tell whether the money can be a boleto's: no bank takes less than it says.

    A statement is full of digits that are no number of ours, and short numbers are met by chance.
    """
    return any(
        document.installment == installment and document.boleto.amount <= credit.amount
        for document in documents
    )


def _payment(credit: StatementCredit, agreement_id: AgreementId, installment: int) -> PaymentReceived:
    reference = credit.end_to_end_id
    if reference is None and credit.nosso_numero:
        reference = boleto_paid_once(agreement_id, installment, credit.amount)
    return PaymentReceived(
        source="ofx",
        external_id=credit.external_id,
        amount=credit.amount,
        paid_on=credit.on,
        nosso_numero=credit.nosso_numero,
        txid=credit.txid,
        agreement_id=agreement_id,
        installment=installment,
        reference=reference,
    )
