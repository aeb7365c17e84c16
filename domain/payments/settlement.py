"""Payments that came back, and what they leave to be paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.shared.errors import RuleBroken
from domain.shared.money import ZERO, format_brl

SettlementSource = Literal["cnab", "ofx", "pix", "crm", "manual"]


class NotASettlement(RuleBroken):
    """Nothing was paid, or nothing says which payment it was."""

    def __init__(self, amount: Decimal, reference: str) -> None:
        super().__init__(f"pagamento de {format_brl(amount)} com referência {reference!r} não é uma baixa")
        self.amount = amount
        self.reference = reference


@dataclass(frozen=True, slots=True)
class Settlement:
    """One payment of one instalment; amount in BRL.

    `reference` names the payment where it was made (end-to-end id of a Pix, our-number and date of a return
    file): the same payment told twice, by whatever source, has the same reference.

    Raises:
        NotASettlement: the amount is not positive, or there is no reference.
    """

    installment: int
    amount: Decimal
    paid_on: date
    source: SettlementSource
    reference: str

    def __post_init__(self) -> None:
        """Hold that something was paid and that it can be told apart."""
        if self.amount <= ZERO or not self.reference.strip():
            raise NotASettlement(self.amount, self.reference)


def balance_after(amount_due: Decimal, settlements: Iterable[Settlement]) -> Decimal:
    """Return what is left of `amount_due` after the settlements of that instalment; negative when overpaid.

    A payment told more than once counts once, in the debtor's favour when the tellings differ in amount.
    """
    paid: dict[str, Decimal] = {}
    for settlement in settlements:
        paid[settlement.reference] = max(settlement.amount, paid.get(settlement.reference, ZERO))
    return amount_due - sum(paid.values(), ZERO)
