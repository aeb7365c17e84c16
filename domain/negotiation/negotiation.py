"""The aggregate of one conversation: from the first message to an agreement, or to a kind end."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import uuid5

from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.events import ConversationEnded, ConversationOpened, EndReason, Event, OfferMade
from domain.negotiation.offer import Offer, PriceList, Terms
from domain.negotiation.outcome import Outcome
from domain.negotiation.policy import Policy
from domain.negotiation.reply import Promise, Reason, Reply, ReplyKind
from domain.negotiation.strategy import Move, Table
from domain.negotiation.understanding import Intent
from domain.shared.calendar import business_date
from domain.shared.ids import AgreementId, ConversationId, DebtorId, OfferId, agreement_id_of
from domain.shared.money import ZERO


class Phase(StrEnum):
    """How far the conversation has come; a failed one keeps the phase it failed in."""

    VERIFICATION = "verification"
    NEGOTIATION = "negotiation"
    AGREEMENT = "agreement"
    COMPLETION = "completion"


class Status(StrEnum):
    """Whether anything is still negotiated, and if not, how it ended.

    `completed` reached an agreement or a promise, `abandoned` was left by the debtor,
    `failed` is any other end.
    """

    ACTIVE = "active"
    COMPLETED = "completed"
    FAILED = "failed"
    ABANDONED = "abandoned"


_STATUS_OF_END = {
    EndReason.AGREED: Status.COMPLETED,
    EndReason.PROMISED: Status.COMPLETED,
    EndReason.OPTED_OUT: Status.ABANDONED,
    EndReason.TIMED_OUT: Status.ABANDONED,
}

_LEAVE_IN_PEACE = frozenset({Intent.OPT_OUT, Intent.WRONG_PERSON})

_STATING_THE_TERMS_AGAIN = frozenset(
    {
        ReplyKind.DEBT_DETAILS,
        ReplyKind.PAYMENT_METHODS,
        ReplyKind.ONLY_CASH,
        ReplyKind.SMALL_TALK,
        ReplyKind.NOT_UNDERSTOOD,
    }
)


@dataclass(frozen=True, slots=True)
class Negotiation:
    """One conversation about one debtor's debt, under the policy it began with.

    `discount` is the percentage conceded so far; `current` are the terms in view, or `options` when several
    were put side by side; the counters measure patience. `promise`, `human_offered` and `ending_asked`, an
    ending that was read in doubt, wait for a yes. `asked_to_wait` silences the goodbye to a debtor who said
    they would come back. `receipts` counts the files sent as proof of a payment, which only a person can
    check. After an agreement, `seen_at` is when its debtor wrote last, `payment_wanted` waits for their
    digits, and `second_copy_offered` for a yes.
    `renegotiates` is the broken agreement whose place a new one would take. Patience counts the turns since
    `patience_from`: an agreement is followed for years.
    """

    id: ConversationId
    debtor_id: DebtorId
    first_name: str = field(repr=False)
    debt: DebtAtStake
    policy: Policy
    opened_at: datetime
    last_activity_at: datetime
    phase: Phase = Phase.VERIFICATION
    status: Status = Status.ACTIVE
    resumed: bool = False
    wrong_attempts: int = 0
    verified: bool = False
    discount: Decimal = ZERO
    offers: tuple[Offer, ...] = ()
    current: Offer | None = None
    options: tuple[Offer, ...] = ()
    promise: Promise | None = None
    hardship_told: bool = False
    dates_refused: int = 0
    refusals: int = 0
    holds: int = 0
    human_offered: bool = False
    ending_asked: Intent | None = None
    insults: int = 0
    asked_to_wait: bool = False
    reaction_answered: bool = False
    receipts: int = 0
    turns: int = 0
    end: EndReason | None = None
    outcome: Outcome | None = None
    agreement_id: AgreementId | None = None
    renegotiates: AgreementId | None = None
    seen_at: datetime | None = None
    payment_wanted: bool = False
    second_copy_offered: bool = False
    patience_from: int = 0
    version: int = 0

    @property
    def patience_spent(self) -> int:
        """How many turns were taken since patience was new."""
        return self.turns - self.patience_from

    @property
    def prices(self) -> PriceList:
        """What this debt may cost under this policy."""
        return PriceList(self.debt.balance, self.policy)

    @property
    def expires_at(self) -> datetime:
        """When silence ends the conversation."""
        return self.last_activity_at + timedelta(seconds=self.policy.conversation_timeout_seconds)

    @property
    def in_view(self) -> tuple[Terms, ...]:
        """The terms the debtor is looking at: the current ones, or the options side by side."""
        return tuple(offer.terms for offer in ((self.current,) if self.current else self.options))

    def table(self, now: datetime) -> Table:
        """Return where the bargaining stands at `now`."""
        offered: dict[int, Decimal] = {}
        for offer in self.offers:
            count = len(offer.terms.installments)
            offered[count] = min(offer.terms.total, offered.get(count, offer.terms.total))
        return Table(
            self.prices,
            business_date(now),
            self.discount,
            offered,
            tuple(len(terms.installments) for terms in self.in_view) or (1,),
            self.in_view[0].first_due if self.in_view else None,
        )

    def with_nothing_asked(self) -> "Negotiation":
        """Return this negotiation when something else was said meanwhile: a yes would answer that now."""
        phase = Phase.NEGOTIATION if self.phase is Phase.AGREEMENT else self.phase
        return replace(self, phase=phase, promise=None, human_offered=False, ending_asked=None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a message led to: the negotiation after it, what happened, and what to say, if anything."""

    negotiation: Negotiation
    events: tuple[Event, ...] = ()
    reply: Reply | None = None


