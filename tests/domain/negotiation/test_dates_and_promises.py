"""When to pay: dates that policy allows, the nearest to those it does not, and promises."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from domain.negotiation.events import ConversationEnded, EndReason, OfferMade, PromiseMade, TermsRestated
from domain.negotiation.negotiation import Phase, Status
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import Promise, Reason, ReplyKind
from domain.negotiation.understanding import Intent
from domain.shared.calendar import SAO_PAULO
from domain.shared.ids import agreement_id_of
from domain.shared.money import brl
from tests.domain.negotiation.builders import (
    Conversation,
    a_negotiation,
    a_policy,
    december,
    kinds_of,
    november,
    plan,
)


def verified() -> Conversation:
    return a_negotiation().verified().talk()


def test_a_date_that_policy_allows_is_taken() -> None:
    talk = verified()
    talk.says(Intent.PROPOSE, due_date=november(30))
    assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
    assert plan(talk.reply.terms) == ("900.00", 1, november(30))


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [(december(10), november(30)), (november(20), november(21)), (november(1), november(21))],
)
def test_a_date_out_of_range_is_countered_with_the_nearest(wanted: date, nearest: date) -> None:
    talk = verified()
    talk.says(Intent.PROPOSE, due_date=wanted)
    assert (talk.reply.kind, talk.reply.reason) == (ReplyKind.COUNTER_OFFER, Reason.DATE_OUT_OF_RANGE)
    assert plan(talk.reply.terms) == ("900.00", 1, nearest)


def test_an_amount_out_of_range_is_the_reason_told_before_the_date() -> None:
    talk = verified()
    talk.says(Intent.PROPOSE, amount="300", due_date=december(10))
    assert talk.reply.reason is Reason.BELOW_FLOOR
    assert plan(talk.reply.terms) == ("600.00", 1, november(30))


def test_the_policys_days_of_the_month_are_kept() -> None:
    talk = a_negotiation().under(a_policy(due_days=(5, 28), first_due_days=(1, 20))).verified().talk()
    assert talk.reply.terms is not None
    assert talk.reply.terms.first_due == november(28)
    talk.says(Intent.PROPOSE, due_date=december(3))
    assert talk.reply.reason is Reason.DATE_OUT_OF_RANGE
    assert plan(talk.reply.terms)[2] == december(5)


class TestADateThatIsInsistedOn:
    def insisted(self) -> Conversation:
        talk = verified()
        talk.says(Intent.PROPOSE, due_date=december(10))
        talk.says(Intent.PROPOSE, due_date=december(10))
        return talk

    def test_it_may_be_promised(self) -> None:
        talk = self.insisted()
        assert talk.reply.kind is ReplyKind.PROMISE_OFFERED
        assert talk.reply.promise == Promise(brl("900.00"), december(10))
        assert talk.negotiation.status is Status.ACTIVE

    def test_a_yes_records_the_promise_as_a_partial_success(self) -> None:
        talk = self.insisted()

        decision = talk.says(Intent.ACCEPT)

        made, ended = decision.events
        assert isinstance(made, PromiseMade)
        assert made.promise == Promise(brl("900.00"), december(10))
        assert made.policy_version == "2026-11"
        assert ended == ConversationEnded(reason=EndReason.PROMISED, outcome=Outcome.PARTIALLY_SUCCESSFUL)
        assert talk.negotiation.agreement_id == agreement_id_of(talk.negotiation.id)
        assert (talk.negotiation.phase, talk.negotiation.status) == (Phase.COMPLETION, Status.COMPLETED)
        assert talk.reply.kind is ReplyKind.PROMISE_RECORDED
        assert (talk.reply.promise, talk.reply.terms) == (made.promise, None)

    def test_a_yes_that_repeats_the_promise_records_it(self) -> None:
        talk = self.insisted()
        talk.says(Intent.ACCEPT, amount="900", due_date=december(10))
        assert talk.negotiation.end is EndReason.PROMISED

    def test_a_yes_with_another_date_is_a_proposal(self) -> None:
        talk = self.insisted()
        talk.says(Intent.ACCEPT, due_date=november(29))
        assert plan(talk.reply.terms) == ("900.00", 1, november(29))
        assert talk.negotiation.promise is None

    def test_a_no_leaves_everything_open(self) -> None:
        talk = self.insisted()
        talk.says(Intent.REJECT)
        assert talk.reply.kind is ReplyKind.TERMS_REOPENED
        talk.says(Intent.ACCEPT)
        assert (talk.reply.kind, plan(talk.reply.terms)[2]) == (ReplyKind.CONFIRM_TERMS, november(30))

    @pytest.mark.parametrize("question", [Intent.SUSPICIOUS, Intent.ASK_DETAILS, Intent.THANKS])
    def test_a_yes_after_another_question_promises_nothing(self, question: Intent) -> None:
        talk = self.insisted()
        talk.says(question)
        talk.says(Intent.ACCEPT)
        assert talk.negotiation.status is Status.ACTIVE

    def test_a_plan_promises_its_first_instalment(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, installments=3, due_date=december(10))
        talk.says(Intent.PROPOSE, installments=3, due_date=december(10))
        assert talk.reply.promise == Promise(brl("300.00"), december(10))

    def test_the_last_day_of_the_policy_may_be_promised_and_the_next_may_not(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, due_date=december(21))
        talk.says(Intent.PROPOSE, due_date=december(21))
        assert talk.reply.kind is ReplyKind.COUNTER_OFFER
        talk.says(Intent.PROPOSE, due_date=december(20))
        assert talk.reply.promise == Promise(brl("900.00"), december(20))

    def test_a_date_that_has_passed_is_never_promised(self) -> None:
        talk = verified()
        for _ in range(3):
            talk.says(Intent.PROPOSE, due_date=november(19))
        assert talk.reply.kind is ReplyKind.COUNTER_OFFER

    def test_a_promise_whose_day_has_passed_is_off_the_table(self) -> None:
        policy = a_policy(first_due_days=(0, 0), conversation_timeout_seconds=86_400)
        talk = a_negotiation().under(policy).verified().talk()
        talk.says(Intent.PROPOSE, due_date=november(21))
        talk.says(Intent.PROPOSE, due_date=november(21))
        assert talk.reply.kind is ReplyKind.PROMISE_OFFERED
        talk.waits(days=2).says(Intent.ACCEPT)
        assert (talk.reply.kind, plan(talk.reply.terms)[2]) == (ReplyKind.CONFIRM_TERMS, november(22))


class TestMidnight:
    BEFORE = datetime(2026, 11, 20, 23, 55, tzinfo=SAO_PAULO)
    TODAY_ONLY = a_policy(first_due_days=(0, 0))

    def test_terms_that_fell_due_yesterday_are_put_again_before_the_yes(self) -> None:
        talk = a_negotiation().under(self.TODAY_ONLY).opened(self.BEFORE).verified().talk()
        talk.says(Intent.ACCEPT)
        assert plan(talk.reply.terms) == ("900.00", 1, november(20))

        decision = talk.waits(minutes=10).says(Intent.ACCEPT)

        assert kinds_of(decision.events) == [OfferMade, TermsRestated]
        assert plan(talk.reply.terms) == ("900.00", 1, november(21))
        talk.says(Intent.ACCEPT)
        assert talk.negotiation.end is EndReason.AGREED

    def test_options_that_fell_due_yesterday_are_put_again_too(self) -> None:
        talk = a_negotiation().under(self.TODAY_ONLY).opened(self.BEFORE).verified().talk()
        talk.says(Intent.ASK_INSTALLMENTS)
        talk.waits(minutes=10).says(Intent.ACCEPT)
        assert talk.reply.kind is ReplyKind.CHOOSE_OPTION
        assert [plan(terms) for terms in talk.reply.options] == [
            ("900.00", 3, november(21)),
            ("900.00", 6, november(21)),
            ("900.00", 12, november(21)),
        ]

    def test_terms_still_to_fall_due_stay_as_they_were_offered(self) -> None:
        talk = (
            a_negotiation()
            .under(a_policy(max_discount_percent=Decimal(30)))
            .opened(self.BEFORE)
            .verified()
            .talk()
        )
        decision = talk.waits(minutes=10).says(Intent.ACCEPT)
        assert kinds_of(decision.events) == [TermsRestated]
