"""Paying at once: the first offer, concessions down to the floor, and proposals of an amount."""

from decimal import Decimal

import pytest

from domain.negotiation.events import (
    AgreementReached,
    ConversationEnded,
    EndReason,
    OfferMade,
    TermsRestated,
)
from domain.negotiation.negotiation import Phase, Status
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import Reason, ReplyKind
from domain.negotiation.understanding import Intent
from domain.shared.ids import agreement_id_of
from domain.shared.money import brl
from tests.domain.negotiation.builders import (
    Conversation,
    a_debt,
    a_negotiation,
    a_policy,
    kinds_of,
    november,
    plan,
)


class TestAgreeingAtTheFirstOffer:
    def test_the_first_yes_restates_the_terms_and_closes_nothing(self) -> None:
        talk = a_negotiation().verified().talk()

        decision = talk.says(Intent.ACCEPT)

        assert kinds_of(decision.events) == [TermsRestated]
        assert talk.reply.kind is ReplyKind.CONFIRM_TERMS
        assert plan(talk.reply.terms) == ("900.00", 1, november(25))
        assert talk.negotiation.phase is Phase.AGREEMENT
        assert talk.negotiation.agreement_id is None

    def test_the_second_yes_reaches_the_agreement(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.ACCEPT)

        decision = talk.says(Intent.ACCEPT)

        reached, ended = decision.events
        assert isinstance(reached, AgreementReached)
        assert reached.offer.terms.total == brl("900.00")
        assert reached.original_amount == brl("1000.00")
        assert reached.agreement_id == agreement_id_of(talk.negotiation.id) == talk.negotiation.agreement_id
        assert ended == ConversationEnded(reason=EndReason.AGREED, outcome=Outcome.SUCCESSFUL)
        assert (talk.negotiation.phase, talk.negotiation.status) == (Phase.COMPLETION, Status.COMPLETED)
        assert talk.reply.kind is ReplyKind.AGREEMENT_REACHED
        assert plan(talk.reply.terms) == ("900.00", 1, november(25))

    def test_a_yes_that_repeats_the_figures_is_a_yes(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.ACCEPT, amount="900", installments=1, due_date=november(25))
        talk.says(Intent.ACCEPT, discount_percent="10")
        assert talk.negotiation.end is EndReason.AGREED

    def test_a_yes_that_changes_a_figure_is_a_proposal(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.ACCEPT)
        talk.says(Intent.ACCEPT, amount="700")
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
        assert plan(talk.reply.terms) == ("700.00", 1, november(25))
        assert talk.negotiation.status is Status.ACTIVE

    def test_a_no_to_the_restated_terms_reopens_them(self) -> None:
        talk = a_negotiation().with_offer("850.00").restated_terms().talk()
        talk.says(Intent.REJECT)
        assert talk.reply.kind is ReplyKind.TERMS_REOPENED
        assert talk.negotiation.phase is Phase.NEGOTIATION

    def test_an_objection_to_the_restated_terms_is_met_with_a_concession(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.ACCEPT)
        talk.objects()
        assert talk.reply.kind is ReplyKind.CONCESSION
        assert talk.negotiation.phase is Phase.NEGOTIATION


class TestAYesAnswersTheLastQuestion:
    @pytest.mark.parametrize("intent", [Intent.ASK_PAYMENT_METHOD, Intent.ASK_DETAILS, Intent.THANKS])
    def test_after_an_answer_that_states_the_terms_again_a_yes_closes(self, intent: Intent) -> None:
        talk = a_negotiation().with_offer("850.00").restated_terms().talk()
        talk.says(intent)
        assert plan(talk.reply.terms)[0] == "850.00"
        talk.says(Intent.ACCEPT)
        assert talk.negotiation.end is EndReason.AGREED

    @pytest.mark.parametrize(
        "intent", [Intent.SUSPICIOUS, Intent.ABUSE, Intent.REFUSE_TO_PAY, Intent.CALL_LATER]
    )
    def test_after_another_question_a_yes_is_no_agreement(self, intent: Intent) -> None:
        talk = a_negotiation().with_offer("850.00").restated_terms().talk()
        talk.says(intent)
        talk.says(Intent.ACCEPT)
        assert talk.reply.kind is ReplyKind.CONFIRM_TERMS
        assert talk.negotiation.status is Status.ACTIVE

    def test_after_a_voice_message_a_yes_is_no_agreement(self) -> None:
        talk = a_negotiation().with_offer("850.00").restated_terms().talk()
        talk.sends_a_picture()
        talk.says(Intent.ACCEPT)
        assert talk.reply.kind is ReplyKind.CONFIRM_TERMS


