"""A second reader of boletos, written from FEBRABAN's layout alone, to judge the numbers that we make."""

from datetime import date, timedelta
from decimal import Decimal

_RESTART = date(2025, 2, 22)


def amount_in(barcode: str) -> Decimal:
    """Return the amount in BRL of a barcode."""
    return Decimal(barcode[9:19]).scaleb(-2)


def due_date_in(barcode: str) -> date:
    """Return the due date of a barcode of the second cycle, which began at 1000 on 2025-02-22."""
    return _RESTART + timedelta(days=int(barcode[5:9]) - 1000)


def general_digit(barcode: str) -> str:
    """Return the modulo-11 digit that position 5 must hold."""
    digits = barcode[:4] + barcode[5:]
    total = sum(int(digit) * (2 + index % 8) for index, digit in enumerate(reversed(digits)))
    digit = 11 - total % 11
    return str(digit) if digit < 10 else "1"


def linha_digitavel_of(barcode: str) -> str:
    """Return the 47 digits of a barcode, its three modulo-10 digits computed here."""
    free = barcode[19:]
    groups = [barcode[:4] + free[:5], free[5:15], free[15:]]
    return "".join(group + _modulo_10(group) for group in groups) + barcode[4] + barcode[5:19]


def _modulo_10(digits: str) -> str:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        tens, units = divmod(int(digit) * (2 - index % 2), 10)
        total += tens + units
    return str(-total % 10)