def open_negotiation(
    conversation_id: ConversationId,
    debtor_id: DebtorId,
    first_name: str,
    debt: DebtAtStake,
    policy: Policy,
    now: datetime,
    *,
    resumed: bool = False,
    wrong_attempts: int = 0,
    renegotiates: AgreementId | None = None,
) -> tuple[Negotiation, ConversationOpened]:
    """Begin a conversation; `resumed` when the debtor came back to one that had timed out.

    The wrong digits given there count here too: silence buys nobody more guesses. `renegotiates` is the
    broken agreement that it is about.
    """
    negotiation = Negotiation(
        conversation_id,
        debtor_id,
        first_name,
        debt,
        policy,
        opened_at=now,
        last_activity_at=now,
        discount=policy.opening_discount_percent,
        resumed=resumed,
        wrong_attempts=wrong_attempts,
        renegotiates=renegotiates,
    )
    return negotiation, ConversationOpened(policy_version=policy.version)


def say(
    negotiation: Negotiation, kind: ReplyKind, *, terms: Terms | None = None, reason: Reason | None = None
) -> Reply:
    """Return a reply that states the debt only to a debtor who has proven who they are."""
    if not negotiation.verified:
        return Reply(kind, negotiation.first_name)
    return Reply(kind, negotiation.first_name, debt=negotiation.debt, terms=terms, reason=reason)


def keep(negotiation: Negotiation, kind: ReplyKind) -> Decision:
    """Answer a question, and leave the terms in view where they are.

    A yes asked for before is still asked for only when the answer states the terms again.
    """
    states_terms = kind in _STATING_THE_TERMS_AGAIN
    kept = negotiation.with_nothing_asked()
    if states_terms:
        kept = replace(kept, phase=negotiation.phase)
    terms = kept.current.terms if kept.current else None
    return Decision(kept, (), replace(say(kept, kind, terms=terms), options=() if terms else kept.in_view))


def offer(negotiation: Negotiation, move: Move) -> tuple[Negotiation, OfferMade]:
    """Put the terms of `move` to the debtor; from here on they bind (CDC art. 48)."""
    prices = negotiation.prices
    terms = move.terms(prices)
    made = Offer(_offer_id(negotiation), terms, negotiation.policy.version)
    after = replace(
        negotiation,
        phase=Phase.NEGOTIATION,
        offers=(*negotiation.offers, made),
        current=made,
        options=(),
        promise=None,
        human_offered=False,
        discount=move.discount,
    )
    happened = OfferMade(
        offer=made,
        reason=move.reason,
        conceded_points=move.discount - negotiation.discount,
        floor=prices.floor(move.installments),
    )
    return after, happened


def end(
    negotiation: Negotiation, reason: EndReason, outcome: Outcome, kind: ReplyKind, *before: Event
) -> Decision:
    """Close the conversation for `reason` and say goodbye; a closed one never opens again."""
    agreed = reason in (EndReason.AGREED, EndReason.PROMISED)
    after = replace(
        negotiation,
        phase=Phase.COMPLETION if agreed else negotiation.phase,
        status=_STATUS_OF_END.get(reason, Status.FAILED),
        end=reason,
        outcome=outcome,
        agreement_id=agreement_id_of(negotiation.id) if agreed else None,
    )
    reply = say(after, kind, terms=after.current.terms if agreed and after.current else None)
    return Decision(after, (*before, ConversationEnded(reason=reason, outcome=outcome)), reply)


def expire(negotiation: Negotiation, now: datetime) -> Decision | None:
    """End a conversation whose silence has lasted too long; None when it has not, or has already ended.

    A debtor who never wrote, who said they would come back, or who may want no more messages is not sent a
    goodbye.
    """
    if negotiation.status is not Status.ACTIVE or now < negotiation.expires_at:
        return None
    outcome = Outcome.UNSUCCESSFUL if negotiation.verified else Outcome.NO_CONTACT
    # The goodbye is a turn of its own, so that it is not taken for the answer to the last message.
    counted = replace(negotiation, turns=negotiation.turns + 1)
    decision = end(counted, EndReason.TIMED_OUT, outcome, ReplyKind.TIMED_OUT)
    in_peace = negotiation.asked_to_wait or negotiation.ending_asked in _LEAVE_IN_PEACE
    silent = negotiation.turns == 0 or in_peace
    return replace(decision, reply=None) if silent else decision


def _offer_id(negotiation: Negotiation) -> OfferId:
    return OfferId(uuid5(negotiation.id, f"offer {len(negotiation.offers) + 1}"))
