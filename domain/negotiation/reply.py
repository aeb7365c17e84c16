"""What is said back, as facts: a narrator finds the words, never the figures."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.offer import Terms
from domain.negotiation.understanding import Intent
from domain.shared.money import ZERO


class ReplyKind(StrEnum):
    """Every thing Certobot may say."""

    # before identity is proven: these carry no debt, no offer and no amount
    ASK_DIGITS = "ask_digits"
    ASK_DIGITS_AGAIN = "ask_digits_again"
    WRONG_DIGITS = "wrong_digits"
    VERIFICATION_FAILED = "verification_failed"
    WELCOME_BACK = "welcome_back"
    EXPLAIN_CONTACT = "explain_contact"
    WRONG_PERSON = "wrong_person"
    # negotiation
    OPENING_OFFER = "opening_offer"
    CONCESSION = "concession"
    FLOOR_HELD = "floor_held"
    HUMAN_OFFERED = "human_offered"
    PROPOSAL_TAKEN = "proposal_taken"
    COUNTER_OFFER = "counter_offer"
    INSTALLMENT_OPTIONS = "installment_options"
    ONLY_CASH = "only_cash"
    CHOOSE_OPTION = "choose_option"
    HARDSHIP_OFFER = "hardship_offer"
    DEBT_DETAILS = "debt_details"
    PAYMENT_METHODS = "payment_methods"
    GENUINE = "genuine"
    REFUSAL_HEARD = "refusal_heard"
    ABUSE_HEARD = "abuse_heard"
    SMALL_TALK = "small_talk"
    NOT_UNDERSTOOD = "not_understood"
    MEDIA_NOT_READ = "media_not_read"
    ENDING_DOUBTED = "ending_doubted"
    RECEIPT_UNDER_CHECK = "receipt_under_check"
    CALL_LATER = "call_later"
    PROMISE_OFFERED = "promise_offered"
    # agreement
    CONFIRM_TERMS = "confirm_terms"
    TERMS_REOPENED = "terms_reopened"
    AGREEMENT_REACHED = "agreement_reached"
    PROMISE_RECORDED = "promise_recorded"
    # the end
    ALREADY_PAID = "already_paid"
    DISPUTED = "disputed"
    HUMAN_CALLED = "human_called"
    LEGAL_RIGHTS = "legal_rights"
    CARE = "care"
    OPTED_OUT = "opted_out"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    PATIENCE_ENDED = "patience_ended"
    AFTER_AGREEMENT = "after_agreement"
    PAYMENT_AGAIN = "payment_again"
    PAYMENT_AWAITED = "payment_awaited"
    INSTALLMENT_PAID = "installment_paid"
    SECOND_COPY_LATER = "second_copy_later"
    BOLETO_REFUSED = "boleto_refused"
    # following an agreement: we write first
    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    AGREEMENT_BROKEN = "agreement_broken"
    PAYMENT_RECEIVED = "payment_received"
    AGREEMENT_PAID = "agreement_paid"
    OVERPAID = "overpaid"
    AFTER_END = "after_end"


class Reason(StrEnum):
    """Why an offer is what it is; the narrator explains it to the debtor, the audit to the operator."""

    OPENING = "opening"
    PRICE_OBJECTION = "price_objection"
    HARDSHIP = "hardship"
    ASKED_INSTALLMENTS = "asked_installments"
    PROPOSAL_ALLOWED = "proposal_allowed"
    BELOW_FLOOR = "below_floor"
    INSTALLMENT_TOO_SMALL = "installment_too_small"
    TOO_MANY_INSTALLMENTS = "too_many_installments"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    FLOOR_REACHED = "floor_reached"


class Unread(StrEnum):
    """What was sent that is neither seen nor heard here; a `receipt` is a file said to prove a payment."""

    AUDIO = "audio"
    VIDEO = "video"
    IMAGE = "image"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACTS = "contacts"
    REACTION = "reaction"
    ORDER = "order"
    UNSUPPORTED = "unsupported"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class PaymentInstructions:
    """How an instalment is paid: its linha digitável and Pix copia-e-cola, at least one; amount in BRL."""

    amount: Decimal
    due_date: date
    linha_digitavel: str | None
    pix_code: str | None


@dataclass(frozen=True, slots=True)
class InstallmentInView:
    """The instalment that is spoken of, number `number` of `of`: `amount` BRL settle it, charges and all.

    `charges` are what being late has added.
    """

    number: int
    of: int
    amount: Decimal
    due_date: date
    charges: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class PaymentInView:
    """A payment that came, in BRL: `left` is still owed for its instalment, `surplus` was owed by nobody.

    `settles` tells that nothing is left to pay of the agreement.
    """

    amount: Decimal
    left: Decimal = ZERO
    surplus: Decimal = ZERO
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """A date on which the debtor means to pay `amount` BRL, the whole or a first instalment.

    It lies outside what policy lets us agree on.
    """

    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing to say and the only facts it may state.

    Before identity is proven `debt`, `terms`, `options`, `payment`, `promise`, `installment` and `received`
    are all unset.
    `attempts_left` goes with wrong digits, `documents_follow` says that a PDF comes after this text. `unread`
    is remarked before whatever else is said. `doubted` is the ending that is asked about.
    """

    kind: ReplyKind
    first_name: str = field(repr=False)
    debt: DebtAtStake | None = None
    terms: Terms | None = None
    options: tuple[Terms, ...] = ()
    reason: Reason | None = None
    attempts_left: int | None = None
    acknowledges_hardship: bool = False
    payment: PaymentInstructions | None = None
    documents_follow: bool = False
    promise: Promise | None = None
    unread: Unread | None = None
    doubted: Intent | None = None
    installment: InstallmentInView | None = None
    received: PaymentInView | None = None
