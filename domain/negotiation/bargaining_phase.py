"""Once identity is proven: offers, concessions, proposals, and an explicit yes to restated terms."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.negotiation import strategy
from domain.negotiation.events import (
    AgreementReached,
    EndReason,
    Event,
    HardshipTold,
    OfferMade,
    PromiseMade,
    TermsRestated,
)
from domain.negotiation.negotiation import Decision, Negotiation, Phase, end, offer, say
from domain.negotiation.offer import Terms
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import Promise, Reason, ReplyKind
from domain.negotiation.strategy import Move
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.calendar import business_date
from domain.shared.ids import agreement_id_of

_REFUSALS_HEARD = 2
_INSULTS_HEARD = 3

Answer = Callable[[Negotiation, Understanding, datetime], Decision]


def hear(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    """Answer a message of the debtor; hardship is acknowledged before any number, whatever else was said."""
    waiting = replace(
        negotiation, hardship_told=negotiation.hardship_told or heard.hardship, asked_to_wait=False
    )
    decision = _ANSWERS[heard.intent](waiting, heard, now)
    if not heard.hardship:
        return decision
    told: tuple[Event, ...] = () if negotiation.hardship_told else (HardshipTold(),)
    reply = replace(decision.reply, acknowledges_hardship=True) if decision.reply else None
    return Decision(decision.negotiation, (*told, *decision.events), reply)


def _accept(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    if negotiation.promise is not None:
        return _promise(negotiation, negotiation.promise)
    if _names_other_terms(negotiation, heard):
        return _propose(negotiation, heard, now)
    if negotiation.current is None:
        return _keep(negotiation, ReplyKind.CHOOSE_OPTION)
    if negotiation.phase is Phase.AGREEMENT:
        reached = AgreementReached(
            agreement_id=agreement_id_of(negotiation.id),
            offer=negotiation.current,
            original_amount=negotiation.debt.balance,
        )
        return end(negotiation, EndReason.AGREED, Outcome.SUCCESSFUL, ReplyKind.AGREEMENT_REACHED, reached)
    return _restate(negotiation, negotiation.current.terms, ReplyKind.CONFIRM_TERMS)


def _restate(negotiation: Negotiation, terms: Terms, kind: ReplyKind, *before: Event) -> Decision:
    confirming = replace(negotiation, phase=Phase.AGREEMENT)
    return Decision(confirming, (*before, TermsRestated(terms=terms)), say(confirming, kind, terms=terms))


def _propose(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    move = strategy.answer(negotiation.table(now), heard)
    if move.reason is Reason.DATE_OUT_OF_RANGE and heard.due_date is not None:
        promised = _offer_promise(negotiation, move, heard.due_date, business_date(now))
        if promised is not None:
            return promised
        negotiation = replace(negotiation, dates_refused=negotiation.dates_refused + 1)
    offered, made = offer(negotiation, move, now)
    if move.taken:
        return _restate(offered, made.offer.terms, ReplyKind.PROPOSAL_TAKEN, made)
    return _offered(offered, made, ReplyKind.COUNTER_OFFER)


def _offer_promise(negotiation: Negotiation, move: Move, wanted: date, today: date) -> Decision | None:
    """After one counter-offer of a date, let the debtor promise the one they insist on, if it is near."""
    latest = today + timedelta(days=negotiation.policy.promise_days)
    if not negotiation.dates_refused or not today < wanted <= latest:
        return None
    promise = Promise(move.total, wanted)
    asking = replace(negotiation, phase=Phase.NEGOTIATION, promise=promise)
    return Decision(asking, (), replace(say(asking, ReplyKind.PROMISE_OFFERED), promise=promise))


def _promise(negotiation: Negotiation, promise: Promise) -> Decision:
    made = PromiseMade(
        agreement_id=agreement_id_of(negotiation.id),
        promise=promise,
        original_amount=negotiation.debt.balance,
        policy_version=negotiation.policy.version,
    )
    kind = ReplyKind.PROMISE_RECORDED
    decision = end(negotiation, EndReason.PROMISED, Outcome.PARTIALLY_SUCCESSFUL, kind, made)
    reply = replace(decision.reply, terms=None, promise=promise) if decision.reply else None
    return replace(decision, reply=reply)


def _object(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    if heard.discount_percent is not None:
        return _propose(negotiation, heard, now)
    if heard.intent is Intent.REJECT and negotiation.phase is Phase.AGREEMENT:
        reopened = replace(negotiation, phase=Phase.NEGOTIATION)
        return Decision(reopened, (), say(reopened, ReplyKind.TERMS_REOPENED))
    move = strategy.concession(negotiation.table(now), Reason.PRICE_OBJECTION)
    if move is None:
        return _hold(negotiation)
    return _offered(*offer(negotiation, move, now), ReplyKind.CONCESSION)


def _hold(negotiation: Negotiation) -> Decision:
    held = replace(negotiation, phase=Phase.NEGOTIATION, promise=None)
    terms = held.current.terms if held.current else None
    return Decision(
        held, (), replace(say(held, ReplyKind.FLOOR_HELD, terms=terms), reason=Reason.FLOOR_REACHED)
    )


def _hardship(negotiation: Negotiation, _heard: Understanding, now: datetime) -> Decision:
    move = strategy.relief(negotiation.table(now))
    terms = negotiation.prices.terms(move.total, move.installments, move.first_due)
    if negotiation.current is not None and terms == negotiation.current.terms:
        return _hold(negotiation)
    return _offered(*offer(negotiation, move, now), ReplyKind.HARDSHIP_OFFER)


def _split(negotiation: Negotiation, _heard: Understanding, now: datetime) -> Decision:
    moves = strategy.installment_options(negotiation.table(now))
    if not moves:
        return _keep(negotiation, ReplyKind.ONLY_CASH)
    offered, events = negotiation, list[OfferMade]()
    for move in moves:
        offered, made = offer(offered, move, now)
        events.append(made)
    if len(events) == 1:
        return _offered(offered, events[0], ReplyKind.COUNTER_OFFER)
    choosing = replace(offered, current=None, options=tuple(made.offer for made in events))
    return replace(_keep(choosing, ReplyKind.INSTALLMENT_OPTIONS), events=tuple(events))


def _offered(negotiation: Negotiation, made: OfferMade, kind: ReplyKind) -> Decision:
    reply = replace(say(negotiation, kind, terms=made.offer.terms), reason=made.reason)
    return Decision(negotiation, (made,), reply)


def _keep(negotiation: Negotiation, kind: ReplyKind) -> Decision:
    """Answer a question, and leave the terms in view where they are."""
    terms = negotiation.current.terms if negotiation.current else None
    options = tuple(option.terms for option in negotiation.options)
    return Decision(negotiation, (), replace(say(negotiation, kind, terms=terms), options=options))


def _names_other_terms(negotiation: Negotiation, heard: Understanding) -> bool:
    named = (heard.amount, heard.installments, heard.due_date, heard.discount_percent)
    if negotiation.current is None:
        return any(value is not None for value in named)
    terms = negotiation.current.terms
    amounts = {terms.total, *(installment.amount for installment in terms.installments)}
    return (
        heard.amount not in {None, *amounts}
        or heard.installments not in {None, len(terms.installments)}
        or heard.due_date not in {None, terms.first_due}
        or heard.discount_percent not in {None, terms.discount_percent}
    )


def _refuse(negotiation: Negotiation, _heard: Understanding, _now: datetime) -> Decision:
    refused = replace(negotiation, refusals=negotiation.refusals + 1)
    if refused.refusals >= _REFUSALS_HEARD:
        return end(refused, EndReason.REFUSED, Outcome.UNSUCCESSFUL, ReplyKind.REFUSED)
    return _keep(refused, ReplyKind.REFUSAL_HEARD)


def _abuse(negotiation: Negotiation, _heard: Understanding, _now: datetime) -> Decision:
    insulted = replace(negotiation, insults=negotiation.insults + 1)
    if insulted.insults >= _INSULTS_HEARD:
        return end(insulted, EndReason.REFUSED, Outcome.UNSUCCESSFUL, ReplyKind.REFUSED)
    return _keep(insulted, ReplyKind.ABUSE_HEARD)


def _wait(negotiation: Negotiation, _heard: Understanding, _now: datetime) -> Decision:
    waiting = replace(negotiation, asked_to_wait=True)
    return Decision(waiting, (), say(waiting, ReplyKind.CALL_LATER))


def _ending(reason: EndReason, outcome: Outcome, kind: ReplyKind) -> Answer:
    return lambda negotiation, _heard, _now: end(negotiation, reason, outcome, kind)


def _answering(kind: ReplyKind) -> Answer:
    return lambda negotiation, _heard, _now: _keep(negotiation, kind)


_ANSWERS: Mapping[Intent, Answer] = {
    Intent.OPT_OUT: _ending(EndReason.OPTED_OUT, Outcome.UNSUCCESSFUL, ReplyKind.OPTED_OUT),
    Intent.WRONG_PERSON: _ending(EndReason.WRONG_PERSON, Outcome.NO_CONTACT, ReplyKind.WRONG_PERSON),
    Intent.ALREADY_PAID: _ending(EndReason.ALREADY_PAID, Outcome.UNSUCCESSFUL, ReplyKind.ALREADY_PAID),
    Intent.DISPUTE: _ending(EndReason.DISPUTED, Outcome.UNSUCCESSFUL, ReplyKind.DISPUTED),
    Intent.ASK_HUMAN: _ending(EndReason.HUMAN_ASKED, Outcome.UNSUCCESSFUL, ReplyKind.HUMAN_CALLED),
    Intent.LEGAL_THREAT: _ending(EndReason.LEGAL_THREAT, Outcome.UNSUCCESSFUL, ReplyKind.LEGAL_RIGHTS),
    Intent.PROPOSE: _propose,
    Intent.ACCEPT: _accept,
    Intent.REFUSE_TO_PAY: _refuse,
    Intent.ASK_PAYMENT_METHOD: _answering(ReplyKind.PAYMENT_METHODS),
    Intent.ASK_INSTALLMENTS: _split,
    Intent.ASK_DISCOUNT: _object,
    Intent.ASK_DETAILS: _answering(ReplyKind.DEBT_DETAILS),
    Intent.SUSPICIOUS: _answering(ReplyKind.GENUINE),
    Intent.CALL_LATER: _wait,
    Intent.HARDSHIP: _hardship,
    Intent.REJECT: _object,
    Intent.ABUSE: _abuse,
    Intent.THANKS: _answering(ReplyKind.SMALL_TALK),
    Intent.GREETING: _answering(ReplyKind.SMALL_TALK),
    Intent.IDENTIFY: _answering(ReplyKind.SMALL_TALK),
    Intent.UNKNOWN: _answering(ReplyKind.NOT_UNDERSTOOD),
}
