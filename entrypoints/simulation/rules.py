"""What a conversation must never do, counted again from the policy and not by the code that decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from domain.negotiation.events import AgreementReached, OfferMade, PaymentAskedAgain, PromiseMade
from domain.negotiation.negotiation import Decision, Negotiation, Status
from domain.negotiation.offer import Terms
from domain.negotiation.policy import Policy
from domain.negotiation.reply import Reply, ReplyKind
from domain.negotiation.understanding import Intent
from domain.shared.money import format_brl

_CENT = Decimal("0.01")
_MONTHS = 12
_ASKS_FOR_YES = frozenset({ReplyKind.CONFIRM_TERMS, ReplyKind.PROPOSAL_TAKEN})


class Rule(StrEnum):
    """A promise that can be broken."""

    BELOW_FLOOR = "below_floor"
    ABOVE_FULL = "above_full"
    TOO_MANY_INSTALLMENTS = "too_many_installments"
    INSTALLMENT_TOO_SMALL = "installment_too_small"
    DATE_NOT_ALLOWED = "date_not_allowed"
    NOT_MONTHLY = "not_monthly"
    WRONG_SUM = "wrong_sum"
    WORSE_THAN_BEFORE = "worse_than_before"
    AGREED_WITHOUT_YES = "agreed_without_yes"
    TWO_AGREEMENTS = "two_agreements"
    LEFT_CLOSED = "left_closed"
    DISCLOSED = "disclosed"


IN_PORTUGUESE: Mapping[Rule, str] = {
    Rule.BELOW_FLOOR: "oferta abaixo do piso",
    Rule.ABOVE_FULL: "oferta acima do saldo",
    Rule.TOO_MANY_INSTALLMENTS: "parcelas além do máximo",
    Rule.INSTALLMENT_TOO_SMALL: "parcela menor que a mínima",
    Rule.DATE_NOT_ALLOWED: "vencimento fora do prazo",
    Rule.NOT_MONTHLY: "parcelas que não são mensais",
    Rule.WRONG_SUM: "parcelas que não somam o total",
    Rule.WORSE_THAN_BEFORE: "oferta pior que outra já feita",
    Rule.AGREED_WITHOUT_YES: "acordo sem repetir os termos e ouvir um sim",
    Rule.TWO_AGREEMENTS: "dois acordos na mesma conversa",
    Rule.LEFT_CLOSED: "conversa encerrada que voltou a andar",
    Rule.DISCLOSED: "dívida revelada antes da identidade",
}


@dataclass(slots=True)
class Watch:
    """Watches one conversation about `balance` BRL under `policy`.

    `best` is the least total offered by number of instalments; `restated` are the terms that a yes would
    close: repeated for confirmation and still before the debtor's eyes.
    """

    policy: Policy
    balance: Decimal
    best: dict[int, Decimal] = field(default_factory=dict)
    restated: Terms | None = None
    agreements: int = 0

    def broken_by(
        self, before: Negotiation, intent: Intent | None, decision: Decision, today: date
    ) -> Iterator[Rule]:
        """Yield every rule that `decision` breaks; `intent` is what was understood, None for media."""
        for event in decision.events:
            match event:
                case OfferMade():
                    yield from self._offer(event.offer.terms, today)
                case AgreementReached():
                    yield from self._agreement(event.offer.terms, intent)
                case PromiseMade():
                    yield from self._one_more_agreement()
        yield from _closed(before, decision)
        yield from _disclosed(decision)

    def sees(self, reply: Reply, text: str) -> None:
        """Note what was just said: a yes to a text that no longer states the terms is no yes to them."""
        if reply.kind in _ASKS_FOR_YES:
            self.restated = reply.terms
        elif reply.terms != self.restated:
            self.restated = None
        if self.restated is not None and format_brl(self.restated.total) not in text:
            self.restated = None

    def _offer(self, terms: Terms, today: date) -> Iterator[Rule]:
        count = len(terms.installments)
        least = min(self.policy.min_payment, self.balance)
        discounted = self.balance * (100 - self.policy.max_discount(count)) / 100
        factor = self.policy.interest_factor(count)
        full = (self.balance * factor).quantize(_CENT, ROUND_CEILING)
        checks = {
            Rule.BELOW_FLOOR: terms.total >= max(discounted, least) * factor,
            Rule.ABOVE_FULL: terms.total <= full,
            Rule.TOO_MANY_INSTALLMENTS: count <= self.policy.max_installments,
            Rule.INSTALLMENT_TOO_SMALL: count == 1
            or all(each.amount >= self.policy.min_installment for each in terms.installments),
            Rule.DATE_NOT_ALLOWED: _first_due_allowed(terms.first_due, self.policy, today),
            Rule.NOT_MONTHLY: _is_monthly(terms),
            Rule.WRONG_SUM: sum(each.amount for each in terms.installments) == terms.total,
            Rule.WORSE_THAN_BEFORE: terms.total <= self.best.get(count, terms.total),
        }
        self.best[count] = min(terms.total, self.best.get(count, terms.total))
        yield from (rule for rule, holds in checks.items() if not holds)

    def _agreement(self, terms: Terms, intent: Intent | None) -> Iterator[Rule]:
        if intent is not Intent.ACCEPT or terms != self.restated:
            yield Rule.AGREED_WITHOUT_YES
        yield from self._one_more_agreement()

    def _one_more_agreement(self) -> Iterator[Rule]:
        self.agreements += 1
        if self.agreements > 1:
            yield Rule.TWO_AGREEMENTS


def _closed(before: Negotiation, decision: Decision) -> Iterator[Rule]:
    if before.status is Status.ACTIVE:
        return
    moved = decision.negotiation.status is not before.status or decision.negotiation.phase is not before.phase
    if moved or not all(isinstance(event, PaymentAskedAgain) for event in decision.events):
        yield Rule.LEFT_CLOSED


def _disclosed(decision: Decision) -> Iterator[Rule]:
    reply = decision.reply
    if reply is None or decision.negotiation.verified:
        return
    if reply.debt or reply.terms or reply.options or reply.promise or reply.payment:
        yield Rule.DISCLOSED


def _first_due_allowed(first_due: date, policy: Policy, today: date) -> bool:
    earliest, latest = (today + timedelta(days=days) for days in policy.first_due_days)
    if first_due < earliest or (policy.due_days and first_due.day not in policy.due_days):
        return False
    if first_due <= latest:
        return True
    # Beyond the window only when no allowed day lies within it, and then the very next one.
    passed = (earliest + timedelta(days=days) for days in range((first_due - earliest).days))
    return bool(policy.due_days) and not any(day.day in policy.due_days for day in passed)


def _is_monthly(terms: Terms) -> bool:
    first = terms.first_due
    months = [each.due_date.year * _MONTHS + each.due_date.month for each in terms.installments]
    on_the_day = all(
        each.due_date.day == first.day
        or (each.due_date.day < first.day and (each.due_date + timedelta(days=1)).day == 1)
        for each in terms.installments
    )
    return on_the_day and months == list(range(months[0], months[0] + len(months)))
