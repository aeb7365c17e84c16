"""How Certobot bargains: which terms come next, and why.

Open near the top, concede in steps for a reason, take what policy allows at once, counter the rest with
the nearest terms allowed. A total once offered is never raised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.negotiation.offer import PriceList
from domain.negotiation.reply import Reason
from domain.negotiation.understanding import Understanding

_HUNDRED = Decimal(100)
_SHORT, _MEDIUM = 3, 6


@dataclass(frozen=True, slots=True)
class Table:
    """Where the bargaining stands.

    `discount` is the percentage conceded so far, `offered` the best total already put to the debtor
    for a number of instalments, in BRL; `installments` and `first_due` belong to the terms in view.
    """

    prices: PriceList
    today: date
    discount: Decimal
    offered: Mapping[int, Decimal]
    installments: int = 1
    first_due: date | None = None

    def price(self, installments: int, discount: Decimal | None = None) -> Decimal:
        """Return the total for `installments` at the discount conceded, never above what was offered."""
        total = self.prices.at(self.discount if discount is None else discount, installments)
        return min(total, self.offered.get(installments, total))


@dataclass(frozen=True, slots=True)
class Move:
    """The next terms: a total in BRL, its instalments and first due date, and why.

    `discount` is what is conceded from here on. `taken` says that it is what the debtor asked for.
    """

    total: Decimal
    installments: int
    first_due: date
    reason: Reason
    discount: Decimal
    taken: bool = False


def opening(table: Table) -> Move:
    """Return the first offer: cash, at the opening discount."""
    return _move(table, 1, table.price(1), Reason.OPENING)


def concession(table: Table, reason: Reason) -> Move | None:
    """Return a better offer, one step down, or None when the floor has been offered."""
    policy = table.prices.policy
    discount = min(table.discount + policy.concession, policy.max_discount_percent)
    for installments in dict.fromkeys((table.installments, 1)):
        total = table.price(installments, discount)
        if installments not in table.offered or total < table.offered[installments]:
            return _move(table, installments, total, reason, discount=discount)
    return None


def relief(table: Table) -> Move:
    """Return the lightest terms for a hard situation: one step down, most instalments, latest date."""
    policy = table.prices.policy
    discount = min(table.discount + policy.concession, policy.max_discount_percent)
    installments = table.prices.most_installments
    total = table.price(installments, discount)
    return Move(total, installments, table.prices.latest_due(table.today), Reason.HARDSHIP, discount)


def installment_options(table: Table) -> tuple[Move, ...]:
    """Return up to three ways to split the debt, few to many; empty when it is too small to split."""
    most = table.prices.most_installments
    counts = sorted({n for n in (_SHORT, _MEDIUM, most) if 1 < n <= most})
    return tuple(
        _move(table, n, table.price(n), Reason.ASKED_INSTALLMENTS) for n in counts if table.prices.allows(n)
    )


def answer(table: Table, asked: Understanding) -> Move:
    """Return the terms nearest to what the debtor proposed; `taken` when they are what was proposed."""
    if asked.amount is not None and asked.amount_is == "installment" and asked.installments is None:
        return _answer_monthly(table, asked.amount, asked.due_date)
    wanted = asked.installments or table.installments
    installments, reason = _allowed_installments(table, wanted)
    total = _asked_total(table, asked, wanted)
    price, floor = table.price(installments), table.prices.floor(installments)
    if reason is None and total is not None and total < floor:
        return _move(table, installments, min(floor, price), Reason.BELOW_FLOOR, due=asked.due_date)
    agreed = price if total is None or reason is not None else min(total, price)
    return _move(
        table,
        installments,
        agreed,
        reason or Reason.PROPOSAL_ALLOWED,
        due=asked.due_date,
        taken=reason is None,
    )


def _answer_monthly(table: Table, monthly: Decimal, due: date | None) -> Move:
    """Find the fewest instalments of at most `monthly`: at the price in view, else down to the floor."""
    counts = [n for n in range(1, table.prices.most_installments + 1) if table.prices.allows(n)]
    for n in counts:
        if table.price(n) <= monthly * n:
            return _move(table, n, table.price(n), Reason.PROPOSAL_ALLOWED, due=due, taken=True)
    for n in counts:
        if table.prices.floor(n) <= monthly * n:
            return _move(table, n, monthly * n, Reason.PROPOSAL_ALLOWED, due=due, taken=True)
    lightest = min(counts, key=lambda n: table.prices.floor(n) / n)
    total = min(table.prices.floor(lightest), table.price(lightest))
    return _move(table, lightest, total, Reason.INSTALLMENT_TOO_SMALL, due=due)


def _allowed_installments(table: Table, wanted: int) -> tuple[int, Reason | None]:
    if table.prices.allows(wanted):
        return wanted, None
    most = table.prices.most_installments
    nearest = next(n for n in range(min(wanted, most), 0, -1) if table.prices.allows(n))
    too_many = wanted > table.prices.policy.max_installments
    return nearest, Reason.TOO_MANY_INSTALLMENTS if too_many else Reason.INSTALLMENT_TOO_SMALL


def _asked_total(table: Table, asked: Understanding, installments: int) -> Decimal | None:
    if asked.amount is not None:
        return asked.amount * installments if asked.amount_is == "installment" else asked.amount
    if asked.discount_percent is not None:
        factor = table.prices.policy.interest_factor(installments)
        wanted = table.prices.balance * (1 - asked.discount_percent / _HUNDRED) * factor
        return wanted.quantize(Decimal("0.01"))
    return None


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
    given = table.prices.discount_of(total, installments) if discount is None else discount
    conceded = min(max(table.discount, given), table.prices.policy.max_discount_percent)
    return Move(total, installments, first_due, reason, conceded, taken)
