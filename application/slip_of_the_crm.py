"""Hand over again what the CRM issued, and the codes that it is paid by."""

import asyncio
import base64
import logging
from dataclasses import dataclass

from application.assess_agreement import Standing
from application.outgoing import FileParcel
from application.ports.crm import CrmRejected, CrmUnavailable
from application.ports.slips import Slip, Slips
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.negotiation.reply import PaymentInstructions
from domain.payments.account import Entry

log = logging.getLogger(__name__)

# Of the time for which a conversation is held: whoever asks is answered, with or without the CRM.
_ANSWER_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class SlipAgain:
    """What goes with the answer: a file, and the codes when the CRM told them."""

    file: FileParcel
    payment: PaymentInstructions | None = None


@dataclass(frozen=True, slots=True)
class SlipOfTheCrm:
    """Finds what the CRM issued for an instalment that is owed as it was agreed and is not late.

    Whoever names an instalment gets its page alone, whoever names none what the CRM had sent. Without an
    answer of the CRM what it had sent serves everybody.

    Raises:
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    slips: Slips

    async def __call__(self, standing: Standing, entry: Entry, *, is_named: bool) -> SlipAgain | None:
        """Return what can be paid today; None when only a person can help."""
        if standing.documents or entry.remaining != entry.due.amount:
            return None
        if standing.account.on > entry.payable_until:
            return None
        slip = await self._issued(standing, entry)
        async with self.uow() as uow:
            sent = await uow.outbox.handed_over(standing.agreement.conversation_id)
        if slip is None:
            return SlipAgain(sent) if sent else None
        codes = PaymentInstructions(slip.amount, slip.due_date, slip.linha_digitavel, slip.pix_code)
        return SlipAgain(_page(standing, entry, slip) if is_named or sent is None else sent, codes)

    async def _issued(self, standing: Standing, entry: Entry) -> Slip | None:
        agreement, due = standing.agreement, entry.due
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                slip = await self.slips.slip(agreement.conversation_id, due.number)
        except (CrmUnavailable, CrmRejected, TimeoutError) as failed:
            log.warning("slip not told by the CRM", extra={"cause": type(failed).__name__})
            return None
        if slip is None or (slip.amount, slip.due_date) == (due.amount, due.due_date):
            return slip
        extra = {"agreement": str(agreement.id), "installment": due.number}
        log.error("the slip of the CRM is not what was agreed", extra=extra)
        return None


def _page(standing: Standing, entry: Entry, slip: Slip) -> FileParcel:
    of = len(standing.agreement.installments)
    name = "boleto.pdf" if of == 1 else f"boleto-parcela-{entry.due.number}-de-{of}.pdf"
    return FileParcel(name, "application/pdf", base64.b64encode(slip.pdf).decode(), "")
