"""Pix: Brazil's instant payment."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PixCharge:
    """One Pix charge: `payload` is the copia-e-cola (BR Code), `txid` finds it on the statement, BRL."""

    payload: str
    txid: str
    amount: Decimal
