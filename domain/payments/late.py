"""What a late payment costs: a fine once, and interest by the day."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from domain.shared.calendar import business_day_from
from domain.shared.money import CENT, ZERO

_HUNDRED = Decimal(100)
_DAYS_OF_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Quote:
    """A second document of an instalment: from `issued_on` until `payable_until` the price stands still."""

    issued_on: date
    payable_until: date


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment as it is owed, in BRL; `quotes` are the documents issued for it after the first."""

    number: int
    amount: Decimal
    due_date: date
    quotes: tuple[Quote, ...] = ()

    def payable_until(self, holidays: AbstractSet[date]) -> date:
        """Return the last day on which it is in time: the next business day, if it is on none."""
        return business_day_from(self.due_date, holidays)


def bank_rounding(due: Due, on: date, holidays: AbstractSet[date]) -> Decimal:
    """Return by how much a bank may have charged less than was owed: its interest is whole cents a day."""
    return (on - due.due_date).days * CENT if on > due.payable_until(holidays) else ZERO


@dataclass(frozen=True, slots=True)
class LateTerms:
    """The charges of the policy, in percent: `fine` once (at most 2 %, CDC art. 52 §1), `interest` a month.

    Both are of what was not paid in time. Fractions of a cent are the debtor's.
    """

    fine: Decimal
    interest: Decimal

    def charges(
        self, due: Due, paid: Sequence[tuple[date, Decimal]], on: date, holidays: AbstractSet[date]
    ) -> Decimal:
        """Return what being late adds to `due` by the day `on`, after what was `paid`, oldest first.

        A payment lowers what bears interest from its day on; charges themselves bear none.
        """
        priced_on = _priced_on(due, on)
        in_time = due.payable_until(holidays)
        late = max(ZERO, due.amount - sum((amount for day, amount in paid if day <= in_time), ZERO))
        if priced_on <= in_time or late == ZERO:
            return ZERO
        later = [(day, amount) for day, amount in paid if day > in_time]
        fine = (late * self.fine / _HUNDRED).quantize(CENT, ROUND_DOWN)
        return fine + self._interest(late, due.due_date, later, priced_on)

    def of_second_copy(self, principal: Decimal, charges: Decimal) -> "LateTerms":
        """Return what a document that asks for `principal` and `charges` may add when it is paid late.

        The fine is in it already, and interest is of the principal alone.
        """
        if charges == ZERO:
            return self
        of_principal = self.interest * principal / (principal + charges)
        return LateTerms(ZERO, of_principal.quantize(CENT, ROUND_DOWN))

    def _interest(
        self, principal: Decimal, since: date, paid: Sequence[tuple[date, Decimal]], until: date
    ) -> Decimal:
        """Return the simple interest by the day, a month having thirty."""
        borne = ZERO
        for day, amount in paid:
            if day >= until:
                break
            borne += principal * (day - since).days
            principal, since = max(ZERO, principal - amount), day
        borne += principal * (until - since).days
        return (borne * self.interest / _HUNDRED / _DAYS_OF_A_MONTH).quantize(CENT, ROUND_DOWN)


def _priced_on(due: Due, on: date) -> date:
    """Return the day whose price holds `on` that day: what a document says, it says until it falls due."""
    return min(
        (quote.issued_on for quote in due.quotes if quote.issued_on <= on <= quote.payable_until), default=on
    )
