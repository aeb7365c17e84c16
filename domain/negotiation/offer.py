"""What is offered, and the arithmetic that keeps every offer inside the policy."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.negotiation.policy import Policy
from domain.shared.calendar import add_months
from domain.shared.ids import OfferId
from domain.shared.money import CENT, ZERO, brl, ceil_to_cent, split_evenly

_HUNDRED = Decimal(100)
_COMFORTABLE_DAYS = 5
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Installment:
    """One instalment of an offer: counted from 1, in BRL."""

    number: int
    amount: Decimal
    due_date: date


@dataclass(frozen=True, slots=True)
class Terms:
    """What an offer asks for: a total in BRL and the dates and amounts that sum to it.

    `discount_percent` is the discount on the debt, before interest on the instalments; `interest` is how much
    of the total, in BRL, that interest is (CDC art. 52: it is always shown).
    """

    total: Decimal
    discount_percent: Decimal
    installments: tuple[Installment, ...]
    interest: Decimal = ZERO

    @property
    def first_due(self) -> date:
        """The date of the first payment."""
        return self.installments[0].due_date

    @property
    def entry(self) -> Decimal | None:
        """The first payment, when it is not an equal share with at most a spare cent."""
        first, last = self.installments[0].amount, self.installments[-1].amount
        return None if ZERO <= first - last <= CENT else first


@dataclass(frozen=True, slots=True)
class Offer:
    """Terms put to the debtor; what is offered binds the creditor (CDC art. 48)."""

    id: OfferId
    terms: Terms
    policy_version: str


@dataclass(frozen=True, slots=True)
class PriceList:
    """What a debt of `balance` BRL may cost under `policy`, for any number of instalments."""

    balance: Decimal
    policy: Policy

    def full(self, installments: int) -> Decimal:
        """Return the total without any discount, with interest on the instalments."""
        return ceil_to_cent(self.balance * self.policy.interest_factor(installments))

    def floor(self, installments: int) -> Decimal:
        """Return the least total allowed, rounded up to the cent.

        It is bounded by the discount, the minimum payment and the minimum instalment.
        """
        discounted = self.balance * (1 - self.policy.max_discount(installments) / _HUNDRED)
        least = max(discounted, min(self.policy.min_payment, self.balance))
        floor = ceil_to_cent(least * self.policy.interest_factor(installments))
        return floor if installments == 1 else max(floor, self.policy.min_installment * installments)

    def allows(self, installments: int) -> bool:
        """Tell whether the debt may be paid in this many instalments at all."""
        return 1 <= installments <= self.policy.max_installments and self.floor(installments) <= self.full(
            installments
        )

    def at(self, percent: Decimal, installments: int) -> Decimal:
        """Return the total at a discount of `percent`, held at the floor."""
        return max(self.discounted(percent, installments), self.floor(installments))

    def discounted(self, percent: Decimal, installments: int) -> Decimal:
        """Return the total at a discount of `percent`, whether or not policy allows it."""
        return brl(self.balance * (1 - percent / _HUNDRED) * self.policy.interest_factor(installments))

    @property
    def most_installments(self) -> int:
        """The largest number of instalments that the debt allows; 1 when it is too small to split."""
        return next(n for n in range(self.policy.max_installments, 0, -1) if n == 1 or self.allows(n))

    def most_installments_at(self, percent: Decimal) -> int:
        """Return the largest number of instalments in which the minimum one does not eat the discount."""
        return max(
            n
            for n in range(1, self.most_installments + 1)
            if n == 1 or self.policy.min_installment * n <= self.discounted(percent, n)
        )

    def discount_of(self, total: Decimal, installments: int) -> Decimal:
        """Return the discount on the debt, in percent and unrounded, that `total` amounts to."""
        principal = total / self.policy.interest_factor(installments)
        return max(ZERO, (self.balance - principal) / self.balance * _HUNDRED)

    def interest_of(self, total: Decimal, installments: int) -> Decimal:
        """Return how much of `total` is interest on the instalments, in BRL."""
        principal = brl(total / self.policy.interest_factor(installments))
        # Without a discount it is what goes beyond the balance, to the cent.
        return total - (self.balance if abs(principal - self.balance) <= CENT else principal)

    def terms(
        self, total: Decimal, installments: int, first_due: date, entry: Decimal | None = None
    ) -> Terms:
        """Return the schedule of `total`: monthly from `first_due`, equal but for the spare cents.

        With an `entry` that is the first instalment, and the others share the rest.
        """
        amounts = split_evenly(total, installments)
        if entry is not None and installments > 1:
            amounts = (entry, *split_evenly(total - entry, installments - 1))
        schedule = tuple(
            Installment(months + 1, amount, add_months(first_due, months))
            for months, amount in enumerate(amounts)
        )
        discount, interest = self.discount_of(total, installments), self.interest_of(total, installments)
        return Terms(total, brl(discount), schedule, interest)

    def nearest_due(self, wanted: date | None, today: date) -> date:
        """Return the allowed first due date nearest to `wanted`; a comfortable weekday if none was named."""
        target = wanted or today + timedelta(days=_COMFORTABLE_DAYS)
        return min(
            self.policy.first_due_dates(today),
            key=lambda day: (wanted is None and day.weekday() >= _SATURDAY, abs(day - target), day),
        )

    def latest_due(self, today: date) -> date:
        """Return the last day on which the first payment may fall due."""
        return self.policy.first_due_dates(today)[-1]
