"""Builders of what is owed and of what came back."""

from datetime import date
from decimal import Decimal

from domain.payments.account import Account, account_of
from domain.payments.late import Due, LateTerms, Quote
from domain.payments.received import PaymentReceived, PaymentSource

LATE = LateTerms(fine=Decimal(2), interest=Decimal(1))
FREE = LateTerms(fine=Decimal(0), interest=Decimal(0))
# Tuesdays: 1 December 2026, 5 January and 2 February 2027.
FIRST, SECOND, THIRD = date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 2)
HOLIDAYS = frozenset({date(2026, 12, 25), date(2027, 1, 1)})


def due(number: int, day: date, amount: str = "300.00", *quotes: Quote) -> Due:
    """One instalment."""
    return Due(number, Decimal(amount), day, quotes)


THREE = (due(1, FIRST), due(2, SECOND), due(3, THIRD))


def paid(
    amount: str,
    on: date = FIRST,
    told: str = "E1",
    *,
    source: PaymentSource = "pix",
    installment: int | None = None,
    reference: str | None = None,
) -> PaymentReceived:
    """One payment as a source tells of it."""
    return PaymentReceived(source, told, Decimal(amount), on, installment=installment, reference=reference)


def account(*payments: PaymentReceived, on: date = FIRST, late: LateTerms = LATE) -> Account:
    """Three instalments of R$ 300,00 after `payments`."""
    return account_of(THREE, payments, late, on, HOLIDAYS)
