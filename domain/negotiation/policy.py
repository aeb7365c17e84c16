"""What the creditor allows: the one source of every bound a negotiation respects."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Literal

from domain.shared.errors import RuleBroken
from domain.shared.money import CENT

Empathy = Literal["high", "medium", "low"]

_CDC_MAX_LATE_FINE = Decimal(2)  # CDC art. 52 §1: the late fine is at most 2 % of the instalment.
_LAST_DAY_OF_EVERY_MONTH = 28
_MAX_DISCOUNT = Decimal(99)
_MAX_INTEREST = Decimal(20)
_MOST_REMINDER_DAYS = 30
_MOST_REMINDERS = 5
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
    reaches the maximum in `concession_steps` steps. An instalment is reminded of `reminder_days` before
    it falls due and `late_reminder_days` after; `grace_days` after, the agreement is broken. A second copy
    of an expired document is payable for `second_copy_days` more.

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
    reminder_days: tuple[int, ...] = (2, 0)
    late_reminder_days: tuple[int, ...] = (1,)
    grace_days: int = 5
    second_copy_days: int = 2

    def __post_init__(self) -> None:
        """Refuse a policy that contradicts itself, naming the first field that does."""
        for field, holds, allowed in _RULES:
            value = getattr(self, field)
            try:
                kept = holds(self)
            except InvalidOperation:  # a comparison with NaN
                kept = False
            if not kept:
                raise PolicyContradiction(field, _as_written(value), allowed)

    def max_discount(self, installments: int) -> Decimal:
        """Return the largest discount, in percent, that `installments` instalments may have."""
        lowered = [percent for start, percent in sorted(self.installment_discounts) if start <= installments]
        return lowered[-1] if lowered else self.max_discount_percent

    def renegotiating(self, original: Decimal, paid: Decimal, balance: Decimal) -> "Policy":
        """Return the policy for what is left of a broken agreement, in BRL.

        Whatever is conceded now, the debt of `original` costs, with what was `paid`, no less than it might
        have cost from the start: breaking an agreement earns nobody a second discount.
        """
        least = original * (1 - self.max_discount_percent / _HUNDRED) - paid
        left = (1 - max(least, Decimal(0)) / balance) * _HUNDRED
        most = min(self.max_discount_percent, max(Decimal(0), left)).quantize(CENT, ROUND_DOWN)
        return replace(
            self,
            max_discount_percent=most,
            opening_discount_percent=min(self.opening_discount_percent, most),
            installment_discounts=tuple(
                (count, min(percent, most)) for count, percent in self.installment_discounts
            ),
        )

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


def _as_written(value: object) -> object:
    """Return a list of the config file as a person wrote it: `[10, 1]`, `[7 = 50]`."""
    if not isinstance(value, tuple):
        return value
    rows = (" = ".join(map(str, row)) if isinstance(row, tuple) else str(row) for row in value)
    return f"[{', '.join(rows)}]"


def _whole_cents(amount: Decimal) -> bool:
    return amount.is_finite() and amount >= CENT and amount % CENT == 0


def _holds_by_installments(policy: Policy) -> bool:
    return all(
        count >= 1 and 0 <= percent <= policy.max_discount_percent
        for count, percent in policy.installment_discounts
    )


def _are_days(days: tuple[int, ...], earliest: int, latest: int) -> bool:
    different = len(set(days)) == len(days) <= _MOST_REMINDERS
    return different and all(earliest <= day <= latest for day in days)


def _is_interest(percent: Decimal) -> bool:
    return percent == 0 or CENT <= percent <= _MAX_INTEREST


# The key in the config file, when it holds, and what is allowed, in Portuguese.
_RULES: tuple[tuple[str, Callable[[Policy], bool], str], ...] = (
    ("version", lambda policy: bool(policy.version.strip()), "não pode ficar vazia"),
    ("max_discount_percent", lambda policy: 0 <= policy.max_discount_percent <= _MAX_DISCOUNT, "de 0 a 99"),
    (
        "opening_discount_percent",
        lambda policy: 0 <= policy.opening_discount_percent <= policy.max_discount_percent,
        "de 0 até max_discount_percent",
    ),
    (
        "installment_discounts",
        _holds_by_installments,
        "parcelas de 1 em diante, desconto de 0 até max_discount_percent",
    ),
    ("max_installments", lambda policy: 1 <= policy.max_installments <= 120, "de 1 a 120"),
    ("min_payment", lambda policy: _whole_cents(policy.min_payment), "maior que zero, até os centavos"),
    (
        "min_installment",
        lambda policy: _whole_cents(policy.min_installment),
        "maior que zero, até os centavos",
    ),
    (
        "first_due_days",
        lambda policy: 0 <= policy.first_due_days[0] <= policy.first_due_days[1] <= 365,
        "dois números de 0 a 365, em ordem",
    ),
    (
        "due_days",
        lambda policy: all(1 <= day <= _LAST_DAY_OF_EVERY_MONTH for day in policy.due_days),
        "dias de 1 a 28",
    ),
    (
        "monthly_interest_percent",
        lambda policy: _is_interest(policy.monthly_interest_percent),
        "0, ou de 0.01 a 20",
    ),
    (
        "late_fine_percent",
        lambda policy: 0 <= policy.late_fine_percent <= _CDC_MAX_LATE_FINE,
        "de 0 a 2 (CDC, art. 52 §1º)",
    ),
    (
        "late_interest_percent",
        lambda policy: 0 <= policy.late_interest_percent <= _MAX_INTEREST,
        "de 0 a 20",
    ),
    (
        "conversation_timeout_seconds",
        lambda policy: 1 <= policy.conversation_timeout_seconds <= 86_400,
        "de 1 a 86400",
    ),
    ("verification_attempts", lambda policy: 1 <= policy.verification_attempts <= 10, "de 1 a 10"),
    ("lockout_hours", lambda policy: 0 <= policy.lockout_hours <= 8_760, "de 0 a 8760"),
    ("concession_steps", lambda policy: 1 <= policy.concession_steps <= 8, "de 1 a 8"),
    ("promise_days", lambda policy: 0 <= policy.promise_days <= 365, "de 0 a 365"),
    (
        "reminder_days",
        lambda policy: _are_days(policy.reminder_days, 0, _MOST_REMINDER_DAYS),
        "até 5 dias diferentes antes do vencimento, de 0 a 30; vazio não lembra",
    ),
    ("grace_days", lambda policy: 0 <= policy.grace_days <= 90, "de 0 a 90"),
    (
        "late_reminder_days",
        lambda policy: _are_days(policy.late_reminder_days, 1, max(1, policy.grace_days)),
        "até 5 dias diferentes depois do vencimento, de 1 a grace_days; vazio não avisa",
    ),
    ("second_copy_days", lambda policy: 0 <= policy.second_copy_days <= 30, "de 0 a 30"),
)
