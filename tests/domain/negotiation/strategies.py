"""Any policy, any debt, anything a debtor may be understood to say, and whole conversations of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.negotiation import Decision, Negotiation
from domain.negotiation.policy import Policy
from domain.negotiation.understanding import Intent, Understanding
from tests.domain.negotiation.builders import FRIDAY_MORNING, Conversation, a_debt, a_negotiation

_TODAY = FRIDAY_MORNING.date()


def percents(most: Decimal | int, least: str = "0") -> st.SearchStrategy[Decimal]:
    """Draw a percentage with two places."""
    return st.decimals(Decimal(least), most, places=2)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Draw a policy that does not contradict itself."""
    maximum = draw(percents(99))
    earliest = draw(st.integers(0, 20))
    return Policy(
        version="2026-11",
        opening_discount_percent=draw(percents(maximum)),
        max_discount_percent=maximum,
        installment_discounts=tuple(
            draw(st.dictionaries(st.integers(1, 24), percents(maximum), max_size=3)).items()
        ),
        max_installments=draw(st.integers(1, 24) | st.just(120)),
        min_payment=draw(st.decimals("0.01", "500.00", places=2)),
        min_installment=draw(st.decimals("0.01", "200.00", places=2)),
        first_due_days=(earliest, earliest + draw(st.integers(0, 40))),
        due_days=tuple(draw(st.sets(st.integers(1, 28), max_size=4))),
        monthly_interest_percent=draw(st.just(Decimal(0)) | percents(20, "0.01")),
        conversation_timeout_seconds=draw(st.sampled_from([180, 86_400])),
        verification_attempts=draw(st.integers(1, 10)),
        concession_steps=draw(st.integers(1, 8)),
        promise_days=draw(st.integers(0, 90)),
    )


def debts() -> st.SearchStrategy[DebtAtStake]:
    """Draw a debt, from one cent to ten million."""
    return st.decimals("0.01", "10000000.00", places=2).map(str).map(a_debt)


def days() -> st.SearchStrategy[date]:
    """Draw a date a debtor may name, mostly within the next two months."""
    return st.integers(-3, 60).map(lambda ahead: _TODAY + timedelta(days=ahead)) | st.dates()


def understandings() -> st.SearchStrategy[Understanding]:
    """Draw any reading of any message, possible or not."""
    return st.builds(
        Understanding,
        intent=st.sampled_from(Intent),
        amount=st.none() | st.decimals("0.01", "3000.00", places=2) | st.decimals(),
        amount_is=st.sampled_from([None, "total", "installment"]),
        installments=st.none() | st.integers(),
        due_date=st.none() | days(),
        discount_percent=st.none() | percents(100) | st.decimals(),
        cpf_digits=st.sampled_from([None, None, "529", "111", "5", "52998224725", "٥٢٩"]),
        hardship=st.booleans(),
    )


@st.composite
def proposals(draw: st.DrawFn, debt: DebtAtStake) -> Understanding:
    """Draw a proposal that a debtor of `debt` may make in earnest."""
    heard = Understanding(
        Intent.PROPOSE,
        installments=draw(st.none() | st.integers(1, 15)),
        due_date=draw(st.none() | days()),
    )
    total = draw(percents(120, "1")) * debt.balance / 100
    match draw(st.sampled_from(["total", "total", "installment", "installment", "no amount"])):
        case "total":
            return replace(heard, amount=total, amount_is="total")
        case "installment":
            return replace(heard, amount=total / draw(st.integers(1, 15)), amount_is="installment")
        case _:
            return heard


_TALKS = (Intent.ACCEPT, Intent.ACCEPT, Intent.ASK_DISCOUNT, Intent.REJECT, Intent.ASK_INSTALLMENTS)
_ASIDES = (Intent.ASK_DETAILS, Intent.ASK_PAYMENT_METHOD, Intent.SUSPICIOUS, Intent.HARDSHIP, Intent.UNKNOWN)
_KINDS = ("talks",) * 6 + ("proposes",) * 5 + ("asks",) * 2 + ("insists", "says anything", "sends a picture")


@st.composite
def messages(draw: st.DrawFn, debt: DebtAtStake) -> Understanding | None:
    """Draw a message as debtors write them, most of which move the negotiation; None has no words."""
    match draw(st.sampled_from(_KINDS)):
        case "talks":
            return Understanding(draw(st.sampled_from(_TALKS)))
        case "proposes":
            return draw(proposals(debt))
        case "insists":
            return Understanding(Intent.PROPOSE, due_date=_TODAY + timedelta(days=45))
        case "asks":
            return Understanding(draw(st.sampled_from(_ASIDES)))
        case "says anything":
            return draw(understandings())
        case _:
            return None


@dataclass(frozen=True, repr=False)
class Turn:
    """One message of a whole conversation, and the negotiation before it."""

    message: Understanding | None
    before: Negotiation
    decision: Decision
    today: date

    def __repr__(self) -> str:
        reply = self.decision.reply
        return f"{self.today}: {self.message} → {reply.kind if reply else 'silence'}"


@st.composite
def conversations(draw: st.DrawFn) -> list[Turn]:
    """Draw a conversation of up to thirty messages with time moving on; most begin with the right digits."""
    debt = draw(debts())
    begun = a_negotiation().under(draw(policies())).about(debt)
    talk = (begun.verified() if draw(st.integers(0, 5)) else begun).talk()
    waits = st.integers(0, 60) | st.integers(0, 86_400)
    count = draw(st.integers(1, 30))
    said = draw(st.lists(st.tuples(messages(debt), waits), min_size=count, max_size=count))
    return [_turn(talk, message, seconds) for message, seconds in said]


def _turn(talk: Conversation, message: Understanding | None, seconds: int) -> Turn:
    before = talk.negotiation
    if message is None:
        talk.waits(seconds=seconds)
        decision = talk.sends_a_picture()
    else:
        decision = talk.hears(message, seconds)
    return Turn(message, before, decision, talk.now.date())
