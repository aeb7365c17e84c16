"""What happened in a negotiation. Decisions return these; the caller saves them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.negotiation.offer import Offer, Terms
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import Promise, Reason
from domain.shared.ids import AgreementId


class EndReason(StrEnum):
    """Why a conversation ended."""

    AGREED = "agreed"
    PROMISED = "promised"
    VERIFICATION_FAILED = "verification_failed"
    WRONG_PERSON = "wrong_person"
    ALREADY_PAID = "already_paid"
    DISPUTED = "disputed"
    HUMAN_ASKED = "human_asked"
    LEGAL_THREAT = "legal_threat"
    DESPAIR = "despair"
    REFUSED = "refused"
    OPTED_OUT = "opted_out"
    TIMED_OUT = "timed_out"
    PATIENCE_ENDED = "patience_ended"
    UNREACHABLE = "unreachable"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationOpened:
    """The first message is due."""

    policy_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProven:
    """The debtor gave the digits of their CPF."""

    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityMistaken:
    """The digits given were not the debtor's."""

    attempts_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade:
    """Terms were put to the debtor; `floor` is the least that policy allowed for them, in BRL."""

    offer: Offer
    reason: Reason
    conceded_points: Decimal
    floor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsRestated:
    """The debtor chose terms; an explicit yes is asked for."""

    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReached:
    """The debtor said yes to restated terms."""

    agreement_id: AgreementId
    offer: Offer
    original_amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    """The debtor committed to a date that policy does not let us agree on."""

    agreement_id: AgreementId
    promise: Promise
    original_amount: Decimal
    policy_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipTold:
    """The debtor told of a hard situation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAskedAgain:
    """The debtor asks how to pay, under an agreement: instalment `installment`, or the next one due."""

    installment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSent:
    """A file came that is said to prove a payment: nobody believes it before a person has checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityDoubted:
    """The channel told that somebody else may be writing: identity must be proven anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLapsed:
    """Long after the agreement somebody writes: identity must be proven anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentNoted:
    """A payment was told to us: what it leaves to be paid of the agreement, in BRL."""

    amount: Decimal
    remaining: Decimal
    surplus: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtorReminded:
    """We wrote about an instalment of the agreement, before or after it fell due."""

    installment: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSettled:
    """Nothing is left to pay."""

    paid: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementBroken:
    """An instalment was not paid within the days of grace."""

    installment: int
    remaining: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementStandsAgain:
    """What had broken the agreement was paid after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutHeard:
    """After the end, the debtor asks for no more messages; it is honoured wherever it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEnded:
    """Nothing more is negotiated here."""

    reason: EndReason
    outcome: Outcome


Event = (
    ConversationOpened
    | IdentityProven
    | IdentityMistaken
    | OfferMade
    | TermsRestated
    | AgreementReached
    | PromiseMade
    | HardshipTold
    | PaymentAskedAgain
    | ReceiptSent
    | IdentityDoubted
    | IdentityLapsed
    | PaymentNoted
    | DebtorReminded
    | AgreementSettled
    | AgreementBroken
    | AgreementStandsAgain
    | OptOutHeard
    | ConversationEnded
)
