"""What a debtor's message means, whoever read it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from domain.shared.money import CENT, brl


class Intent(StrEnum):
    """What the debtor does with a message, in falling order of how much it moves the negotiation.

    When a message carries several intents, the first of this list wins (the contract of understanding).
    """

    OPT_OUT = "opt_out"
    WRONG_PERSON = "wrong_person"
    ALREADY_PAID = "already_paid"
    DISPUTE = "dispute"
    ASK_HUMAN = "ask_human"
    LEGAL_THREAT = "legal_threat"
    PROPOSE = "propose"
    IDENTIFY = "identify"
    ACCEPT = "accept"
    REFUSE_TO_PAY = "refuse_to_pay"
    ASK_PAYMENT_METHOD = "ask_payment_method"
    ASK_INSTALLMENTS = "ask_installments"
    ASK_DISCOUNT = "ask_discount"
    ASK_DETAILS = "ask_details"
    SUSPICIOUS = "suspicious"
    CALL_LATER = "call_later"
    HARDSHIP = "hardship"
    REJECT = "reject"
    ABUSE = "abuse"
    THANKS = "thanks"
    GREETING = "greeting"
    UNKNOWN = "unknown"


# What ends a conversation, at once or when it is said again. No model is believed here on its word alone.
ENDINGS = frozenset(
    {
        Intent.OPT_OUT,
        Intent.WRONG_PERSON,
        Intent.ALREADY_PAID,
        Intent.DISPUTE,
        Intent.ASK_HUMAN,
        Intent.LEGAL_THREAT,
        Intent.REFUSE_TO_PAY,
        Intent.ABUSE,
    }
)

AmountIs = Literal["total", "installment"]

_UNHEARD_OF = Decimal(10) ** 12  # BRL; more than any debt that is negotiated in a chat
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Understanding:
    """One intent and the values that were said, whatever the intent.

    `amount` is in BRL, and an entry (first payment, the rest later) when `amount_is` says neither the total
    nor an instalment; `installments` is at least 1 (à vista is 1); `due_date` is already resolved
    against the message's own date in America/Sao_Paulo; `discount_percent` is 40 for "40%".
    A yes that is not `firm` holds something back and founds nothing; an ending that is not is asked about.
    """

    intent: Intent
    amount: Decimal | None = None
    amount_is: AmountIs | None = None
    installments: int | None = None
    due_date: date | None = None
    discount_percent: Decimal | None = None
    cpf_digits: str | None = None
    hardship: bool = False
    firm: bool = True

    @property
    def names_terms(self) -> bool:
        """Whether any figure or date of a payment was said."""
        named = (self.amount, self.installments, self.due_date, self.discount_percent)
        return any(value is not None for value in named)

    def plausible(self) -> "Understanding":
        """Return what was understood without the figures that no payment can have, whoever misread them."""
        amount, percent, count = self.amount, self.discount_percent, self.installments
        named = amount is not None and amount.is_finite() and CENT <= amount < _UNHEARD_OF
        return replace(
            self,
            amount=brl(amount) if named and amount is not None else None,
            amount_is=self.amount_is if named else None,
            installments=count if count is not None and count >= 1 else None,
            discount_percent=percent if percent is not None and _is_discount(percent) else None,
            hardship=self.hardship or self.intent is Intent.HARDSHIP,
        )


def _is_discount(percent: Decimal) -> bool:
    return percent.is_finite() and 0 < percent <= _HUNDRED


UNREADABLE = Understanding(Intent.UNKNOWN)
