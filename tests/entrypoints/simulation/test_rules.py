"""The simulation would notice: every rule is broken once on purpose."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.events import AgreementReached, EndReason, OfferMade
from domain.negotiation.negotiation import Decision, Negotiation, Status, open_negotiation
from domain.negotiation.offer import Installment, Offer, PriceList, Terms
from domain.negotiation.policy import Policy
from domain.negotiation.reply import Reason, Reply, ReplyKind
from domain.negotiation.understanding import Intent
from domain.shared.calendar import SAO_PAULO
from domain.shared.ids import AgreementId, ConversationId, DebtorId, OfferId
from entrypoints.simulation.rules import IN_PORTUGUESE, Rule, Watch

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, tzinfo=SAO_PAULO)
BALANCE = Decimal("1000.00")
POLICY = Policy("teste", max_installments=6)
ID = UUID(int=1)
DEBT = DebtAtStake(BALANCE, Decimal("800.00"), date(2026, 1, 5), "Lojas Aurora S.A.", "Cartão")


def the_negotiation(policy: Policy = POLICY) -> Negotiation:
    """Return one whose debtor is known."""
    opened, _ = open_negotiation(ConversationId(ID), DebtorId(ID), "Ana", DEBT, policy, NOW)
    return replace(opened, verified=True)


def terms(total: str, count: int = 1, *, in_days: int = 5) -> Terms:
    """Return honest terms: they sum, and fall due monthly."""
    return PriceList(BALANCE, POLICY).terms(Decimal(total), count, TODAY + timedelta(days=in_days))


def offered(these: Terms) -> Decision:
    """Return a decision that offers `these`."""
    made = OfferMade(
        offer=Offer(OfferId(ID), these, "teste"),
        reason=Reason.OPENING,
        conceded_points=Decimal(0),
        floor=Decimal(0),
    )
    return Decision(the_negotiation(), (made,))


def agreed(these: Terms) -> Decision:
    """Return a decision that closes on `these`."""
    event = AgreementReached(
        agreement_id=AgreementId(ID), offer=Offer(OfferId(ID), these, "teste"), original_amount=BALANCE
    )
    return Decision(the_negotiation(), (event,))


def broken(decision: Decision, watch: Watch | None = None, intent: Intent = Intent.ACCEPT) -> list[Rule]:
    """Return the rules that `decision` breaks."""
    watch = watch or Watch(POLICY, BALANCE)
    return list(watch.broken_by(the_negotiation(), intent, decision, TODAY))


def test_every_rule_is_named_in_portuguese() -> None:
    assert set(IN_PORTUGUESE) == set(Rule)


@pytest.mark.parametrize(
    "fair",
    [
        terms("600.00"),
        terms("1000.00", 6),
        terms("900.01", 7 - 1),
        terms("900.00", in_days=1),
        terms("900.00", in_days=10),
    ],
)
def test_an_offer_within_the_policy_breaks_nothing(fair: Terms) -> None:
    assert broken(offered(fair)) == []


@pytest.mark.parametrize(
    ("unfair", "rule"),
    [
        (terms("599.99"), Rule.BELOW_FLOOR),
        (terms("1000.01"), Rule.ABOVE_FULL),
        (terms("900.00", 7), Rule.TOO_MANY_INSTALLMENTS),
        (terms("900.00", in_days=0), Rule.DATE_NOT_ALLOWED),
        (terms("900.00", in_days=11), Rule.DATE_NOT_ALLOWED),
        (replace(terms("900.00", 2), total=Decimal("900.01")), Rule.WRONG_SUM),
        (
            replace(
                terms("900.00", 2),
                installments=(
                    Installment(1, Decimal("860.00"), date(2026, 11, 25)),
                    Installment(2, Decimal("40.00"), date(2026, 12, 25)),
                ),
            ),
            Rule.INSTALLMENT_TOO_SMALL,
        ),
        (
            replace(
                terms("900.00", 2),
                installments=(
                    Installment(1, Decimal("450.00"), date(2026, 11, 25)),
                    Installment(2, Decimal("450.00"), date(2026, 12, 24)),
                ),
            ),
            Rule.NOT_MONTHLY,
        ),
    ],
)
def test_an_offer_outside_the_policy_breaks_exactly_that_rule(unfair: Terms, rule: Rule) -> None:
    assert broken(offered(unfair)) == [rule]


def test_the_last_day_of_a_short_month_is_still_monthly() -> None:
    january = PriceList(BALANCE, POLICY).terms(Decimal("900.00"), 3, date(2027, 1, 31))
    watch = Watch(POLICY, BALANCE)

    found = list(watch.broken_by(the_negotiation(), Intent.PROPOSE, offered(january), date(2027, 1, 25)))

    assert found == []


def test_a_due_day_beyond_the_window_is_allowed_only_when_it_is_the_first_allowed() -> None:
    policy = replace(POLICY, due_days=(5,))
    allowed = PriceList(BALANCE, policy).terms(Decimal("900.00"), 1, date(2026, 12, 5))
    too_late = PriceList(BALANCE, policy).terms(Decimal("900.00"), 1, date(2027, 1, 5))

    assert broken(offered(allowed), Watch(policy, BALANCE)) == []
    assert broken(offered(too_late), Watch(policy, BALANCE)) == [Rule.DATE_NOT_ALLOWED]


def test_an_offer_worse_than_before_is_noticed_for_the_same_number_of_instalments_alone() -> None:
    watch = Watch(POLICY, BALANCE)

    assert broken(offered(terms("700.00")), watch) == []
    assert broken(offered(terms("800.00", 3)), watch) == []
    assert broken(offered(terms("700.01")), watch) == [Rule.WORSE_THAN_BEFORE]


def test_an_agreement_needs_a_yes_to_a_text_that_states_its_terms() -> None:
    fair, other = terms("700.00"), terms("650.00")
    stated = "Fica R$ 700,00 à vista. Posso fechar?"
    asking = Reply(ReplyKind.CONFIRM_TERMS, "Ana", debt=DEBT, terms=fair)
    small_talk = Reply(ReplyKind.SMALL_TALK, "Ana", debt=DEBT, terms=fair)

    def after(intent: Intent, *said: tuple[Reply, str], closing: Terms = fair) -> list[Rule]:
        watch = Watch(POLICY, BALANCE)
        for reply, text in said:
            watch.sees(reply, text)
        return broken(agreed(closing), watch, intent)

    assert after(Intent.ACCEPT, (asking, stated)) == []
    assert after(Intent.ACCEPT, (asking, stated), (small_talk, stated)) == []
    assert after(Intent.ACCEPT) == [Rule.AGREED_WITHOUT_YES]
    assert after(Intent.THANKS, (asking, stated)) == [Rule.AGREED_WITHOUT_YES]
    assert after(Intent.ACCEPT, (small_talk, stated)) == [Rule.AGREED_WITHOUT_YES]
    assert after(Intent.ACCEPT, (asking, "Posso fechar?")) == [Rule.AGREED_WITHOUT_YES]
    assert after(Intent.ACCEPT, (asking, stated), (small_talk, "Oi!")) == [Rule.AGREED_WITHOUT_YES]
    assert after(Intent.ACCEPT, (asking, stated), closing=other) == [Rule.AGREED_WITHOUT_YES]


def test_a_second_agreement_is_noticed() -> None:
    watch = Watch(POLICY, BALANCE, agreements=1, restated=terms("700.00"))

    assert broken(agreed(terms("700.00")), watch) == [Rule.TWO_AGREEMENTS]


def test_a_closed_conversation_that_moves_is_noticed() -> None:
    closed = replace(the_negotiation(), status=Status.FAILED, end=EndReason.REFUSED)
    watch = Watch(POLICY, BALANCE)

    moved = list(watch.broken_by(closed, Intent.GREETING, Decision(the_negotiation()), TODAY))
    stayed = list(watch.broken_by(closed, Intent.GREETING, Decision(closed), TODAY))

    assert moved == [Rule.LEFT_CLOSED]
    assert stayed == []


def test_a_debt_told_to_a_stranger_is_noticed() -> None:
    stranger = replace(the_negotiation(), verified=False)
    telling = Reply(ReplyKind.SMALL_TALK, "Ana", debt=DEBT)
    discreet = Reply(ReplyKind.ASK_DIGITS, "Ana")

    assert broken(Decision(stranger, (), telling)) == [Rule.DISCLOSED]
    assert broken(Decision(stranger, (), discreet)) == []
