"""The debt as this context needs it: what a negotiation is about."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DebtAtStake:
    """What is negotiated, in BRL: `balance` is owed today, `original_amount` fell due on `due_date`."""

    balance: Decimal
    original_amount: Decimal
    due_date: date
    creditor: str
    description: str
