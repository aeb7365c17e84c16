"""Money is a `Decimal` in BRL with two places, quantised once, where it enters or is computed."""

import re
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal, InvalidOperation

from domain.shared.errors import RuleBroken

CENT = Decimal("0.01")
ZERO = Decimal("0.00")

_PLAIN_AMOUNT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class NotMoney(RuleBroken):
    """The text is not an amount in BRL."""

    def __init__(self, text: object) -> None:
        super().__init__(f"não é um valor em reais: {text!r}")
        self.text = text


def brl(value: Decimal | int | str) -> Decimal:
    """Return `value` in BRL with two places, halves to even.

    Raises:
        NotMoney: `value` is a text that is not a plain decimal, is not finite, or is too large.
    """
    if isinstance(value, str) and not _PLAIN_AMOUNT.fullmatch(value):
        raise NotMoney(value)
    try:
        amount = Decimal(value).quantize(CENT, ROUND_HALF_EVEN)
    except InvalidOperation:
        raise NotMoney(value) from None
    if not amount.is_finite():
        raise NotMoney(value)
    return amount


def ceil_to_cent(value: Decimal) -> Decimal:
    """Return `value` rounded up to the cent, so that a floor is never undercut by rounding."""
    return value.quantize(CENT, ROUND_CEILING)


def split_evenly(total: Decimal, parts: int) -> tuple[Decimal, ...]:
    """Split `total` into `parts` amounts that sum to it exactly; the first ones carry the spare cents."""
    cents = int(total / CENT)
    each, spare = divmod(cents, parts)
    return tuple((each + (1 if index < spare else 0)) * CENT for index in range(parts))


def format_brl(value: Decimal) -> str:
    """Return `value` as people in Brazil write it: `R$ 1.234,56`."""
    return "R$ " + f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
