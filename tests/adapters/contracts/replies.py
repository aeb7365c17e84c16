"""Replies as a negotiation makes them, for every narrator to phrase."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from application.fact_check import may_precede_identity
from application.ports.narrator import Speaker, VoiceContext
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.offer import PriceList, Terms
from domain.negotiation.policy import Empathy, Policy
from domain.negotiation.reply import (
    InstallmentInView,
    PaymentInstructions,
    PaymentInView,
    Promise,
    Reason,
    Reply,
    ReplyKind,
    Unread,
)
from domain.negotiation.understanding import ENDINGS
from domain.shared.money import brl

TODAY = date(2026, 11, 20)
FRIDAY = date(2026, 11, 27)
LINHA_DIGITAVEL = "00190.50095 40144.816069 06809.350314 3 37370000000100"
PIX = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d3-a456-4266554400005204000053039865802BR6304ABCD"
SPEAKER = Speaker(
    "Aurora Recuperação de Crédito",
    "Grupo Aurora",
    "11.222.333/0001-81",
    "0800 123 4567",
    "www.aurora.example.com.br",
)
DEBT = DebtAtStake(
    brl("1000.00"), brl("812.34"), date(2024, 5, 10), "Lojas Aurora", "compra no carnê 4471/2024"
)

WITHOUT_DEBT = frozenset(
    {
        ReplyKind.ASK_DIGITS,
        ReplyKind.ASK_DIGITS_AGAIN,
        ReplyKind.WRONG_DIGITS,
        ReplyKind.VERIFICATION_FAILED,
        ReplyKind.WELCOME_BACK,
        ReplyKind.EXPLAIN_CONTACT,
        ReplyKind.WRONG_PERSON,
    }
)
WITH_OPTIONS = frozenset({ReplyKind.INSTALLMENT_OPTIONS, ReplyKind.CHOOSE_OPTION})
WITH_PROMISE = frozenset({ReplyKind.PROMISE_OFFERED, ReplyKind.PROMISE_RECORDED})
OF_INSTALLMENT = frozenset(
    {
        ReplyKind.REMINDER,
        ReplyKind.DUE_TODAY,
        ReplyKind.OVERDUE,
        ReplyKind.AGREEMENT_BROKEN,
        ReplyKind.BOLETO_REFUSED,
    }
)
OF_PAYMENT = frozenset({ReplyKind.PAYMENT_RECEIVED, ReplyKind.OVERPAID})
WITH_PAYMENT = frozenset(
    {
        ReplyKind.AGREEMENT_REACHED,
        ReplyKind.PAYMENT_AGAIN,
        ReplyKind.REMINDER,
        ReplyKind.DUE_TODAY,
        ReplyKind.BOLETO_REFUSED,
    }
)
# The bank refused the boleto: what is left is the Pix.
BY_PIX_ALONE = frozenset({ReplyKind.BOLETO_REFUSED})
FOLLOWING = (
    OF_INSTALLMENT
    | OF_PAYMENT
    | {
        ReplyKind.PAYMENT_AWAITED,
        ReplyKind.INSTALLMENT_PAID,
        ReplyKind.SECOND_COPY_LATER,
        ReplyKind.AGREEMENT_PAID,
    }
)
WITHOUT_TERMS = (
    WITHOUT_DEBT
    | WITH_OPTIONS
    | WITH_PROMISE
    | FOLLOWING
    | {ReplyKind.TERMS_REOPENED, ReplyKind.ENDING_DOUBTED}
)
OFFERS = frozenset(
    {
        ReplyKind.OPENING_OFFER,
        ReplyKind.CONCESSION,
        ReplyKind.FLOOR_HELD,
        ReplyKind.HUMAN_OFFERED,
        ReplyKind.PROPOSAL_TAKEN,
        ReplyKind.COUNTER_OFFER,
        ReplyKind.ONLY_CASH,
        ReplyKind.HARDSHIP_OFFER,
        ReplyKind.CONFIRM_TERMS,
    }
)
ENDS_OR_LEAVES_IN_PEACE = frozenset(
    {
        ReplyKind.VERIFICATION_FAILED,
        ReplyKind.WRONG_PERSON,
        ReplyKind.CALL_LATER,
        ReplyKind.AGREEMENT_REACHED,
        ReplyKind.PROMISE_RECORDED,
        ReplyKind.ALREADY_PAID,
        ReplyKind.DISPUTED,
        ReplyKind.HUMAN_CALLED,
        ReplyKind.LEGAL_RIGHTS,
        ReplyKind.CARE,
        ReplyKind.OPTED_OUT,
        ReplyKind.REFUSED,
        ReplyKind.TIMED_OUT,
        ReplyKind.PATIENCE_ENDED,
        ReplyKind.PAYMENT_AGAIN,
        ReplyKind.RECEIPT_UNDER_CHECK,
        ReplyKind.AFTER_END,
        *FOLLOWING,
    }
)
REASONS: dict[ReplyKind, tuple[Reason, ...]] = {
    ReplyKind.OPENING_OFFER: (Reason.OPENING,),
    ReplyKind.CONCESSION: (Reason.PRICE_OBJECTION, Reason.HARDSHIP, Reason.ASKED_INSTALLMENTS),
    ReplyKind.FLOOR_HELD: (Reason.FLOOR_REACHED,),
    ReplyKind.HUMAN_OFFERED: (Reason.FLOOR_REACHED,),
    ReplyKind.PROPOSAL_TAKEN: (Reason.PROPOSAL_ALLOWED,),
    ReplyKind.HARDSHIP_OFFER: (Reason.HARDSHIP,),
    ReplyKind.COUNTER_OFFER: (
        Reason.BELOW_FLOOR,
        Reason.INSTALLMENT_TOO_SMALL,
        Reason.TOO_MANY_INSTALLMENTS,
        Reason.DATE_OUT_OF_RANGE,
        Reason.ASKED_INSTALLMENTS,
        Reason.FLOOR_REACHED,
    ),
}


def prices(debt: DebtAtStake = DEBT, interest: str = "0") -> PriceList:
    return PriceList(debt.balance, Policy(version="2026-11", monthly_interest_percent=Decimal(interest)))


def terms(percent: str = "15", installments: int = 3, interest: str = "0") -> Terms:
    listed = prices(interest=interest)
    return listed.terms(listed.at(Decimal(percent), installments), installments, FRIDAY)


def a_context(turn: int = 0, empathy: Empathy = "high", last: str | None = None) -> VoiceContext:
    return VoiceContext(TODAY, empathy, SPEAKER, turn, last)


def replies_of(kind: ReplyKind) -> list[Reply]:
    """Return `kind` as a negotiation may say it: for each reason, à vista, parcelled, before identity."""
    bare = Reply(kind, "Maria", attempts_left=2 if kind is ReplyKind.WRONG_DIGITS else None)
    if kind in WITHOUT_DEBT:
        return [bare]
    known = replace(
        bare,
        debt=DEBT,
        options=(terms("40", 1), terms("30", 2), terms("20", 12)) if kind in WITH_OPTIONS else (),
        promise=Promise(brl("600.00"), date(2027, 1, 9)) if kind in WITH_PROMISE else None,
        payment=PaymentInstructions(
            terms().installments[0].amount, FRIDAY, None if kind in BY_PIX_ALONE else LINHA_DIGITAVEL, PIX
        )
        if kind in WITH_PAYMENT
        else None,
        documents_follow=kind in WITH_PAYMENT - BY_PIX_ALONE,
        installment=InstallmentInView(2, 3, terms().installments[0].amount, FRIDAY, brl("7.00"))
        if kind in OF_INSTALLMENT
        else None,
        received=PaymentInView(brl("300.00"), brl("7.00"), brl("50.00"), settles=True)
        if kind in OF_PAYMENT
        else None,
    )
    offered = [] if kind in WITHOUT_TERMS else [terms("10", 1), terms("15", 3), terms("0", 12, "2")]
    reasons: tuple[Reason | None, ...] = REASONS.get(kind, (None,))
    with_terms = [replace(known, terms=each, reason=reason) for each in offered for reason in reasons]
    asleep = [] if kind in OFFERS else [known]
    reserved = [bare] if may_precede_identity(kind) else []
    hurt = [replace(each, acknowledges_hardship=True) for each in [*with_terms, *asleep]]
    sent = tuple(Unread) if kind is ReplyKind.MEDIA_NOT_READ else (Unread.AUDIO, Unread.RECEIPT)
    beside = [replace(each, unread=what) for each in [*with_terms[:1], *reserved] for what in sent]
    doubts = sorted(ENDINGS) if kind is ReplyKind.ENDING_DOUBTED else ()
    doubted = [replace(each, doubted=ending) for each in [*asleep, *reserved] for ending in doubts]
    return [*with_terms, *asleep, *hurt, *reserved, *beside, *doubted]
