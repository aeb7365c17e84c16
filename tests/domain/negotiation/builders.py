"""Maria, her debt of R$ 1.000,00 and a Friday in November 2026: what the tests of negotiation start from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, Self, TypedDict, Unpack
from uuid import UUID

from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.events import Event, OfferMade
from domain.negotiation.handle import handle, handle_media
from domain.negotiation.negotiation import Decision, Negotiation, Phase, expire, offer, open_negotiation
from domain.negotiation.offer import Offer, Terms
from domain.negotiation.policy import Policy
from domain.negotiation.reply import Reason, Reply
from domain.negotiation.strategy import Move
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.calendar import SAO_PAULO
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId, DebtorId
from domain.shared.money import brl

MARIAS_CPF = Cpf.parse("529.982.247-25")
FRIDAY_MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=SAO_PAULO)
CONVERSATION = ConversationId(UUID("00000000-0000-4000-8000-000000000001"))
MARIA = DebtorId(UUID("00000000-0000-4000-8000-000000000002"))


def november(day: int) -> date:
    """Return a day of the month in which the conversations take place; the 20th is today."""
    return date(2026, 11, day)


def december(day: int) -> date:
    """Return a day of the month after."""
    return date(2026, 12, day)


def a_policy(**changes: object) -> Policy:
    """Return the policy of the config file that ships: 10 to 40 % off in four steps, up to 12x, R$ 50,00."""
    return replace(Policy(version="2026-11"), **changes)  # type: ignore[arg-type]


def a_debt(balance: str = "1000.00") -> DebtAtStake:
    """Return a debt of `balance` BRL, an old store card."""
    return DebtAtStake(brl(balance), brl("800.00"), date(2024, 5, 10), "Lojas Aurora", "cartão da loja")


class Slots(TypedDict, total=False):
    """What a message names, written as in the contract of understanding."""

    amount: str
    amount_is: Literal["total", "installment"] | None
    installments: int
    due_date: date
    discount_percent: str
    cpf_digits: str
    hardship: bool


def understood(intent: Intent, **slots: Unpack[Slots]) -> Understanding:
    """Return a message as any reader would hand it over."""
    return Understanding(
        intent,
        amount=Decimal(slots["amount"]) if "amount" in slots else None,
        amount_is=slots.get("amount_is", "total" if "amount" in slots else None),
        installments=slots.get("installments"),
        due_date=slots.get("due_date"),
        discount_percent=Decimal(slots["discount_percent"]) if "discount_percent" in slots else None,
        cpf_digits=slots.get("cpf_digits"),
        hardship=slots.get("hardship", False),
    )


@dataclass
class Conversation:
    """A debtor who talks: each message moves the negotiation on and returns what it led to."""

    negotiation: Negotiation
    now: datetime = FRIDAY_MORNING
    last: Decision | None = None

    def says(self, intent: Intent, **slots: Unpack[Slots]) -> Decision:
        """Write one message, ten seconds after the last."""
        return self.hears(understood(intent, **slots))

    def hears(self, message: Understanding, seconds: int = 10) -> Decision:
        """Hand over a message that was read before."""
        return self._goes_on(
            lambda: handle(self.negotiation, message, self.now, MARIAS_CPF.starts_with), seconds
        )

    def sends_a_picture(self) -> Decision:
        """Send something without words."""
        return self._goes_on(lambda: handle_media(self.negotiation, self.now), 10)

    def objects(self, times: int = 1) -> Decision:
        """Say that it is expensive, `times` in a row."""
        for _ in range(times - 1):
            self.says(Intent.ASK_DISCOUNT)
        return self.says(Intent.ASK_DISCOUNT)

    def falls_silent(self, seconds: float) -> Decision | None:
        """Let `seconds` pass since the last message, and the clock run over the conversation."""
        return expire(self.negotiation, self.negotiation.last_activity_at + timedelta(seconds=seconds))

    def waits(self, **time: float) -> Self:
        """Let time pass without ending anything."""
        self.now += timedelta(**time)
        return self

    @property
    def reply(self) -> Reply:
        """What Certobot answered last."""
        assert self.last is not None
        assert self.last.reply is not None
        return self.last.reply

    @property
    def totals(self) -> list[Decimal]:
        """The totals offered so far, first to last."""
        return [offered.terms.total for offered in self.negotiation.offers]

    def _goes_on(self, turn: Callable[[], Decision], seconds: int) -> Decision:
        self.now += timedelta(seconds=seconds)
        self.last = turn()
        self.negotiation = self.last.negotiation
        return self.last


@dataclass(frozen=True)
class NegotiationBuilder:
    """Where a test begins; every step returns a new builder."""

    policy: Policy
    debt: DebtAtStake
    at: datetime = FRIDAY_MORNING
    resumed: bool = False
    proven: bool = False
    offered: tuple[str, int] | None = None
    restated: bool = False

    def under(self, policy: Policy) -> Self:
        """Negotiate under `policy`."""
        return replace(self, policy=policy)

    def about(self, debt: DebtAtStake) -> Self:
        """Negotiate about `debt`."""
        return replace(self, debt=debt)

    def opened(self, at: datetime) -> Self:
        """Begin at another moment."""
        return replace(self, at=at)

    def come_back_to(self) -> Self:
        """Let the debtor come back to a conversation that timed out."""
        return replace(self, resumed=True)

    def verified(self) -> Self:
        """Let the debtor have proven who they are, and heard the opening offer."""
        return replace(self, proven=True)

    def with_offer(self, total: str, installments: int = 1) -> Self:
        """Put terms in view, due in five days."""
        return replace(self, proven=True, offered=(total, installments))

    def restated_terms(self) -> Self:
        """Let the terms in view have been restated: a yes is what is waited for."""
        return replace(self, restated=True)

    def talk(self) -> Conversation:
        """Begin to talk."""
        negotiation, _ = open_negotiation(
            CONVERSATION, MARIA, "Maria", self.debt, self.policy, self.at, resumed=self.resumed
        )
        talk = Conversation(negotiation, self.at)
        if self.proven:
            talk.says(Intent.IDENTIFY, cpf_digits="529")
        if self.offered is not None:
            total, installments = self.offered
            due = self.at.date() + timedelta(days=5)
            move = Move(brl(total), installments, due, Reason.OPENING, self.policy.opening_discount_percent)
            talk.negotiation, _ = offer(talk.negotiation, move)
        if self.restated:
            talk.negotiation = replace(talk.negotiation, phase=Phase.AGREEMENT)
        return talk


def a_negotiation() -> NegotiationBuilder:
    """Return Maria's negotiation, before she has written anything."""
    return NegotiationBuilder(a_policy(), a_debt())


def plan(terms: Terms | None) -> tuple[str, int, date]:
    """Return terms as a person would say them: the total, in how many, from when."""
    assert terms is not None
    return str(terms.total), len(terms.installments), terms.first_due


def plans(options: tuple[Terms, ...]) -> list[tuple[str, int]]:
    """Return options as a person would compare them."""
    return [(str(terms.total), len(terms.installments)) for terms in options]


def offers_in(events: tuple[Event, ...]) -> list[Offer]:
    """Return the offers that a turn made."""
    return [event.offer for event in events if isinstance(event, OfferMade)]


def kinds_of(events: tuple[Event, ...]) -> list[type]:
    """Return what happened, in order."""
    return [type(event) for event in events]
