"""Hand over how to pay, again: what stands as it is, what has expired with a new price and a new date."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from application.assess_agreement import AssessAgreement, Standing
from application.issue_documents import IssueDocuments
from application.outgoing import FileParcel
from application.ports.clock import Clock
from application.ports.payment_issuer import IssueRejected
from application.ports.unit_of_work import UnitOfWorkFactory
from application.slip_of_the_crm import SlipAgain, SlipOfTheCrm
from domain.identity.debtor import Debtor
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.events import PaymentAskedAgain
from domain.negotiation.negotiation import Decision
from domain.negotiation.reply import InstallmentInView, PaymentInstructions, Reply, ReplyKind
from domain.payments.account import Entry
from domain.payments.document import PaymentDocument
from domain.payments.registration import Registration
from domain.shared.calendar import business_date, business_day_from

log = logging.getLogger(__name__)

Documents = tuple[PaymentDocument, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """A decision with its answer brought up to date, and what goes with it: documents of ours, or `file`."""

    decision: Decision
    documents: Documents = ()
    file: FileParcel | None = None


# What is never handed over, by what its bank told: why not. Of what was paid even the Pix stays here.
_WITHHELD: Mapping[Registration, ReplyKind] = {
    "rejected": ReplyKind.BOLETO_REFUSED,
    "paid": ReplyKind.SECOND_COPY_LATER,
}
_NOT_PAYABLE: frozenset[Registration] = frozenset({"rejected", "cancelled", "paid"})
# What is answered as if nothing had been paid since.
_AS_AGREED = frozenset({ReplyKind.AFTER_AGREEMENT, ReplyKind.PAYMENT_AGAIN, ReplyKind.PAYMENT_AWAITED})


@dataclass(frozen=True, slots=True)
class SecondCopy:
    """Answers about an agreement as it stands by now.

    Whoever asks how to pay gets one instalment: the one named, else the next that is due. A document that
    expired, or asks for what was paid in part, is issued anew: the old one is cancelled in the transaction
    that keeps the new one, and a question asked again finds the new one standing. One that the bank refused
    is never handed over: its Pix is, and a person sees to the bank. What the CRM issued is handed over again
    as the CRM sent it, while it asks for what is owed.

    Raises:
        IssuerUnavailable, StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    issue: IssueDocuments
    assess: AssessAgreement
    clock: Clock
    payable_days: int
    of_the_crm: SlipOfTheCrm

    async def __call__(self, decision: Decision, debtor: Debtor) -> Handed:
        """Return `decision` with its answer brought up to date, and what goes with it."""
        reply, agreement_id = decision.reply, decision.negotiation.agreement_id
        if reply is None or agreement_id is None or reply.kind not in _AS_AGREED:
            return Handed(decision)
        async with self.uow() as uow:
            standing = await self.assess(uow, agreement_id, business_date(self.clock.now()))
        asked = next((event for event in decision.events if isinstance(event, PaymentAskedAgain)), None)
        answer, documents = await self._answer(reply, asked, standing, debtor)
        again = await self._again(standing, asked) if answer.kind is ReplyKind.SECOND_COPY_LATER else None
        if again is not None:
            answer = replace(reply, documents_follow=True, payment=again.payment)
        return Handed(replace(decision, reply=answer), documents, again.file if again else None)

    async def _answer(
        self, reply: Reply, asked: PaymentAskedAgain | None, standing: Standing, debtor: Debtor
    ) -> tuple[Reply, Documents]:
        if standing.status is AgreementStatus.PAID:
            return replace(reply, kind=ReplyKind.AGREEMENT_PAID, terms=None), ()
        entry = _meant(standing, asked)
        if asked is None or entry is None:
            return reply, ()
        if entry.settled_on is not None:
            return replace(reply, kind=ReplyKind.INSTALLMENT_PAID, terms=None), ()
        document = await self._payable(standing, entry, debtor)
        if document is None:
            return replace(reply, kind=ReplyKind.SECOND_COPY_LATER, terms=None), ()
        reply = replace(reply, installment=in_view(standing, entry, document))
        state = document.boleto.registration
        if state not in _WITHHELD:
            return reply, (document,)
        extra = {"agreement": str(standing.agreement.id), "installment": entry.due.number, "state": state}
        log.error("second copy withheld", extra=extra)
        return replace(reply, kind=_WITHHELD[state], terms=None, payment=instructions(document)), ()

    async def _again(self, standing: Standing, asked: PaymentAskedAgain | None) -> SlipAgain | None:
        entry = _meant(standing, asked)
        if asked is None or entry is None:
            return None
        return await self.of_the_crm(standing, entry, is_named=asked.installment is not None)

    async def _payable(self, standing: Standing, entry: Entry, debtor: Debtor) -> PaymentDocument | None:
        """Return a document by which `entry` can be paid today; None when its issuer will make none."""
        document = standing.standing_document(entry.due.number)
        holidays = self.assess.bank_holidays(standing.agreement, standing.account.on)
        if document is not None and _serves(document, entry, standing.account.on, holidays):
            return document
        if not standing.documents:
            return None
        last_day = max(standing.account.on + timedelta(days=self.payable_days), entry.due.due_date)
        try:
            return await self._anew(standing, debtor, entry, business_day_from(last_day, holidays))
        except IssueRejected as rejected:
            extra = {"agreement": str(standing.agreement.id), "reason": rejected.reason}
            log.error("second copy rejected", extra=extra)
            return None

    async def _anew(
        self, standing: Standing, debtor: Debtor, entry: Entry, due_date: date
    ) -> PaymentDocument | None:
        agreement, now = standing.agreement, self.clock.now()
        position = max(kept.position for kept in standing.documents) + 1
        document = await self.issue.anew(agreement, debtor, entry, due_date, position)
        if document is None:
            return None
        old = standing.standing_document(entry.due.number)
        async with self.uow() as uow:
            await uow.second_copies.put(agreement.id, position, document, now)
            await uow.registrations.put(agreement.id, (document,), now)
            if old is not None:
                await uow.registrations.cancel(old.boleto.bank_code, old.boleto.nosso_numero, now)
            await uow.follow_ups.wake(agreement.conversation_id, now)
            await uow.commit()
        return document


