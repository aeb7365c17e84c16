"""What is handed to the debtor for one instalment."""

from dataclasses import dataclass

from domain.payments.boleto import Boleto
from domain.payments.pix import PixCharge


@dataclass(frozen=True, slots=True)
class PaymentDocument:
    """The ways to pay one instalment: its boleto and, when the creditor has a Pix key, its Pix charge.

    `installment` counts from 1; `of` is how many instalments the agreement has.
    """

    installment: int
    of: int
    boleto: Boleto
    pix: PixCharge | None
