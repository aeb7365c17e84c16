"""What is handed to the debtor for one instalment."""

from dataclasses import dataclass, replace

from domain.payments.boleto import Boleto
from domain.payments.pix import PixCharge
from domain.payments.registration import Registration


@dataclass(frozen=True, slots=True)
class PaymentDocument:
    """The ways to pay one instalment: its boleto and, when the creditor has a Pix key, its Pix charge.

    `installment` counts from 1; `of` is how many instalments the agreement has.
    """

    installment: int
    of: int
    boleto: Boleto
    pix: PixCharge | None

    def known_as(self, state: Registration) -> "PaymentDocument":
        """Return the document as its bank knows it by now."""
        return replace(self, boleto=replace(self.boleto, registration=state))
