"""What people may see: the queries behind the API, the console and the simulator."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol
from uuid import UUID

from domain.payments.registration import Registration
from domain.shared.ids import AgreementId, ConversationId, MessageId
from domain.shared.money import ZERO


@dataclass(frozen=True, slots=True)
class DebtorView:
    """As much of a debtor as may be shown."""

    first_name: str
    cpf_masked: str


@dataclass(frozen=True, slots=True)
class VerificationView:
    """`attempts` counts the answers given, right or wrong."""

    status: Literal["pending", "verified", "failed"]
    attempts: int


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of the thread; `understanding` is what the turn that answered it read, for operators."""

    id: MessageId
    direction: str
    type: str
    text: str
    at: datetime
    status: str
    understanding: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class InstallmentView:
    """One instalment in BRL."""

    number: int
    amount: Decimal
    due_date: date


@dataclass(frozen=True, slots=True)
class OfferView:
    """One offer made, in BRL, `interest` within the total; `floor` is the least policy allowed for it."""

    id: str
    total: Decimal
    discount_percent: Decimal
    installments: tuple[InstallmentView, ...]
    policy_version: str
    floor: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class AuditView:
    """One decision, explained in Portuguese."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation in a list."""

    id: ConversationId
    phase: str
    status: str
    debtor: DebtorView
    outcome: str | None
    opened_at: datetime
    last_activity_at: datetime


@dataclass(frozen=True, slots=True)
class ConversationView:
    """One conversation, whole."""

    id: ConversationId
    phase: str
    status: str
    debtor: DebtorView
    verification: VerificationView
    messages: tuple[MessageView, ...]
    offers: tuple[OfferView, ...]
    agreement_id: AgreementId | None
    outcome: str | None
    outcome_notes: str | None
    outcome_reported: bool
    opened_at: datetime
    last_activity_at: datetime
    audit: tuple[AuditView, ...] = ()


DocumentStatus = Literal["active", "cancelled"]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One way to pay one instalment; `n` counts within the agreement, boletos first.

    A second copy has an amount and a due date of its own, and cancels what it takes the place of. A boleto
    tells what its bank knows of it.
    """

    n: int
    kind: Literal["boleto", "pix"]
    linha_digitavel: str | None
    barcode: str | None
    pix_code: str | None
    status: DocumentStatus = "active"
    amount: Decimal | None = None
    due_date: date | None = None
    registration: Registration | None = None


@dataclass(frozen=True, slots=True)
class PaymentView:
    """One payment as it was told: what it settled, and what of it nobody owed."""

    id: UUID
    source: str
    external_id: str
    amount: Decimal
    paid_on: date
    installments: tuple[int, ...]
    surplus: Decimal


@dataclass(frozen=True, slots=True)
class AgreedInstallmentView:
    """One instalment of an agreement: its documents, what was paid, what being late adds, what is left."""

    number: int
    amount: Decimal
    due_date: date
    status: str
    documents: tuple[DocumentView, ...]
    paid: Decimal = ZERO
    late_charges: Decimal = ZERO
    remaining: Decimal = ZERO
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One agreement, in BRL."""

    id: AgreementId
    conversation_id: ConversationId
    status: str
    original_amount: Decimal
    total: Decimal
    discount_amount: Decimal
    installments: tuple[AgreedInstallmentView, ...]
    payments: tuple[PaymentView, ...] = ()
    paid: Decimal = ZERO
    remaining: Decimal = ZERO
    overpaid: Decimal = ZERO
    renegotiates: AgreementId | None = None
    renegotiated_by: AgreementId | None = None


class Views(Protocol):
    """Answers what people ask about the conversations of one tenant. Every answer is bounded."""

    async def conversation(self, conversation_id: ConversationId) -> ConversationView | None:
        """Return one conversation, with at most its latest 500 messages."""

    async def conversations(
        self, *, status: str | None = None, limit: int = 50, before: datetime | None = None
    ) -> tuple[ConversationSummary, ...]:
        """Return conversations, the latest opened first, opened before `before`."""

    async def agreement(self, agreement_id: AgreementId) -> AgreementView | None:
        """Return one agreement with its schedule and documents."""

    async def message(self, message_id: MessageId) -> MessageView | None:
        """Return one message and how far it has come."""

    async def message_of_key(self, key: str) -> MessageId | None:
        """Return the message queued under a business key."""
