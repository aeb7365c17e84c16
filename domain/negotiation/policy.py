"""What the creditor allows: the one source of every bound a negotiation respects."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from domain.shared.errors import RuleBroken

Empathy = Literal["high", "medium", "low"]

_CDC_MAX_LATE_FINE = Decimal(2)  # CDC art. 52 §1: the late fine is at most 2 % of the instalment.
_LAST_DAY_OF_EVERY_MONTH = 28
_HUNDRED = Decimal(100)


class PolicyContradiction(RuleBroken):
    """A policy forbids what it allows, or breaks the law; `field` is the key in the config file."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        super().__init__(f"{field} = {value}: {allowed}")
        self.field = field
        self.value = value
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Policy:
    """The creditor's bounds, versioned; every offer keeps the version that allowed it.

    Percentages are 10 for 10 %, amounts are in BRL, days count from the agreement.
    `installment_discounts` lowers the maximum discount from a number of instalments on
    (`((6, 25),)`: at most 25 % in six or more). `due_days` are the days of the month on which
    an instalment may fall due; empty means any. From the opening discount, a debtor who objects
    reaches the maximum in `concession_steps` steps.

    Raises:
        PolicyContradiction: a field is out of its range or contradicts another one.
    """

    version: str
    opening_discount_percent: Decimal = Decimal(10)
    max_discount_percent: Decimal = Decimal(40)
    installment_discounts: tuple[tuple[int, Decimal], ...] = ()
    max_installments: int = 12
    min_payment: Decimal = Decimal("50.00")
    min_installment: Decimal = Decimal("50.00")
    first_due_days: tuple[int, int] = (1, 10)
    due_days: tuple[int, ...] = ()
    monthly_interest_percent: Decimal = Decimal(0)
    late_fine_percent: Decimal = Decimal(2)
    late_interest_percent: Decimal = Decimal(1)
    conversation_timeout_seconds: int = 180
    verification_attempts: int = 3
    lockout_hours: int = 24
    empathy: Empathy = "high"
    collect_prescribed: bool = False
    concession_steps: int = 4
    promise_days: int = 30

    def __post_init__(self) -> None:
        """Refuse a policy that contradicts itself, naming the first field that does."""
        earliest, latest = self.first_due_days
        rules: tuple[tuple[str, object, bool, str], ...] = (
            (
                "max_discount_percent",
                self.max_discount_percent,
                0 <= self.max_discount_percent < 100,
                "de 0 a 99",
            ),
            (
                "opening_discount_percent",
                self.opening_discount_percent,
                0 <= self.opening_discount_percent <= self.max_discount_percent,
                "de 0 até max_discount_percent",
            ),
            (
                "installment_discounts",
                dict(self.installment_discounts),
                all(n >= 1 and 0 <= p <= self.max_discount_percent for n, p in self.installment_discounts),
                "parcelas de 1 em diante, desconto de 0 até max_discount_percent",
            ),
            ("max_installments", self.max_installments, 1 <= self.max_installments <= 120, "de 1 a 120"),
            ("min_payment", self.min_payment, self.min_payment > 0, "maior que zero"),
            ("min_installment", self.min_installment, self.min_installment > 0, "maior que zero"),
            (
                "first_due_days",
                [earliest, latest],
                0 <= earliest <= latest <= 365,
                "dois números de 0 a 365, em ordem",
            ),
            (
                "due_days",
                list(self.due_days),
                all(1 <= day <= _LAST_DAY_OF_EVERY_MONTH for day in self.due_days),
                "dias de 1 a 28",
            ),
            (
                "monthly_interest_percent",
                self.monthly_interest_percent,
                0 <= self.monthly_interest_percent <= 20,
                "de 0 a 20",
            ),
            (
                "late_fine_percent",
                self.late_fine_percent,
                0 <= self.late_fine_percent <= _CDC_MAX_LATE_FINE,
                "de 0 a 2 (CDC, art. 52 §1º)",
            ),
            (
                "late_interest_percent",
                self.late_interest_percent,
                0 <= self.late_interest_percent <= 20,
                "de 0 a 20",
            ),
            (
                "conversation_timeout_seconds",
                self.conversation_timeout_seconds,
                1 <= self.conversation_timeout_seconds <= 86_400,
                "de 1 a 86400",
            ),
            (
                "verification_attempts",
                self.verification_attempts,
                1 <= self.verification_attempts <= 10,
                "de 1 a 10",
            ),
            ("lockout_hours", self.lockout_hours, 0 <= self.lockout_hours <= 8_760, "de 0 a 8760"),
            ("concession_steps", self.concession_steps, 1 <= self.concession_steps <= 8, "de 1 a 8"),
            ("promise_days", self.promise_days, 0 <= self.promise_days <= 365, "de 0 a 365"),
        )
        for field, value, holds, allowed in rules:
            if not holds:
                raise PolicyContradiction(field, value, allowed)

    def max_discount(self, installments: int) -> Decimal:
        """Return the largest discount, in percent, that `installments` instalments may have."""
        lowered = [percent for start, percent in sorted(self.installment_discounts) if start <= installments]
        return lowered[-1] if lowered else self.max_discount_percent

    @property
    def concession(self) -> Decimal:
        """How many percentage points one objection is worth."""
        return (self.max_discount_percent - self.opening_discount_percent) / self.concession_steps

    def interest_factor(self, installments: int) -> Decimal:
        """Return what one real owed today costs in all when paid in `installments` (Tabela Price)."""
        rate = self.monthly_interest_percent / _HUNDRED
        if rate == 0 or installments == 1:
            return Decimal(1)
        return installments * rate / (1 - (1 + rate) ** -installments)

    def first_due_dates(self, today: date) -> tuple[date, ...]:
        """Return the dates, in order, on which a first instalment agreed `today` may fall due.

        When no allowed day of the month lies within the window, it is the next such day after it.
        """
        earliest, latest = self.first_due_days
        window = [today + timedelta(days=days) for days in range(earliest, latest + 1)]
        allowed = tuple(day for day in window if self._falls_on_due_day(day))
        if allowed:
            return allowed
        day = window[-1]
        while not self._falls_on_due_day(day):
            day += timedelta(days=1)
        return (day,)

    def _falls_on_due_day(self, day: date) -> bool:
        return not self.due_days or day.day in self.due_days
