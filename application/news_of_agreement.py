"""What is new about an agreement: what came in, what became of it, and the one thing worth saying."""

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from application.assess_agreement import Standing
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.events import (
    AgreementBroken,
    AgreementSettled,
    AgreementStandsAgain,
    Event,
    PaymentNoted,
)
from domain.negotiation.explanation import explain
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import PaymentInView, ReplyKind
from domain.payments.following import FollowingRules, FollowUpKind, FollowUpStep, Plan, plan
from domain.payments.received import PaymentReceived
from domain.shared.calendar import business_date
from domain.shared.money import ZERO

_FOLLOWED = frozenset({AgreementStatus.ACTIVE, AgreementStatus.PROMISED, AgreementStatus.BROKEN})
_NOTHING_PLANNED = Plan(None, (), None)
_REPLIES = {
    FollowUpKind.REMINDER: ReplyKind.REMINDER,
    FollowUpKind.DUE_TODAY: ReplyKind.DUE_TODAY,
    FollowUpKind.LATE: ReplyKind.OVERDUE,
    FollowUpKind.BROKEN: ReplyKind.AGREEMENT_BROKEN,
}


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to say to the debtor, once: about `installment`, or about a payment that came.

    `keys` are the steps that are over with it; the first one names the message for ever.
    """

    kind: ReplyKind
    keys: tuple[str, ...]
    installment: int | None = None
    received: PaymentInView | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that the CRM is told; `follows` is its name among all that follows the conversation."""

    follows: str
    outcome: Outcome
    notes: str


@dataclass(frozen=True, slots=True)
class News:
    """Everything that is new. `over` are steps that need no word; `then` tells that more is to be said."""

    events: tuple[Event, ...]
    told: tuple[Told, ...]
    word: Word | None
    over: tuple[str, ...]
    planned: Plan
    then: bool = False


def news_of(standing: Standing, rules: FollowingRules, done: Container[str]) -> News:
    """Return what is new about an agreement of which the steps in `done` are over with."""
    agreement = standing.agreement
    planned = _NOTHING_PLANNED
    if standing.status in _FOLLOWED:
        planned = plan(standing.account, rules, business_date(agreement.reached_at), done)
    came = [payment for _, payment in standing.payments if payment_key(payment) not in done]
    fresh = [payment for payment in came if _noted_key(payment) not in done]
    noted = [_noted(standing, fresh[at:]) for at in range(len(fresh))]
    changed = tuple(_changes(standing))
    thanks = _thanks(standing, came) if came else None
    reminder = _reminder(planned.say) if planned.say else None
    return News(
        events=(*noted, *changed),
        told=(*_of_surplus(fresh, noted), *(_of_change(standing, event) for event in changed)),
        word=thanks or reminder,
        over=(*map(_noted_key, fresh), *(step.key for step in planned.done if step != planned.say)),
        planned=planned,
        then=thanks is not None and reminder is not None,
    )


def payment_key(payment: PaymentReceived) -> str:
    """Return the name of the step that a payment calls for; it says nothing of whoever told of it."""
    return f"payment.{hashlib.sha256(payment.told_as.encode()).hexdigest()[:32]}"


def _noted_key(payment: PaymentReceived) -> str:
    """Return the name of the step that writes a payment down, thanked for or not yet."""
    return f"noted.{payment_key(payment)}"


def _changes(standing: Standing) -> Iterator[Event]:
    before, now, account = standing.agreement.status, standing.status, standing.account
    if before is now:
        return
    if now is AgreementStatus.PAID:
        yield AgreementSettled(paid=account.paid)
    elif now is AgreementStatus.BROKEN:
        late = next(entry for entry in account.unsettled if entry.is_overdue(account.on))
        yield AgreementBroken(installment=late.due.number, remaining=account.remaining)
    elif before is AgreementStatus.BROKEN:
        yield AgreementStandsAgain()


def _noted(standing: Standing, last: Sequence[PaymentReceived]) -> PaymentNoted:
    """Note the first of the `last` payments, with the surplus that came with it alone."""
    surplus = _surplus(standing, last) - _surplus(standing, last[1:])
    return PaymentNoted(amount=last[0].amount, remaining=standing.account.remaining, surplus=surplus)


def _surplus(standing: Standing, came: Sequence[PaymentReceived]) -> Decimal:
    return standing.surplus_since({payment.told_as for payment in came})


def _of_surplus(fresh: list[PaymentReceived], noted: list[PaymentNoted]) -> Iterator[Told]:
    for payment, event in zip(fresh, noted, strict=True):
        if event.surplus:
            yield Told(f"surplus.{payment_key(payment)}", Outcome.SUCCESSFUL, explain(event))


def _of_change(standing: Standing, event: Event) -> Told:
    broken = isinstance(event, AgreementBroken)
    outcome = Outcome.UNSUCCESSFUL if broken else Outcome.SUCCESSFUL
    # The version tells one breach of the same agreement from another.
    return Told(f"{standing.status.value}.{standing.agreement.version}", outcome, explain(event))


def _thanks(standing: Standing, came: list[PaymentReceived]) -> Word:
    account = standing.account
    names = {payment.told_as for payment in came}
    settled = {each.installment for each in account.settlements if each.payment in names}
    left = sum((entry.remaining for entry in account.unsettled if entry.due.number in settled), ZERO)
    surplus = standing.surplus_since(names)
    paid = sum((payment.amount for payment in came), Decimal(0))
    settles = standing.status is AgreementStatus.PAID
    kind = ReplyKind.PAYMENT_RECEIVED
    if surplus:
        kind = ReplyKind.OVERPAID
    elif settles:
        kind = ReplyKind.AGREEMENT_PAID
    keys = tuple(dict.fromkeys(payment_key(payment) for payment in came))
    return Word(kind, keys, received=PaymentInView(paid, left, surplus, settles))


def _reminder(step: FollowUpStep) -> Word:
    return Word(_REPLIES[step.kind], (step.key,), installment=step.installment)
