"""How Certobot bargains: which terms come next, and why.

Open near the top, concede in steps for a reason, take what policy allows at once, counter the rest with
the nearest terms allowed. A total once offered is never raised.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.negotiation.offer import PriceList, Terms
from domain.negotiation.reply import Reason
from domain.negotiation.understanding import Understanding

_SHORT, _MEDIUM = 3, 6


@dataclass(frozen=True, slots=True)
class Table:
    """Where the bargaining stands.

    `discount` is the percentage conceded so far, `offered` the best total already put to the debtor for a
    number of instalments, in BRL. `in_view` are the numbers of instalments the debtor is looking at, from few
    to many, and `first_due` is when they begin.
    """

    prices: PriceList
    today: date
    discount: Decimal
    offered: Mapping[int, Decimal]
    in_view: tuple[int, ...] = (1,)
    first_due: date | None = None

    @property
    def installments(self) -> int:
        """The number meant when none is named: that of the terms in view, or à vista beside several."""
        return self.in_view[0] if len(self.in_view) == 1 else 1

    def price(self, installments: int, discount: Decimal | None = None) -> Decimal:
        """Return the total for `installments` at the discount conceded, never above what was offered."""
        total = self.prices.at(self.discount if discount is None else discount, installments)
        return min(total, self.offered.get(installments, total))


@dataclass(frozen=True, slots=True)
class Move:
    """The next terms: a total in BRL, its instalments and first due date, and why.

    `discount` is what is conceded from here on. `taken` says that it is what the debtor asked for. With an
    `entry` the first instalment is that much, and the others share the rest.
    """

    total: Decimal
    installments: int
    first_due: date
    reason: Reason
    discount: Decimal
    taken: bool = False
    entry: Decimal | None = None

    def terms(self, prices: PriceList) -> Terms:
        """Return the schedule of these terms."""
        return prices.terms(self.total, self.installments, self.first_due, self.entry)


def opening(table: Table) -> Move:
    """Return the first offer: cash, at the opening discount."""
    return _move(table, 1, table.price(1), Reason.OPENING)


def concession(table: Table, reason: Reason) -> Move | None:
    """Return a better offer, or None when the floor has been offered.

    It is one step down, or as many as it takes to gain a cent; for the longest plan in view while that can
    still fall, then for cash.
    """
    for discount in _steps_down(table):
        for installments in dict.fromkeys((table.in_view[-1], 1)):
            total = table.price(installments, discount)
            if installments not in table.offered or total < table.offered[installments]:
                return _move(table, installments, total, reason, discount=discount)
    return None


def relief(table: Table) -> Move:
    """Return the lightest terms for a hard situation: one step down, most instalments, latest date."""
    discount = next(_steps_down(table))
    installments = table.prices.most_installments_at(discount)
    due = table.prices.latest_due(table.today)
    return _move(
        table, installments, table.price(installments, discount), Reason.HARDSHIP, discount=discount, due=due
    )


def installment_options(table: Table, due: date | None = None) -> tuple[Move, ...]:
    """Return up to three ways to split the debt, few to many, from `due` on; empty when it is too small."""
    most = max(table.prices.most_installments_at(table.discount), min(2, table.prices.most_installments))
    counts = sorted({n for n in (_SHORT, _MEDIUM, most) if 1 < n <= most})
    possible = due is None or table.prices.nearest_due(due, table.today) == due
    reason = Reason.ASKED_INSTALLMENTS if possible else Reason.DATE_OUT_OF_RANGE
    return tuple(_move(table, n, table.price(n), reason, due=due) for n in counts)


def renewal(table: Table, terms: Terms) -> Move:
    """Return `terms` again, from the nearest date that has not passed."""
    again = _move(
        table, len(terms.installments), terms.total, Reason.DATE_OUT_OF_RANGE, discount=table.discount
    )
    return replace(again, entry=terms.entry)


def repriced(table: Table, terms: Terms) -> Move:
    """Return `terms` for what is owed by now: in as many instalments, if there may be as many."""
    installments, _ = _allowed_installments(table, len(terms.installments))
    return _move(table, installments, table.price(installments), Reason.OPENING, discount=table.discount)


def answer(table: Table, asked: Understanding) -> Move:
    """Return the terms nearest to what the debtor proposed; `taken` when they are what was proposed."""
    if asked.amount is not None and asked.amount_is == "installment" and asked.installments is None:
        return _answer_monthly(table, asked.amount, asked.due_date)
    if asked.amount is not None and asked.amount_is is None:
        return _answer_entry(table, asked, asked.amount)
    wanted = asked.installments or table.installments
    installments, limit = _allowed_installments(table, wanted)
    price, floor = table.price(installments), table.prices.floor(installments)
    total = _asked_total(table, asked, wanted, installments)
    if limit is None and total is not None and total < floor:
        return _counter_below_floor(table, asked, installments)
    agreed = price if total is None else min(max(total, floor), price)
    reason = limit or Reason.PROPOSAL_ALLOWED
    return _move(table, installments, agreed, reason, due=asked.due_date, taken=limit is None)


def _answer_entry(table: Table, asked: Understanding, entry: Decimal) -> Move:
    """Take an entry and the rest in the instalments named, or in as many as the minimum one allows.

    An entry that is too small, or leaves too little, is answered with equal instalments.
    """
    rest = asked.installments or max(table.prices.most_installments_at(table.discount) - 1, 1)
    for n in range(min(rest + 1, table.prices.most_installments), 1, -1):
        total, least = table.price(n), table.prices.policy.min_installment
        if least <= entry and least * (n - 1) <= total - entry:
            kept = n == rest + 1
            reason = Reason.PROPOSAL_ALLOWED if kept else Reason.INSTALLMENT_TOO_SMALL
            move = _move(table, n, total, reason, due=asked.due_date, taken=kept or not asked.installments)
            return replace(move, entry=entry)
    without = answer(table, replace(asked, amount=None, installments=rest + 1))
    return replace(without, reason=Reason.INSTALLMENT_TOO_SMALL, taken=False)


def _answer_monthly(table: Table, monthly: Decimal, due: date | None) -> Move:
    """Find instalments of at most `monthly`: the fewest at the price in view, else the most above the floor.

    Below the price in view every plan pays `monthly`, so the longest gives the least discount away.
    """
    counts = range(1, table.prices.most_installments + 1)
    for n in counts:
        if table.price(n) <= monthly * n:
            return _move(table, n, table.price(n), Reason.PROPOSAL_ALLOWED, due=due, taken=True)
    for n in reversed(counts):
        if table.prices.floor(n) <= monthly * n:
            return _move(table, n, monthly * n, Reason.PROPOSAL_ALLOWED, due=due, taken=True)
    lightest = min(counts, key=lambda n: table.prices.floor(n) / n)
    return _move(table, lightest, table.prices.floor(lightest), Reason.INSTALLMENT_TOO_SMALL, due=due)


def _counter_below_floor(table: Table, asked: Understanding, installments: int) -> Move:
    """Keep the instalment the debtor can pay when more of them reach the floor; else ask for the floor."""
    due = asked.due_date
    if asked.amount is not None and asked.amount_is == "installment":
        for n in range(installments + 1, table.prices.most_installments + 1):
            if table.prices.floor(n) <= asked.amount * n:
                total = min(asked.amount * n, table.price(n))
                return _move(table, n, total, Reason.BELOW_FLOOR, due=due)
    return _move(table, installments, table.prices.floor(installments), Reason.BELOW_FLOOR, due=due)


def _allowed_installments(table: Table, wanted: int) -> tuple[int, Reason | None]:
    if table.prices.allows(wanted):
        return wanted, None
    too_many = wanted > table.prices.policy.max_installments
    nearest = table.prices.most_installments_at(table.discount)
    return nearest, Reason.TOO_MANY_INSTALLMENTS if too_many else Reason.INSTALLMENT_TOO_SMALL


def _asked_total(table: Table, asked: Understanding, wanted: int, installments: int) -> Decimal | None:
    """Return the total asked for; a percentage is of the debt in the instalments that are allowed."""
    if asked.amount is not None:
        return asked.amount * wanted if asked.amount_is == "installment" else asked.amount
    if asked.discount_percent is not None:
        return table.prices.discounted(asked.discount_percent, installments)
    return None


def _steps_down(table: Table) -> Iterator[Decimal]:
    policy = table.prices.policy
    for steps in range(1, policy.concession_steps + 1):
        yield min(table.discount + steps * policy.concession, policy.max_discount_percent)


def _move(
    table: Table,
    installments: int,
    total: Decimal,
    reason: Reason,
    *,
    discount: Decimal | None = None,
    due: date | None = None,
    taken: bool = False,
) -> Move:
    first_due = table.prices.nearest_due(due or table.first_due, table.today)
    if due is not None and first_due != due:
        reason, taken = (Reason.DATE_OUT_OF_RANGE, False) if taken else (reason, False)
    conceded = _conceded(table, installments, total) if discount is None else discount
    return Move(total, installments, first_due, reason, conceded, taken)


def _conceded(table: Table, installments: int, total: Decimal) -> Decimal:
    """Return the discount conceded once `total` is offered; the rounding of a price concedes nothing."""
    if total >= table.price(installments):
        return table.discount
    given = table.prices.discount_of(total, installments)
    return min(max(table.discount, given), table.prices.policy.max_discount_percent)
