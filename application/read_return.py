"""Learn from the bank's return file which boletos it knows, refused, or was paid for."""

import asyncio
import logging
from dataclasses import dataclass

from application.ports.bank_files import BankFiles, BankNotice
from application.ports.clock import Clock
from application.ports.registrations import KnownBoleto
from application.ports.unit_of_work import UnitOfWorkFactory
from application.record_payment import RecordedAs, RecordPayment
from domain.payments.received import PaymentReceived, boleto_paid_once
from domain.shared.money import ZERO

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """What came of one line: `boleto` is None when it names none of ours; `is_news` tells a state was new."""

    notice: BankNotice
    boleto: KnownBoleto | None = None
    is_news: bool = False
    payment: RecordedAs | None = None


@dataclass(frozen=True, slots=True)
class ReadReturn:
    """Keeps what the bank tells, line by line; a file read again, in whole or in part, changes nothing.

    Raises:
        BankFileUnreadable: the file is no return file.
        StaleAggregate, StoreUnavailable: read it again; what was kept stays kept.
    """

    uow: UnitOfWorkFactory
    files: BankFiles
    record_payment: RecordPayment
    clock: Clock

    async def __call__(self, content: bytes) -> tuple[NoticeRead, ...]:
        """Return what came of each line, in order."""
        read = await asyncio.to_thread(self.files.read_return, content)
        return tuple([await self._keep(read.bank, notice) for notice in read.notices])

    async def _keep(self, bank: str, notice: BankNotice) -> NoticeRead:
        known = await self._meant(bank, notice)
        if known is None:
            return NoticeRead(notice)
        is_news = await self._tell(bank, known, notice)
        payment = _payment(known, notice, await self._copy(known)) if notice.paid_amount else None
        recorded = await self.record_payment(payment) if payment else None
        return NoticeRead(notice, known, is_news, recorded.status if recorded else None)

    async def _meant(self, bank: str, notice: BankNotice) -> KnownBoleto | None:
        """Return the boleto that has the number and is worth what the bank says, if only one does."""
        async with self.uow() as uow:
            candidates = await uow.registrations.with_sequence(bank, notice.sequence)
        meant = [known for known in candidates if notice.title_amount in (ZERO, known.boleto.amount)]
        return meant[0] if len(meant) == 1 else None

    async def _tell(self, bank: str, known: KnownBoleto, notice: BankNotice) -> bool:
        if notice.state is None:
            return False
        number, now = known.boleto.nosso_numero, self.clock.now()
        async with self.uow() as uow:
            is_news = await uow.registrations.tell(bank, number, notice.state, notice.reason, now)
            await uow.commit()
        if is_news and notice.state == "rejected":
            extra = {"agreement": str(known.agreement_id), "reason": notice.reason}
            log.error("boleto refused by its bank", extra=extra)
        return is_news

    async def _copy(self, known: KnownBoleto) -> int:
        """Return which second copy of its agreement a boleto is; 0 for a first document."""
        async with self.uow() as uow:
            history = await uow.second_copies.history(known.agreement_id)
        number = known.boleto.nosso_numero
        return next((kept.copy for kept in history if kept.document.boleto.nosso_numero == number), 0)


def _payment(known: KnownBoleto, notice: BankNotice, copy: int) -> PaymentReceived | None:
    if notice.paid_amount is None or notice.paid_on is None:
        return None
    boleto = known.boleto
    return PaymentReceived(
        source="cnab",
        external_id=f"{boleto.bank_code}/{boleto.nosso_numero}/{notice.paid_on}/{notice.paid_amount}",
        amount=notice.paid_amount,
        paid_on=notice.paid_on,
        nosso_numero=boleto.nosso_numero,
        agreement_id=known.agreement_id,
        installment=known.installment,
        reference=boleto_paid_once(known.agreement_id, known.installment, copy, notice.paid_amount),
    )
