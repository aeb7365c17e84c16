"""The creditor's system of record."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID, uuid5

from domain.identity.debtor import DebtorRecord
from domain.negotiation.outcome import Outcome
from domain.shared.cpf import Cpf
from domain.shared.ids import AgreementId, ConversationId


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """How one conversation ended, as the CRM must know it; amounts in BRL, notes in Portuguese.

    A report that `follows` tells what became of its agreement later: it is a session of its own, and says
    when the last payment was made.
    """

    conversation_id: ConversationId
    cpf: Cpf
    outcome: Outcome
    notes: str
    at: datetime
    duration_seconds: int
    agreement_id: AgreementId | None = None
    original_amount: Decimal | None = None
    agreed_amount: Decimal | None = None
    discount_amount: Decimal | None = None
    payment_dates: tuple[date, ...] = ()
    payment_amounts: tuple[Decimal, ...] = ()
    payment_slip_reference: str | None = None
    follows: str = ""
    paid_on: date | None = None

    @property
    def session_id(self) -> UUID:
        """The id under which the CRM keeps this report once: the conversation's, or one derived from it."""
        return uuid5(self.conversation_id, self.follows) if self.follows else self.conversation_id


class CrmUnavailable(Exception):
    """The CRM did not answer; the same call may be tried again, but not before `wait_seconds` have passed."""

    def __init__(self, reason: str, wait_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class CrmRejected(Exception):
    """Trying again will not help: the CRM refused, or what it gave cannot be used; the reason is Portuguese.

    The reason may reach a log: it repeats no CPF, phone or name.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RecordUnusable(CrmRejected):
    """The CRM has the debtor, but what it knows is not enough to contact them: `fault` says why of `field`.

    The fault is Portuguese and repeats no personal data.
    """

    def __init__(self, field: str, fault: str) -> None:
        super().__init__(f"o cadastro no CRM não pode ser usado ({field}: {fault})")
        self.field = field
        self.fault = fault


class Crm(Protocol):
    """Knows the debtors and keeps the outcomes."""

    async def find_debtor(self, cpf: Cpf) -> DebtorRecord | None:
        """Return the debtor with this CPF, or None when the CRM has none.

        Raises:
            CrmUnavailable: try again.
            RecordUnusable: the CRM has a record that cannot be used.
            CrmRejected: the CRM will not tell.
        """

    async def list_debtors(self, *, limit: int = 200) -> tuple[DebtorRecord, ...]:
        """Return up to `limit` debtors that may be contacted, for people to pick from.

        Records that cannot be used are left out.

        Raises:
            CrmUnavailable: try again.
            CrmRejected: the CRM does not list its debtors.
        """

    async def report(self, report: OutcomeReport) -> None:
        """Keep the outcome of a conversation; the same conversation reported twice is kept once.

        Raises:
            CrmUnavailable: try again.
            CrmRejected: it will never be taken.
        """
