"""What was agreed, and how far it has been paid."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.negotiation.offer import Installment, Offer
from domain.negotiation.reply import Promise
from domain.shared.errors import RuleBroken
from domain.shared.ids import AgreementId, ConversationId, DebtorId
from domain.shared.money import ZERO


class AgreementStatus(StrEnum):
    """Where an agreement stands; a promise carries no documents.

    A broken one that is paid after all stands again; one that another agreement took the place of never does.
    """

    ACTIVE = "active"
    PROMISED = "promised"
    PAID = "paid"
    BROKEN = "broken"
    RENEGOTIATED = "renegotiated"


class ScheduleMismatch(RuleBroken):
    """The instalments of an agreement do not sum to its total."""

    def __init__(self, total: Decimal, scheduled: Decimal) -> None:
        super().__init__(f"as parcelas somam {scheduled}, o acordo é de {total}")
        self.total = total
        self.scheduled = scheduled


@dataclass(frozen=True, slots=True)
class Agreement:
    """The aggregate of one agreement: its terms in BRL and its schedule, which sums to the cent.

    Raises:
        ScheduleMismatch: the schedule does not sum to the total.
    """

    id: AgreementId
    conversation_id: ConversationId
    debtor_id: DebtorId
    status: AgreementStatus
    original_amount: Decimal
    total: Decimal
    installments: tuple[Installment, ...]
    policy_version: str
    reached_at: datetime
    is_promise: bool = False
    renegotiates: AgreementId | None = None
    version: int = 0

    def __post_init__(self) -> None:
        """Hold the schedule to the total."""
        scheduled = sum((installment.amount for installment in self.installments), ZERO)
        if scheduled != self.total:
            raise ScheduleMismatch(self.total, scheduled)

    @property
    def discount_amount(self) -> Decimal:
        """What the debtor is forgiven, in BRL; never negative, for interest may exceed the discount.

        A promise forgives nothing: it may be of a first instalment alone.
        """
        if self.is_promise:
            return ZERO
        return max(ZERO, self.original_amount - self.total)

    def standing(self, *, is_settled: bool, is_broken: bool) -> AgreementStatus:
        """Return where it stands once its payments are known."""
        if self.status is AgreementStatus.RENEGOTIATED:
            return AgreementStatus.RENEGOTIATED
        if is_settled:
            return AgreementStatus.PAID
        if is_broken:
            return AgreementStatus.BROKEN
        return AgreementStatus.PROMISED if self.is_promise else AgreementStatus.ACTIVE


def agreed(
    agreement_id: AgreementId,
    conversation_id: ConversationId,
    debtor_id: DebtorId,
    offer: Offer,
    original_amount: Decimal,
    now: datetime,
    renegotiates: AgreementId | None = None,
) -> Agreement:
    """Return the agreement to which a yes to `offer` gives birth."""
    return Agreement(
        agreement_id,
        conversation_id,
        debtor_id,
        AgreementStatus.ACTIVE,
        original_amount,
        offer.terms.total,
        offer.terms.installments,
        offer.policy_version,
        now,
        renegotiates=renegotiates,
    )


def promised(
    agreement_id: AgreementId,
    conversation_id: ConversationId,
    debtor_id: DebtorId,
    promise: Promise,
    original_amount: Decimal,
    policy_version: str,
    now: datetime,
) -> Agreement:
    """Return the record of a promised date: one payment, no documents, outside what policy agrees on."""
    return Agreement(
        agreement_id,
        conversation_id,
        debtor_id,
        AgreementStatus.PROMISED,
        original_amount,
        promise.amount,
        (Installment(1, promise.amount, promise.on),),
        policy_version,
        now,
        is_promise=True,
    )
