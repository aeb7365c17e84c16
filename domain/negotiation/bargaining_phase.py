"""Once identity is proven: offers, concessions, proposals, and an explicit yes to restated terms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.negotiation import strategy
from domain.negotiation.events import (
    AgreementReached,
    EndReason,
    OfferMade,
    PromiseMade,
    TermsRestated,
)
from domain.negotiation.named_terms import as_choice, repeats
from domain.negotiation.negotiation import Decision, Negotiation, Phase, end, keep, offer, say
from domain.negotiation.offer import Offer, Terms
from domain.negotiation.outcome import Outcome
from domain.negotiation.patience import hear_insult, hear_refusal
from domain.negotiation.reply import Promise, Reason, ReplyKind
from domain.negotiation.strategy import Move
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.calendar import business_date
from domain.shared.ids import agreement_id_of

_HOLDS_BEFORE_A_PERSON = 3

Answer = Callable[[Negotiation, Understanding, datetime], Decision]


def hear(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    """Answer a message of the debtor; terms whose date has passed are put again before they are spoken of."""
    fresh, renewed = _up_to_date(negotiation, now)
    decision = _ANSWERS[heard.intent](fresh, heard, now)
    return replace(decision, events=(*renewed, *decision.events))


def resume(negotiation: Negotiation, now: datetime) -> Decision:
    """Go on from the terms in view with a debtor who has proven anew who they are."""
    fresh, renewed = _up_to_date(negotiation, now)
    decision = keep(fresh, ReplyKind.SMALL_TALK if fresh.current else ReplyKind.CHOOSE_OPTION)
    return replace(decision, events=(*renewed, *decision.events))


def _up_to_date(negotiation: Negotiation, now: datetime) -> tuple[Negotiation, tuple[OfferMade, ...]]:
    today = business_date(now)
    promise = negotiation.promise
    if promise is not None and promise.on < today:
        negotiation = replace(negotiation, promise=None)
    if all(terms.first_due >= today for terms in negotiation.in_view):
        return negotiation, ()
    table = negotiation.table(now)
    return _put(negotiation, [strategy.renewal(table, terms) for terms in negotiation.in_view])


def _put(negotiation: Negotiation, moves: Sequence[Move]) -> tuple[Negotiation, tuple[OfferMade, ...]]:
    """Put one move as the terms in view, or several as options side by side."""
    made: tuple[OfferMade, ...] = ()
    for move in moves:
        negotiation, event = offer(negotiation, move)
        made = (*made, event)
    if len(made) > 1:
        negotiation = replace(negotiation, current=None, options=tuple(event.offer for event in made))
    return negotiation, made


def _accept(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    if not heard.firm:
        return _ask_again(negotiation)
    if negotiation.human_offered and not heard.names_terms:
        return end(negotiation, EndReason.HUMAN_ASKED, Outcome.UNSUCCESSFUL, ReplyKind.HUMAN_CALLED)
    promise = negotiation.promise
    if (
        promise is not None
        and heard.amount in {None, promise.amount}
        and heard.due_date in {None, promise.on}
    ):
        return _promise(negotiation, promise)
    if negotiation.current is None:
        return (
            _propose(negotiation, heard, now)
            if heard.names_terms
            else keep(negotiation, ReplyKind.CHOOSE_OPTION)
        )
    if not repeats(negotiation.current.terms, replace(heard, amount_is=None)):
        return _propose(negotiation, heard, now)
    if negotiation.phase is Phase.AGREEMENT:
        return _agree(negotiation, negotiation.current)
    return _restate(negotiation, negotiation.current.terms, ReplyKind.CONFIRM_TERMS)


def _ask_again(negotiation: Negotiation) -> Decision:
    """Put the terms once more to a debtor whose yes holds something back."""
    if negotiation.current is None:
        return keep(negotiation, ReplyKind.CHOOSE_OPTION)
    return _restate(negotiation, negotiation.current.terms, ReplyKind.CONFIRM_TERMS)


def _agree(negotiation: Negotiation, accepted: Offer) -> Decision:
    reached = AgreementReached(
        agreement_id=agreement_id_of(negotiation.id),
        offer=accepted,
        original_amount=negotiation.debt.balance,
    )
    return end(negotiation, EndReason.AGREED, Outcome.SUCCESSFUL, ReplyKind.AGREEMENT_REACHED, reached)


def _restate(
    negotiation: Negotiation, terms: Terms, kind: ReplyKind, made: tuple[OfferMade, ...] = ()
) -> Decision:
    confirming = replace(negotiation.with_nothing_asked(), phase=Phase.AGREEMENT)
    return Decision(confirming, (*made, TermsRestated(terms=terms)), say(confirming, kind, terms=terms))


def _propose(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    if not heard.names_terms:
        return keep(negotiation, ReplyKind.NOT_UNDERSTOOD)
    if negotiation.options:
        return _choose(negotiation, as_choice(negotiation.in_view, heard), now)
    if negotiation.current is not None and repeats(negotiation.current.terms, heard):
        return _restate(negotiation, negotiation.current.terms, ReplyKind.CONFIRM_TERMS)
    return _bargain(negotiation, heard, now)


def _choose(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    """Take one of the options in view; a date alone moves them all."""
    if heard.amount is None and heard.installments is None and heard.discount_percent is None:
        return _split(negotiation, heard, now)
    return _bargain(negotiation, heard, now)


def _bargain(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    move = strategy.answer(negotiation.table(now), heard)
    if move.reason is Reason.DATE_OUT_OF_RANGE:
        promise = _promise_for(negotiation, move, heard.due_date, business_date(now))
        if promise is not None:
            return _offer_promise(negotiation, promise)
        negotiation = replace(negotiation, dates_refused=negotiation.dates_refused + 1)
    if move.reason is Reason.BELOW_FLOOR and _in_view(negotiation, move):
        return _hold(negotiation)
    offered, made = offer(negotiation, move)
    if move.taken:
        return _restate(offered, made.offer.terms, ReplyKind.PROPOSAL_TAKEN, (made,))
    return _offered(offered, made, ReplyKind.COUNTER_OFFER)


def _promise_for(negotiation: Negotiation, move: Move, wanted: date | None, today: date) -> Promise | None:
    """Return the promise of a later date, of the first instalment of `move`, that the debtor insists on.

    It takes one counter-offer of a date before, and a date that is not too far.
    """
    latest = today + timedelta(days=negotiation.policy.promise_days)
    if wanted is None or not negotiation.dates_refused:
        return None
    if not negotiation.prices.latest_due(today) < wanted <= latest:
        return None
    first = move.terms(negotiation.prices).installments[0]
    return Promise(first.amount, wanted)


def _offer_promise(negotiation: Negotiation, promise: Promise) -> Decision:
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
    return replace(decision, reply=replace(say(decision.negotiation, kind), promise=promise))


def _object(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    if heard.discount_percent is not None:
        return _propose(negotiation, heard, now)
    asked = negotiation.phase is Phase.AGREEMENT or negotiation.promise is not None
    if heard.intent is Intent.REJECT and asked:
        reopened = negotiation.with_nothing_asked()
        return Decision(reopened, (), say(reopened, ReplyKind.TERMS_REOPENED))
    move = strategy.concession(negotiation.table(now), Reason.PRICE_OBJECTION)
    if move is None:
        return _hold(negotiation)
    return _offered(*offer(negotiation, move), ReplyKind.CONCESSION)


def _hold(negotiation: Negotiation) -> Decision:
    """Keep the terms in view, of several the lightest: policy allows no less.

    The third time, offer a person: saying no again would help nobody.
    """
    holds = negotiation.holds + 1
    held = replace(
        negotiation.with_nothing_asked(),
        current=negotiation.current or negotiation.options[-1],
        options=(),
        holds=holds,
        human_offered=holds == _HOLDS_BEFORE_A_PERSON,
    )
    kind = ReplyKind.HUMAN_OFFERED if held.human_offered else ReplyKind.FLOOR_HELD
    return Decision(held, (), say(held, kind, terms=held.in_view[0], reason=Reason.FLOOR_REACHED))


def _hardship(negotiation: Negotiation, _heard: Understanding, now: datetime) -> Decision:
    move = strategy.relief(negotiation.table(now))
    if _in_view(negotiation, move):
        return _hold(negotiation)
    return _offered(*offer(negotiation, move), ReplyKind.HARDSHIP_OFFER)


def _in_view(negotiation: Negotiation, move: Move) -> bool:
    terms = move.terms(negotiation.prices)
    return negotiation.current is not None and terms == negotiation.current.terms


def _split(negotiation: Negotiation, heard: Understanding, now: datetime) -> Decision:
    moves = strategy.installment_options(negotiation.table(now), heard.due_date)
    if not moves:
        return keep(negotiation, ReplyKind.ONLY_CASH)
    offered, made = _put(negotiation, moves)
    if len(made) == 1:
        return _offered(offered, made[0], ReplyKind.COUNTER_OFFER)
    reply = replace(
        say(offered, ReplyKind.INSTALLMENT_OPTIONS, reason=made[0].reason), options=offered.in_view
    )
    return Decision(offered, made, reply)


def _offered(negotiation: Negotiation, made: OfferMade, kind: ReplyKind) -> Decision:
    return Decision(negotiation, (made,), say(negotiation, kind, terms=made.offer.terms, reason=made.reason))


def _wait(negotiation: Negotiation, _heard: Understanding, _now: datetime) -> Decision:
    waiting = replace(negotiation.with_nothing_asked(), asked_to_wait=True)
    return Decision(waiting, (), say(waiting, ReplyKind.CALL_LATER))


def _ending(reason: EndReason, outcome: Outcome, kind: ReplyKind) -> Answer:
    return lambda negotiation, _heard, _now: end(negotiation, reason, outcome, kind)


def _answering(kind: ReplyKind) -> Answer:
    return lambda negotiation, _heard, _now: keep(negotiation, kind)


def _patiently(answer: Callable[[Negotiation], Decision]) -> Answer:
    return lambda negotiation, _heard, _now: answer(negotiation)


_ANSWERS: Mapping[Intent, Answer] = {
    Intent.OPT_OUT: _ending(EndReason.OPTED_OUT, Outcome.UNSUCCESSFUL, ReplyKind.OPTED_OUT),
    Intent.WRONG_PERSON: _ending(EndReason.WRONG_PERSON, Outcome.NO_CONTACT, ReplyKind.WRONG_PERSON),
    Intent.ALREADY_PAID: _ending(EndReason.ALREADY_PAID, Outcome.UNSUCCESSFUL, ReplyKind.ALREADY_PAID),
    Intent.DISPUTE: _ending(EndReason.DISPUTED, Outcome.UNSUCCESSFUL, ReplyKind.DISPUTED),
    Intent.ASK_HUMAN: _ending(EndReason.HUMAN_ASKED, Outcome.UNSUCCESSFUL, ReplyKind.HUMAN_CALLED),
    Intent.LEGAL_THREAT: _ending(EndReason.LEGAL_THREAT, Outcome.UNSUCCESSFUL, ReplyKind.LEGAL_RIGHTS),
    Intent.PROPOSE: _propose,
    Intent.ACCEPT: _accept,
    Intent.REFUSE_TO_PAY: _patiently(hear_refusal),
    Intent.ASK_PAYMENT_METHOD: _answering(ReplyKind.PAYMENT_METHODS),
    Intent.ASK_INSTALLMENTS: _split,
    Intent.ASK_DISCOUNT: _object,
    Intent.ASK_DETAILS: _answering(ReplyKind.DEBT_DETAILS),
    Intent.SUSPICIOUS: _answering(ReplyKind.GENUINE),
    Intent.CALL_LATER: _wait,
    Intent.HARDSHIP: _hardship,
    Intent.REJECT: _object,
    Intent.ABUSE: _patiently(hear_insult),
    Intent.THANKS: _answering(ReplyKind.SMALL_TALK),
    Intent.GREETING: _answering(ReplyKind.SMALL_TALK),
    Intent.IDENTIFY: _answering(ReplyKind.SMALL_TALK),
    Intent.UNKNOWN: _answering(ReplyKind.NOT_UNDERSTOOD),
}
