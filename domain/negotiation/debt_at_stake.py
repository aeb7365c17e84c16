"""The debt as this context needs it: what a negotiation is about."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.shared.errors import RuleBroken


class NothingOwed(RuleBroken):
    """There is nothing to negotiate about."""

    def __init__(self, balance: Decimal) -> None:
        super().__init__(f"não há saldo a negociar: {balance}")
        self.balance = balance


@dataclass(frozen=True, slots=True)
class DebtAtStake:
    """What is negotiated, in BRL: `balance` is owed today, `original_amount` fell due on `due_date`.

    Raises:
        NothingOwed: the balance is not above zero.
    """

    balance: Decimal
    original_amount: Decimal
    due_date: date
    creditor: str
    description: str

    def __post_init__(self) -> None:
        """Hold that something is owed."""
        if not self.balance > 0:
            raise NothingOwed(self.balance)
