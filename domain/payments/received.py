"""One payment, as somebody told of it: a bank, a statement, Pix, the CRM, or a person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.shared.errors import RuleBroken
from domain.shared.ids import AgreementId
from domain.shared.money import CENT, ZERO, format_brl

PaymentSource = Literal["cnab", "ofx", "pix", "crm", "manual"]


class NotAPayment(RuleBroken):
    """Nothing was paid, or nothing says which payment it was."""

    def __init__(self, amount: Decimal, reference: str) -> None:
        shown = format_brl(amount) if amount.is_finite() else str(amount)
        super().__init__(f"valor de {shown} com referência {reference!r} não é um pagamento")
        self.amount = amount
        self.reference = reference


@dataclass(frozen=True, slots=True)
class PaymentReceived:
    """What a source tells of one payment; `amount` in BRL, `paid_on` in America/Sao_Paulo.

    `external_id` names it within its source: told again, it is the same payment (the line of a return file,
    the FITID of a statement, the end-to-end id of a Pix, the caller's own id). `reference` names it wherever
    it is told, when the source knows such a name (the end-to-end id of a Pix): two sources that tell of one
    payment with the same reference tell of it once. What it pays is found by `nosso_numero` (as printed or
    digits only) or `txid`, else it is the instalment named, else the oldest open one of the agreement.

    Raises:
        NotAPayment: the amount is not some whole cents, or there is no `external_id`.
    """

    source: PaymentSource
    external_id: str
    amount: Decimal
    paid_on: date
    nosso_numero: str | None = None
    txid: str | None = None
    agreement_id: AgreementId | None = None
    installment: int | None = None
    reference: str | None = None

    def __post_init__(self) -> None:
        """Hold that something was paid and that it can be told apart."""
        if not (self.amount.is_finite() and self.amount > ZERO and self.amount % CENT == ZERO):
            raise NotAPayment(self.amount, self.external_id)
        if not self.external_id.strip():
            raise NotAPayment(self.amount, self.external_id)

    @property
    def told_as(self) -> str:
        """The name under which this payment counts once, whoever tells of it."""
        return self.reference or f"{self.source}:{self.external_id}"


def boleto_paid_once(agreement_id: AgreementId, installment: int, copy: int, amount: Decimal) -> str:
    """Return the reference of a paid boleto: its bank takes it once, so the same amount is the same payment.

    A return file and a statement tell of it on different days, and neither knows the other's name for it.
    `copy` counts the second copies of the agreement: a debtor may pay one of them and the first one too.
    """
    told = f"boleto/{agreement_id}/{installment}/{amount}"
    return f"{told}/{copy}" if copy else told
