"""Paying in parts: options, counts, monthly amounts, and what interest costs."""

from datetime import date
from decimal import Decimal

import pytest

from domain.negotiation.events import EndReason, OfferMade
from domain.negotiation.reply import Reason, ReplyKind
from domain.negotiation.understanding import Intent
from domain.shared.money import ZERO, brl
from tests.domain.negotiation.builders import (
    Conversation,
    a_debt,
    a_negotiation,
    a_policy,
    december,
    kinds_of,
    november,
    plan,
    plans,
)


def verified() -> Conversation:
    return a_negotiation().verified().talk()


class TestAskingForInstalments:
    def test_three_ways_are_put_side_by_side(self) -> None:
        talk = verified()

        decision = talk.says(Intent.ASK_INSTALLMENTS)

        assert kinds_of(decision.events) == [OfferMade] * 3
        assert talk.reply.kind is ReplyKind.INSTALLMENT_OPTIONS
        assert plans(talk.reply.options) == [("900.00", 3), ("900.00", 6), ("900.00", 12)]
        assert talk.reply.terms is None

    def test_choosing_one_by_its_number_asks_one_yes(self) -> None:
        talk = verified()
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.says(Intent.PROPOSE, installments=6)
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
        assert plan(talk.reply.terms) == ("900.00", 6, november(25))
        talk.says(Intent.ACCEPT)
        assert talk.negotiation.end is EndReason.AGREED

    @pytest.mark.parametrize("intent", [Intent.PROPOSE, Intent.ACCEPT])
    def test_choosing_one_by_its_instalment_is_understood(self, intent: Intent) -> None:
        talk = verified()
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.says(intent, amount="150")
        assert plan(talk.reply.terms) == ("900.00", 6, november(25))

    def test_an_amount_that_names_no_option_is_a_proposal_of_cash(self) -> None:
        talk = verified()
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.says(Intent.PROPOSE, amount="700")
        assert plan(talk.reply.terms)[:2] == ("700.00", 1)

    def test_a_yes_without_choosing_is_asked_which(self) -> None:
        talk = verified()
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.says(Intent.ACCEPT)
        assert talk.reply.kind is ReplyKind.CHOOSE_OPTION
        assert plans(talk.reply.options) == [("900.00", 3), ("900.00", 6), ("900.00", 12)]

    def test_a_question_leaves_the_options_in_view(self) -> None:
        talk = verified()
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.says(Intent.ASK_DETAILS)
        assert len(talk.reply.options) == 3
        assert talk.reply.terms is None

    def test_an_objection_to_the_options_lightens_the_longest(self) -> None:
        talk = verified()
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.objects()
        assert talk.reply.kind is ReplyKind.CONCESSION
        assert plan(talk.reply.terms)[:2] == ("825.00", 12)

    def test_options_that_cannot_fall_are_held_with_the_lightest_of_them(self) -> None:
        talk = verified()
        talk.objects(times=4)
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.objects()
        assert talk.reply.kind is ReplyKind.FLOOR_HELD
        assert plan(talk.reply.terms)[:2] == ("600.00", 12)

    def test_the_date_agreed_on_before_goes_with_the_options(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, due_date=november(28))
        talk.says(Intent.ASK_INSTALLMENTS)
        assert {terms.first_due for terms in talk.reply.options} == {november(28)}
        talk.says(Intent.PROPOSE, installments=3)
        assert plan(talk.reply.terms) == ("900.00", 3, november(28))

    def test_a_date_alone_moves_all_the_options(self) -> None:
        talk = verified()
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.says(Intent.PROPOSE, due_date=november(30))
        assert talk.reply.kind is ReplyKind.INSTALLMENT_OPTIONS
        assert {terms.first_due for terms in talk.reply.options} == {november(30)}

    def test_a_date_asked_for_with_the_options_that_is_too_late_is_told(self) -> None:
        talk = verified()
        talk.says(Intent.ASK_INSTALLMENTS, due_date=december(15))
        assert talk.reply.reason is Reason.DATE_OUT_OF_RANGE
        assert {terms.first_due for terms in talk.reply.options} == {november(30)}

    def test_a_debt_too_small_to_split_is_offered_in_cash_only(self) -> None:
        talk = a_negotiation().about(a_debt("99.00")).verified().talk()
        talk.says(Intent.ASK_INSTALLMENTS)
        assert talk.reply.kind is ReplyKind.ONLY_CASH
        assert plan(talk.reply.terms) == ("89.10", 1, november(25))

    def test_a_debt_that_splits_in_one_way_is_offered_that_way(self) -> None:
        talk = a_negotiation().about(a_debt("120.00")).verified().talk()
        talk.says(Intent.ASK_INSTALLMENTS)
        assert (talk.reply.kind, talk.reply.reason) == (ReplyKind.COUNTER_OFFER, Reason.ASKED_INSTALLMENTS)
        assert plan(talk.reply.terms)[:2] == ("108.00", 2)