def kind_after(talk: Conversation, intent: Intent) -> ReplyKind:
    talk.says(intent)
    return talk.reply.kind


class TestObjectingToThePrice:
    def test_each_objection_is_worth_one_step(self) -> None:
        talk = a_negotiation().verified().talk()

        decision = talk.objects()

        (made,) = decision.events
        assert isinstance(made, OfferMade)
        assert (made.conceded_points, made.floor) == (Decimal("7.5"), brl("600.00"))
        assert (talk.reply.kind, talk.reply.reason) == (ReplyKind.CONCESSION, Reason.PRICE_OBJECTION)
        assert plan(talk.reply.terms) == ("825.00", 1, november(25))

    def test_concessions_go_down_to_the_floor_and_no_further(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.objects(times=4)
        assert [str(total) for total in talk.totals] == ["900.00", "825.00", "750.00", "675.00", "600.00"]

        decision = talk.objects()

        assert decision.events == ()
        assert (talk.reply.kind, talk.reply.reason) == (ReplyKind.FLOOR_HELD, Reason.FLOOR_REACHED)
        assert plan(talk.reply.terms) == ("600.00", 1, november(25))

    def test_the_third_time_the_floor_is_held_a_person_is_offered(self) -> None:
        talk = a_negotiation().verified().talk()
        kinds = [kind_after(talk, Intent.ASK_DISCOUNT) for _ in range(7)]
        assert kinds[-3:] == [ReplyKind.FLOOR_HELD, ReplyKind.FLOOR_HELD, ReplyKind.HUMAN_OFFERED]
        assert talk.reply.terms is not None
        assert kind_after(talk, Intent.ACCEPT) is ReplyKind.HUMAN_CALLED
        assert talk.negotiation.end is EndReason.HUMAN_ASKED

    def test_whoever_wants_no_person_can_still_take_the_offer(self) -> None:
        talk = a_negotiation().verified().talk()
        for _ in range(7):
            talk.says(Intent.ASK_DISCOUNT)
        assert kind_after(talk, Intent.REJECT) is ReplyKind.FLOOR_HELD
        assert kind_after(talk, Intent.ACCEPT) is ReplyKind.CONFIRM_TERMS

    @pytest.mark.parametrize("steps", range(1, 9))
    @pytest.mark.parametrize("balance", ["0.03", "0.10", "55.01", "1000.00", "123456.79"])
    def test_eight_objections_are_enough_to_be_offered_the_floor_exactly(
        self, steps: int, balance: str
    ) -> None:
        policy = a_policy(concession_steps=steps, min_payment=Decimal("0.01"))
        talk = a_negotiation().under(policy).about(a_debt(balance)).verified().talk()
        talk.objects(times=8)
        assert min(talk.totals) == talk.negotiation.prices.floor(1)

    def test_a_step_too_small_to_be_felt_is_followed_by_the_next(self) -> None:
        policy = a_policy(
            opening_discount_percent=Decimal(0), concession_steps=8, min_payment=Decimal("0.01")
        )
        talk = a_negotiation().under(policy).about(a_debt("0.10")).verified().talk()
        talk.objects()
        assert (talk.reply.kind, talk.totals[-1]) == (ReplyKind.CONCESSION, brl("0.09"))

    def test_a_plain_no_to_an_offer_is_an_objection(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.REJECT)
        assert (talk.reply.kind, talk.totals[-1]) == (ReplyKind.CONCESSION, brl("825.00"))

    def test_a_policy_without_room_holds_its_first_offer(self) -> None:
        policy = a_policy(opening_discount_percent=Decimal(20), max_discount_percent=Decimal(20))
        talk = a_negotiation().under(policy).verified().talk()
        talk.objects()
        assert talk.reply.kind is ReplyKind.FLOOR_HELD
        assert plan(talk.reply.terms)[0] == "800.00"

    def test_the_least_payment_bounds_the_discount(self) -> None:
        policy = a_policy(min_payment=Decimal("700.00"))
        talk = a_negotiation().under(policy).verified().talk()
        talk.objects(times=8)
        assert min(talk.totals) == brl("700.00")

    def test_a_debt_below_the_least_payment_is_asked_for_whole(self) -> None:
        talk = a_negotiation().about(a_debt("30.00")).verified().talk()
        talk.objects(times=8)
        assert talk.totals == [brl("30.00")]


class TestProposingAnAmount:
    def test_a_proposal_that_policy_allows_is_taken_at_once_and_asks_one_yes(self) -> None:
        talk = a_negotiation().verified().talk()

        decision = talk.says(Intent.PROPOSE, amount="700")

        assert kinds_of(decision.events) == [OfferMade, TermsRestated]
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
        assert plan(talk.reply.terms) == ("700.00", 1, november(25))
        talk.says(Intent.ACCEPT)
        assert talk.negotiation.end is EndReason.AGREED

    def test_a_proposal_below_the_floor_is_countered_with_the_nearest_allowed(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.PROPOSE, amount="300")
        assert (talk.reply.kind, talk.reply.reason) == (ReplyKind.COUNTER_OFFER, Reason.BELOW_FLOOR)
        assert plan(talk.reply.terms) == ("600.00", 1, november(25))

    def test_the_same_proposal_again_is_not_countered_with_the_same_words(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.PROPOSE, amount="300")

        decision = talk.says(Intent.PROPOSE, amount="320")

        assert decision.events == ()
        assert talk.reply.kind is ReplyKind.FLOOR_HELD
        assert plan(talk.reply.terms) == ("600.00", 1, november(25))

    def test_one_cent_below_the_floor_is_below_the_floor(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.PROPOSE, amount="599.99")
        assert talk.reply.reason is Reason.BELOW_FLOOR

    def test_the_floor_itself_is_taken(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.PROPOSE, amount="600")
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN

    def test_who_offers_more_than_the_price_pays_the_price(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.PROPOSE, amount="950")
        assert plan(talk.reply.terms)[0] == "900.00"

    def test_a_proposal_of_the_very_terms_in_view_is_confirmed_without_a_new_offer(self) -> None:
        talk = a_negotiation().verified().talk()
        decision = talk.says(Intent.PROPOSE, amount="900")
        assert kinds_of(decision.events) == [TermsRestated]
        assert talk.reply.kind is ReplyKind.CONFIRM_TERMS

    def test_a_percentage_that_policy_allows_is_taken(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.ASK_DISCOUNT, discount_percent="25")
        assert (talk.reply.kind, talk.totals[-1]) == (ReplyKind.PROPOSAL_TAKEN, brl("750.00"))

    def test_a_percentage_beyond_the_policy_is_countered_with_the_floor(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.ASK_DISCOUNT, discount_percent="99")
        assert (talk.reply.reason, talk.totals[-1]) == (Reason.BELOW_FLOOR, brl("600.00"))

    def test_what_was_conceded_to_a_proposal_stays_conceded(self) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.PROPOSE, amount="700")
        talk.says(Intent.PROPOSE, installments=3)
        assert plan(talk.reply.terms)[:2] == ("700.00", 3)

    def test_a_proposal_that_names_nothing_is_asked_for_again(self) -> None:
        talk = a_negotiation().verified().talk()
        decision = talk.says(Intent.PROPOSE)
        assert decision.events == ()
        assert talk.reply.kind is ReplyKind.NOT_UNDERSTOOD
        assert plan(talk.reply.terms)[0] == "900.00"

    @pytest.mark.parametrize("amount", ["0", "-300", "NaN", "Infinity", "1e30", "0.001"])
    def test_an_amount_that_nobody_can_pay_was_not_said(self, amount: str) -> None:
        talk = a_negotiation().verified().talk()
        talk.says(Intent.PROPOSE, amount=amount)
        assert talk.reply.kind is ReplyKind.NOT_UNDERSTOOD
