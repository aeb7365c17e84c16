"""Boleto: the Brazilian bank slip."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.payments.party import Beneficiary, Payer
from domain.payments.registration import Registration
from domain.shared.errors import RuleBroken
from domain.shared.money import ZERO


class MalformedBoleto(RuleBroken):
    """The numbers of a boleto have the wrong shape or disagree with its terms."""

    def __init__(self, field: str) -> None:
        super().__init__(f"boleto com {field} malformado")
        self.field = field


@dataclass(frozen=True, slots=True)
class Boleto:
    """One bank slip: its numbers, its terms and both sides.

    `barcode` has 44 digits, `linha_digitavel` 47 digits with the usual dots and spaces, `amount` is in BRL,
    `bank` reads `001-9`. `registration` says whether the bank knows it; only then can it be paid.
    `sequence` is its number within the series of `nosso_numero`. Late charges are a fine, once, and interest
    a month, both in percent.

    Raises:
        MalformedBoleto: a number has the wrong length, the barcode and the linha digitável are not of one
            boleto, or they carry another amount.
    """

    bank: str
    bank_name: str
    barcode: str
    linha_digitavel: str
    nosso_numero: str
    document_number: str
    agency_account: str
    wallet: str
    amount: Decimal
    due_date: date
    issued_on: date
    beneficiary: Beneficiary
    payer: Payer
    instructions: tuple[str, ...] = ()
    registration: Registration = "unregistered"
    sequence: int = 0
    late_fine_percent: Decimal = ZERO
    late_interest_percent: Decimal = ZERO

    def __post_init__(self) -> None:
        """Hold the numbers to their shape (FEBRABAN, layout padrão de código de barras)."""
        if not re.fullmatch(r"\d{44}", self.barcode):
            raise MalformedBoleto("código de barras")
        digits = re.sub(r"\D", "", self.linha_digitavel)
        if len(digits) != 47 or _barcode_in(digits) != self.barcode:
            raise MalformedBoleto("linha digitável")
        if Decimal(self.barcode[9:19]) / 100 != self.amount:
            raise MalformedBoleto("valor")

    @property
    def bank_code(self) -> str:
        """The three digits by which banks know each other."""
        return self.barcode[:3]


def _barcode_in(linha: str) -> str:
    """Return the barcode that the 47 digits say: without their three check digits, fields in order."""
    return linha[:4] + linha[32:47] + linha[4:9] + linha[10:20] + linha[21:31]
