"""Learn from the account's statement which payments came in."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.bank_files import BankFiles, StatementCredit
from application.ports.second_copies import KeptDocument
from application.ports.unit_of_work import UnitOfWorkFactory
from application.record_payment import PaymentContradicted, RecordedAs, RecordPayment
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
            history = await uow.second_copies.history(paid[0][0]) if len(paid) == 1 else ()
        if not history:
            return None
        agreement_id, installment = paid[0]
        meant = _meant(credit, installment, history)
        if credit.nosso_numero and meant is None:
            return None
        try:
            return (await self.record_payment(_payment(credit, agreement_id, installment, meant))).status
        except PaymentContradicted:
            return "repeated"


def _meant(credit: StatementCredit, installment: int, history: Sequence[KeptDocument]) -> KeptDocument | None:
    """Return the boleto that the money can be of, cancelled or not: no bank takes less than it says.

    A statement is full of digits that are no number of ours, and short numbers are met by chance.
    """
    number = _digits(credit.nosso_numero or "")
    able = [
        kept
        for kept in history
        if kept.document.installment == installment and kept.document.boleto.amount <= credit.amount
    ]
    named = [kept for kept in able if number and number in _digits(kept.document.boleto.nosso_numero)]
    return next(reversed(named or able), None)


def _digits(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)


def _payment(
    credit: StatementCredit, agreement_id: AgreementId, installment: int, meant: KeptDocument | None
) -> PaymentReceived:
    reference = credit.end_to_end_id
    if reference is None and credit.nosso_numero:
        copy = meant.copy if meant else 0
        reference = boleto_paid_once(agreement_id, installment, copy, credit.amount)
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