class TestProposingInstalments:
    def test_a_number_that_policy_allows_is_taken(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, installments=4)
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
        assert plan(talk.reply.terms) == ("900.00", 4, november(25))

    def test_the_schedule_is_monthly_and_sums_to_the_cent(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="800", installments=3)
        assert talk.reply.terms is not None
        assert [(str(each.amount), each.due_date) for each in talk.reply.terms.installments] == [
            ("266.67", november(25)),
            ("266.67", december(25)),
            ("266.66", date(2027, 1, 25)),
        ]

    def test_too_many_are_countered_with_the_most(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, installments=24)
        assert (talk.reply.kind, talk.reply.reason) == (
            ReplyKind.COUNTER_OFFER,
            Reason.TOO_MANY_INSTALLMENTS,
        )
        assert plan(talk.reply.terms)[:2] == ("900.00", 12)

    def test_too_many_of_a_total_that_is_allowed_keep_the_total(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="660", installments=20)
        assert talk.reply.reason is Reason.TOO_MANY_INSTALLMENTS
        assert plan(talk.reply.terms)[:2] == ("660.00", 12)

    def test_an_instalment_under_the_least_is_countered_with_as_many_as_keep_the_discount(self) -> None:
        talk = a_negotiation().about(a_debt("300.00")).verified().talk()
        talk.says(Intent.PROPOSE, installments=10)
        assert talk.reply.reason is Reason.INSTALLMENT_TOO_SMALL
        assert plan(talk.reply.terms)[:2] == ("270.00", 5)

    def test_an_instalment_that_a_few_more_times_reaches_the_floor_is_kept(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="100", amount_is="installment", installments=5)
        assert talk.reply.reason is Reason.BELOW_FLOOR
        assert plan(talk.reply.terms)[:2] == ("600.00", 6)

    def test_an_instalment_that_never_reaches_the_floor_is_countered_with_the_floor(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="40", amount_is="installment", installments=12)
        assert talk.reply.reason is Reason.BELOW_FLOOR
        assert plan(talk.reply.terms)[:2] == ("600.00", 12)

    def test_the_repeated_instalment_of_the_plan_in_view_is_no_new_proposal(self) -> None:
        talk = a_negotiation().with_offer("900.00", installments=3).talk()
        talk.says(Intent.PROPOSE, amount="300", amount_is="installment")
        assert talk.reply.kind is ReplyKind.CONFIRM_TERMS

    def test_cash_asked_for_after_a_plan_is_cash(self) -> None:
        talk = a_negotiation().with_offer("900.00", installments=3).talk()
        talk.says(Intent.PROPOSE, amount="700", installments=1)
        assert plan(talk.reply.terms)[:2] == ("700.00", 1)


