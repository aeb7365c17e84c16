"""Follow an agreement to its end: remind, thank, break, and tell the CRM."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from application.assess_agreement import AssessAgreement, Standing
from application.conversation import Held
from application.deliver_messages import CLAIM
from application.keep_turn import TurnTaken, first_of
from application.news_of_agreement import News, Told, news_of
from application.ports.clock import Clock
from application.ports.crm import OutcomeReport
from application.ports.second_copies import KeptDocument
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.turn import Turn
from application.withdraw_documents import WithdrawDocuments
from application.write_first import WriteFirst, Written
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.events import DebtorReminded, Event, PaymentNoted
from domain.negotiation.negotiation import Negotiation
from domain.negotiation.reply import ReplyKind
from domain.payments.following import FollowingRules
from domain.shared.calendar import SAO_PAULO, business_date

_ISSUER_REST = timedelta(minutes=10)
# Whoever answers these wants to pay.
_INVITES = frozenset({ReplyKind.REMINDER, ReplyKind.DUE_TODAY, ReplyKind.OVERDUE})


@dataclass(frozen=True, slots=True)
class FollowAgreement:
    """Lets the days run over an agreement whose conversation is held, as silence runs over an active one.

    What its payments and the day make of it is decided at once: its status, and what the CRM is told. What is
    said to the debtor obeys the rules of contact: it may wait, and is dropped when it is stale by then. All
    of it is kept together or not at all, and each step is taken once for ever.

    Raises:
        StaleAggregate: somebody else holds the conversation by now, or a payment came meanwhile.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    assess: AssessAgreement
    write: WriteFirst
    withdraw: WithdrawDocuments
    clock: Clock
    rules: FollowingRules

    async def __call__(self, held: Held) -> TurnTaken:
        """Do what is due about the agreement; return what follows."""
        agreement_id = held.negotiation.agreement_id
        if agreement_id is None:
            return await self._rest(held)
        withdrawn = await self.withdraw(agreement_id)
        async with self.uow() as uow:
            standing = await self.assess(uow, agreement_id, business_date(self.clock.now()))
            done = await uow.follow_ups.done(agreement_id)
        news = news_of(standing, self.rules, done)
        written = await self.write(held, standing, news.word) if news.word else Written()
        return await self._keep(held, standing, news, written, withdrawn=withdrawn)

    async def _rest(self, held: Held) -> TurnTaken:
        async with self.uow() as uow:
            await uow.follow_ups.sleep(held.lease.conversation_id, None)
            await uow.turns.release(held.lease)
            await uow.commit()
        return TurnTaken()

    async def _keep(
        self, held: Held, standing: Standing, news: News, written: Written, *, withdrawn: bool
    ) -> TurnTaken:
        now = self.clock.now()
        turn = Turn(
            held.lease,
            _after(held.negotiation, news, written),
            (*news.events, *_reminded(news, written)),
            messages=(written.message,) if written.message else (),
        )
        async with self.uow() as uow:
            kept = await uow.turns.keep(turn, now, now + CLAIM)
            await uow.agreements.save(replace(standing.agreement, status=standing.status))
            await self._keep_steps(uow, standing, news, written, now)
            for told in news.told:
                await uow.outcomes.put(_report(held, standing, told, now), now)
            voided = await self._void(uow, standing, now)
            if any(isinstance(event, PaymentNoted) for event in news.events):
                await uow.human_checks.close_all(held.lease.conversation_id, now)
            until = now if voided else _next(news, written, now, withdrawn=withdrawn)
            await uow.follow_ups.sleep(held.lease.conversation_id, until)
            await uow.commit()
        first = first_of(held, turn) if kept.claimed else None
        look_at = turn.negotiation.id if kept.more_waits else None
        return TurnTaken(look_at, first, ended=bool(news.told))

    async def _void(self, uow: UnitOfWork, standing: Standing, now: datetime) -> bool:
        """Let documents stand no more that must not be paid: of what is settled, and of what broke.

        A boleto that was paid stays so for its bank; the Pix beside it could be paid a second time.
        """
        void = [
            kept.document for kept in standing.documents if not kept.cancelled and _is_void(standing, kept)
        ]
        for document in void:
            await uow.registrations.cancel(document.boleto.bank_code, document.boleto.nosso_numero, now)
        numbers = tuple(document.installment for document in void)
        await uow.second_copies.cancel_installments(standing.agreement.id, numbers, now)
        return bool(void)

    async def _keep_steps(
        self, uow: UnitOfWork, standing: Standing, news: News, written: Written, now: datetime
    ) -> None:
        steps, agreement_id = uow.follow_ups, standing.agreement.id
        await steps.keep(agreement_id, news.over, "over", now, said=False)
        if news.word is not None and written.postponed_until is None:
            said = written.message is not None
            await steps.keep(agreement_id, news.word.keys, news.word.kind.value, now, said=said)


def _is_void(standing: Standing, kept: KeptDocument) -> bool:
    if standing.status is AgreementStatus.BROKEN:
        return True
    entry = standing.account.entry(kept.document.installment)
    return entry is not None and entry.settled_on is not None


def _after(negotiation: Negotiation, news: News, written: Written) -> Negotiation:
    """Return the negotiation in which the answer to an invitation is asking how to pay."""
    if written.message is None or news.word is None or news.word.kind not in _INVITES:
        return negotiation
    if written.was_free:
        return replace(negotiation, second_copy_offered=True)
    return replace(negotiation, payment_wanted=True)


def _reminded(news: News, written: Written) -> tuple[Event, ...]:
    word, step = news.word, news.planned.say
    if written.message is None or word is None or step is None or word.installment is None:
        return ()
    return (DebtorReminded(installment=word.installment, kind=step.kind.value),)


def _next(news: News, written: Written, now: datetime, *, withdrawn: bool) -> datetime | None:
    """Return when the agreement is looked at again: never, when nothing more is to come by itself."""
    moments = [] if withdrawn else [now + _ISSUER_REST]
    if written.postponed_until is not None:
        moments.append(written.postponed_until)
    elif news.then:
        moments.append(now)
    if news.planned.next_on is not None:
        moments.append(datetime.combine(news.planned.next_on, time(), SAO_PAULO))
    return min(moments, default=None)


def _report(held: Held, standing: Standing, told: Told, now: datetime) -> OutcomeReport:
    agreement, documents = standing.agreement, standing.documents
    # The CRM issues no slip of its own for a result that names one.
    slip = documents[0].document.boleto.nosso_numero if documents else f"acordo {agreement.id.hex[:8]}"
    return OutcomeReport(
        conversation_id=agreement.conversation_id,
        cpf=held.debtor.record.cpf,
        outcome=told.outcome,
        notes=told.notes[:1].upper() + told.notes[1:],
        at=now,
        duration_seconds=0,
        agreement_id=agreement.id,
        original_amount=agreement.original_amount,
        agreed_amount=agreement.total,
        discount_amount=agreement.discount_amount,
        payment_dates=tuple(due.due_date for due in agreement.installments),
        payment_slip_reference=slip,
        follows=told.follows,
        paid_on=max((payment.paid_on for _, payment in standing.payments), default=None),
    )
