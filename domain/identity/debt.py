"""What is owed, as the creditor recorded it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.shared.calendar import add_months

PRESCRIPTION_MONTHS = 5 * 12  # Código Civil, art. 206, §5º, I: five years after it fell due.


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt: `amount` is what is owed today in BRL, `original_amount` what it was when it fell due."""

    amount: Decimal
    original_amount: Decimal
    due_date: date
    creditor: str
    description: str


def is_prescribed(debt: Debt, today: date) -> bool:
    """Tell whether the right to collect `debt` has lapsed (CC art. 206 §5 I)."""
    return add_months(debt.due_date, PRESCRIPTION_MONTHS) < today
