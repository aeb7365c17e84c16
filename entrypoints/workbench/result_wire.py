"""An outcome as the demonstration CRM tells it back."""

from datetime import date
from decimal import Decimal

import msgspec


class KeptResult(msgspec.Struct):
    """What scenarios ask about an outcome; amounts in BRL."""

    outcome: str
    qualitative_notes: str = ""
    agreed_amount: Decimal | None = None
    discount_amount: Decimal | None = None
    scheduled_payment_dates: tuple[date, ...] = ()
    payment_slip_reference: str | None = None