def _meant(standing: Standing, asked: PaymentAskedAgain | None) -> Entry | None:
    """Return the instalment that is asked for: the one named, else the next that is due."""
    named = standing.account.entry(asked.installment) if asked and asked.installment else None
    return named or standing.next_due


def in_view(standing: Standing, entry: Entry, document: PaymentDocument | None) -> InstallmentInView:
    """Return an instalment as it is spoken of: on the terms of its document, if it has one."""
    of = len(standing.agreement.installments)
    due_date = document.boleto.due_date if document else entry.due.due_date
    return InstallmentInView(entry.due.number, of, entry.remaining, due_date, entry.charges)


def instructions(document: PaymentDocument) -> PaymentInstructions | None:
    """Return what a debtor copies to pay by `document`; None when there is no way to pay it."""
    boleto, pix = document.boleto, document.pix
    linha = None if boleto.registration in _NOT_PAYABLE else boleto.linha_digitavel
    if boleto.registration == "paid" or (linha is None and pix is None):
        return None
    return PaymentInstructions(boleto.amount, boleto.due_date, linha, pix.payload if pix else None)


def _serves(document: PaymentDocument, entry: Entry, today: date, holidays: frozenset[date]) -> bool:
    """Tell whether a document still asks for what is owed, and can be paid today."""
    boleto = document.boleto
    if boleto.registration == "cancelled":
        # Nobody here cancelled it: its bank wrote it off.
        return False
    return boleto.amount == entry.remaining and today <= business_day_from(boleto.due_date, holidays)