class TestProposingAMonthlyAmount:
    def test_the_fewest_instalments_at_the_price_in_view_are_found(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="150", amount_is="installment")
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
        assert plan(talk.reply.terms)[:2] == ("900.00", 6)

    def test_none_of_the_instalments_is_above_what_the_debtor_can_pay(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="128.57", amount_is="installment")
        assert plan(talk.reply.terms)[:2] == ("900.00", 8)

    def test_below_the_price_the_longest_plan_that_policy_allows_is_taken(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="70", amount_is="installment")
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
        assert plan(talk.reply.terms)[:2] == ("840.00", 12)

    def test_an_amount_too_small_for_any_plan_is_countered_with_the_lightest(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="20", amount_is="installment")
        assert (talk.reply.kind, talk.reply.reason) == (
            ReplyKind.COUNTER_OFFER,
            Reason.INSTALLMENT_TOO_SMALL,
        )
        assert plan(talk.reply.terms)[:2] == ("600.00", 12)

    def test_an_amount_that_pays_it_all_at_once_is_cash(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="900", amount_is="installment")
        assert plan(talk.reply.terms)[:2] == ("900.00", 1)


class TestInterest:
    POLICY = a_policy(monthly_interest_percent=Decimal(2))

    def test_the_instalments_are_worth_the_debt_at_the_policys_rate(self) -> None:
        talk = a_negotiation().under(self.POLICY).verified().talk()
        talk.says(Intent.PROPOSE, installments=3)
        assert talk.reply.terms is not None
        amounts = [each.amount for each in talk.reply.terms.installments]
        worth = [amount / Decimal("1.02") ** month for month, amount in enumerate(amounts, start=1)]
        assert abs(sum(worth, ZERO) - 900) < Decimal("0.01")
        assert talk.reply.terms.discount_percent == Decimal("10.00")

    def test_the_total_is_that_of_the_tabela_price(self) -> None:
        talk = a_negotiation().under(self.POLICY).verified().talk()
        talk.says(Intent.PROPOSE, installments=3)
        # 900 × 3 × 0,02 ÷ (1 − 1,02⁻³) = 936,2376…
        assert plan(talk.reply.terms)[:2] == ("936.24", 3)

    def test_the_floor_carries_the_interest_too(self) -> None:
        talk = a_negotiation().under(self.POLICY).verified().talk()
        talk.says(Intent.PROPOSE, amount="300", installments=3)
        # 600 × 3 × 0,02 ÷ (1 − 1,02⁻³) = 624,1584…, up to the cent
        assert plan(talk.reply.terms)[:2] == ("624.16", 3)

    def test_cash_carries_none(self) -> None:
        talk = a_negotiation().under(self.POLICY).verified().talk()
        assert talk.totals == [brl("900.00")]

    def test_a_percentage_is_of_the_debt_and_not_of_the_interest(self) -> None:
        talk = a_negotiation().under(self.POLICY).verified().talk()
        talk.says(Intent.PROPOSE, discount_percent="40", installments=3)
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
        assert plan(talk.reply.terms)[:2] == ("624.16", 3)


class TestDiscountsByNumberOfInstalments:
    POLICY = a_policy(installment_discounts=((7, Decimal(20)), (2, Decimal(30))))

    @pytest.mark.parametrize(("installments", "floor"), [(1, "600.00"), (2, "700.00"), (7, "800.00")])
    def test_each_number_has_its_floor(self, installments: int, floor: str) -> None:
        talk = a_negotiation().under(self.POLICY).verified().talk()
        talk.says(Intent.PROPOSE, amount="100", installments=installments)
        assert plan(talk.reply.terms)[:2] == (floor, installments)

    def test_an_objection_at_the_floor_of_a_plan_goes_on_in_cash(self) -> None:
        talk = a_negotiation().under(self.POLICY).verified().talk()
        talk.says(Intent.PROPOSE, installments=12)
        talk.objects(times=2)
        assert plan(talk.reply.terms)[:2] == ("800.00", 12)
        talk.objects()
        assert plan(talk.reply.terms)[:2] == ("675.00", 1)


class TestTheComfortableDate:
    def test_no_date_named_means_a_weekday(self) -> None:
        talk = a_negotiation().verified().talk()
        assert talk.negotiation.current is not None
        assert talk.negotiation.current.terms.first_due.weekday() < 5
