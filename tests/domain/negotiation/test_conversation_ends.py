"""How a conversation ends, or goes on in spite of everything, and what is said after it."""

import pytest

from domain.negotiation.events import EndReason, OptOutHeard, PaymentAskedAgain
from domain.negotiation.negotiation import Phase, Status
from domain.negotiation.outcome import Outcome
from domain.negotiation.patience import MOST_TURNS
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import Intent
from tests.domain.negotiation.builders import Conversation, NegotiationBuilder, a_negotiation, a_policy, plan


def verified() -> Conversation:
    return a_negotiation().verified().talk()


def agreed() -> Conversation:
    talk = a_negotiation().with_offer("850.00").restated_terms().talk()
    talk.says(Intent.ACCEPT)
    return talk


@pytest.mark.parametrize(
    ("intent", "end", "status", "outcome", "kind"),
    [
        (Intent.ALREADY_PAID, EndReason.ALREADY_PAID, "failed", "unsuccessful", ReplyKind.ALREADY_PAID),
        (Intent.DISPUTE, EndReason.DISPUTED, "failed", "unsuccessful", ReplyKind.DISPUTED),
        (Intent.ASK_HUMAN, EndReason.HUMAN_ASKED, "failed", "unsuccessful", ReplyKind.HUMAN_CALLED),
        (Intent.LEGAL_THREAT, EndReason.LEGAL_THREAT, "failed", "unsuccessful", ReplyKind.LEGAL_RIGHTS),
        (Intent.OPT_OUT, EndReason.OPTED_OUT, "abandoned", "unsuccessful", ReplyKind.OPTED_OUT),
        (Intent.WRONG_PERSON, EndReason.WRONG_PERSON, "failed", "no_contact", ReplyKind.WRONG_PERSON),
    ],
)
def test_what_ends_a_conversation_at_once(
    intent: Intent, end: EndReason, status: str, outcome: str, kind: ReplyKind
) -> None:
    talk = verified()
    talk.says(intent)
    assert talk.negotiation.end is end
    assert talk.negotiation.status == Status(status)
    assert talk.negotiation.outcome == Outcome(outcome)
    assert talk.negotiation.agreement_id is None
    assert talk.reply.kind is kind


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        (Intent.ASK_DETAILS, ReplyKind.DEBT_DETAILS),
        (Intent.ASK_PAYMENT_METHOD, ReplyKind.PAYMENT_METHODS),
        (Intent.SUSPICIOUS, ReplyKind.GENUINE),
        (Intent.THANKS, ReplyKind.SMALL_TALK),
        (Intent.GREETING, ReplyKind.SMALL_TALK),
        (Intent.IDENTIFY, ReplyKind.SMALL_TALK),
        (Intent.UNKNOWN, ReplyKind.NOT_UNDERSTOOD),
    ],
)
def test_a_question_is_answered_with_the_terms_still_in_view(intent: Intent, kind: ReplyKind) -> None:
    talk = verified()
    decision = talk.says(intent)
    assert decision.events == ()
    assert talk.reply.kind is kind
    assert plan(talk.reply.terms)[0] == "900.00"
    assert talk.reply.debt is not None


def test_a_refusal_keeps_the_door_open_once_and_ends_kindly_the_second_time() -> None:
    talk = verified()
    talk.says(Intent.REFUSE_TO_PAY)
    assert talk.reply.kind is ReplyKind.REFUSAL_HEARD
    talk.says(Intent.REFUSE_TO_PAY)
    assert (talk.negotiation.end, talk.reply.kind) == (EndReason.REFUSED, ReplyKind.REFUSED)
    assert talk.negotiation.outcome is Outcome.UNSUCCESSFUL


def test_insults_are_heard_twice_and_end_it_the_third_time() -> None:
    talk = verified()
    talk.says(Intent.ABUSE)
    talk.says(Intent.ABUSE)
    assert (talk.negotiation.status, talk.reply.kind) == (Status.ACTIVE, ReplyKind.ABUSE_HEARD)
    talk.says(Intent.ABUSE)
    assert (talk.negotiation.end, talk.reply.kind) == (EndReason.REFUSED, ReplyKind.REFUSED)


class TestSilence:
    def test_it_ends_the_conversation_at_exactly_the_timeout(self) -> None:
        talk = verified()
        assert talk.falls_silent(seconds=179.999) is None

        decision = talk.falls_silent(seconds=180)

        assert decision is not None
        assert decision.negotiation.end is EndReason.TIMED_OUT
        assert decision.negotiation.status is Status.ABANDONED
        assert decision.negotiation.outcome is Outcome.UNSUCCESSFUL
        assert decision.reply is not None
        assert decision.reply.kind is ReplyKind.TIMED_OUT

    def test_the_policy_says_how_long_it_may_last(self) -> None:
        talk = a_negotiation().under(a_policy(conversation_timeout_seconds=600)).verified().talk()
        assert talk.falls_silent(seconds=599) is None
        assert talk.falls_silent(seconds=600) is not None

    def test_each_message_begins_it_anew(self) -> None:
        talk = verified()
        talk.waits(seconds=170).says(Intent.UNKNOWN)
        assert talk.negotiation.last_activity_at == talk.now
        assert talk.falls_silent(seconds=179) is None

    def test_of_one_who_never_proved_who_they_are_is_no_contact(self) -> None:
        talk = a_negotiation().talk()
        talk.says(Intent.GREETING)
        decision = talk.falls_silent(seconds=180)
        assert decision is not None
        assert decision.negotiation.outcome is Outcome.NO_CONTACT
        assert decision.reply is not None

    def test_of_one_who_never_wrote_is_answered_with_silence(self) -> None:
        decision = a_negotiation().talk().falls_silent(seconds=180)
        assert decision is not None
        assert decision.reply is None

    @pytest.mark.parametrize(
        "begun", [a_negotiation(), a_negotiation().verified()], ids=["stranger", "debtor"]
    )
    def test_of_one_who_asked_to_wait_is_answered_with_silence(self, begun: NegotiationBuilder) -> None:
        talk = begun.talk()
        talk.says(Intent.CALL_LATER)
        assert talk.reply.kind is ReplyKind.CALL_LATER
        decision = talk.falls_silent(seconds=180)
        assert decision is not None
        assert decision.negotiation.end is EndReason.TIMED_OUT
        assert decision.reply is None

    @pytest.mark.parametrize(
        "begun", [a_negotiation(), a_negotiation().verified()], ids=["stranger", "debtor"]
    )
    def test_of_one_who_asked_to_wait_and_wrote_again_is_said_goodbye_to(
        self, begun: NegotiationBuilder
    ) -> None:
        talk = begun.talk()
        talk.says(Intent.CALL_LATER)
        talk.says(Intent.GREETING)
        decision = talk.falls_silent(seconds=180)
        assert decision is not None
        assert decision.reply is not None

    def test_after_the_end_changes_nothing(self) -> None:
        assert agreed().falls_silent(seconds=100_000) is None


class TestPatience:
    def wandering(self, turns: int) -> Conversation:
        talk = verified()
        while talk.negotiation.turns < turns:
            talk.says(Intent.UNKNOWN)
        return talk

    def test_a_conversation_that_wanders_is_handed_to_a_person(self) -> None:
        talk = self.wandering(MOST_TURNS - 1)
        assert talk.negotiation.status is Status.ACTIVE
        talk.says(Intent.UNKNOWN)
        assert (talk.negotiation.end, talk.reply.kind) == (
            EndReason.PATIENCE_ENDED,
            ReplyKind.PATIENCE_ENDED,
        )

    def test_so_is_one_of_pictures(self) -> None:
        talk = self.wandering(MOST_TURNS - 1)
        talk.sends_a_picture()
        assert talk.negotiation.end is EndReason.PATIENCE_ENDED

    def test_a_last_message_that_ends_it_ends_it_for_its_own_reason(self) -> None:
        talk = self.wandering(MOST_TURNS - 1)
        talk.says(Intent.OPT_OUT)
        assert talk.negotiation.end is EndReason.OPTED_OUT

    def test_a_yes_at_the_last_turn_gets_one_more_to_be_confirmed(self) -> None:
        talk = self.wandering(MOST_TURNS - 1)
        talk.says(Intent.ACCEPT)
        assert talk.reply.kind is ReplyKind.CONFIRM_TERMS
        talk.says(Intent.ACCEPT)
        assert talk.negotiation.end is EndReason.AGREED
        assert talk.negotiation.turns == MOST_TURNS + 1

    def test_but_no_more_than_one(self) -> None:
        talk = self.wandering(MOST_TURNS - 1)
        talk.says(Intent.ACCEPT)
        talk.says(Intent.ACCEPT, amount="700")
        assert talk.negotiation.end is EndReason.PATIENCE_ENDED

    def test_a_hardship_in_the_last_message_is_not_lost(self) -> None:
        talk = self.wandering(MOST_TURNS - 1)
        talk.says(Intent.HARDSHIP)
        assert talk.negotiation.end is EndReason.PATIENCE_ENDED
        assert talk.negotiation.hardship_told
        assert talk.reply.acknowledges_hardship


class TestAfterTheEnd:
    @pytest.mark.parametrize("intent", [intent for intent in Intent if intent is not Intent.OPT_OUT])
    def test_a_message_changes_nothing_but_the_patience(self, intent: Intent) -> None:
        talk = agreed()
        before = talk.negotiation

        talk.says(intent, amount="1", installments=2)

        assert talk.negotiation.turns == before.turns + 1
        assert {
            field
            for field in before.__dataclass_fields__
            if getattr(before, field) != getattr(talk.negotiation, field)
        } - {"seen_at", "second_copy_offered"} == {"turns"}
        assert talk.negotiation.phase is Phase.COMPLETION

    def test_a_debtor_is_answered_for_as_long_as_the_agreement_lasts(self) -> None:
        talk = agreed()
        *_, silent = [talk.says(Intent.ASK_PAYMENT_METHOD) for _ in range(MOST_TURNS + 20)]
        assert silent.reply is None
        assert talk.waits(days=30).says(Intent.ASK_PAYMENT_METHOD).reply is not None

    def test_the_agreement_is_repeated(self) -> None:
        talk = agreed()
        talk.says(Intent.THANKS)
        assert talk.reply.kind is ReplyKind.AFTER_AGREEMENT
        assert plan(talk.reply.terms)[0] == "850.00"

    def test_payment_asked_again_is_sent_again(self) -> None:
        talk = agreed()
        decision = talk.says(Intent.ASK_PAYMENT_METHOD)
        assert decision.events == (PaymentAskedAgain(),)
        assert talk.reply.kind is ReplyKind.PAYMENT_AGAIN

    def test_without_an_agreement_there_is_no_payment_to_ask_for(self) -> None:
        talk = verified()
        talk.says(Intent.ASK_HUMAN)
        decision = talk.says(Intent.ASK_PAYMENT_METHOD)
        assert decision.events == ()
        assert talk.reply.kind is ReplyKind.AFTER_END

    def test_an_opt_out_is_heard_after_the_end_too(self) -> None:
        talk = agreed()
        decision = talk.says(Intent.OPT_OUT)
        assert decision.events == (OptOutHeard(),)
        assert talk.reply.kind is ReplyKind.OPTED_OUT
        assert talk.negotiation.end is EndReason.AGREED

    @pytest.mark.parametrize("end", [Intent.OPT_OUT, Intent.WRONG_PERSON])
    @pytest.mark.parametrize("again", [Intent.THANKS, Intent.UNKNOWN, Intent.OPT_OUT])
    def test_who_asked_for_silence_gets_it(self, end: Intent, again: Intent) -> None:
        talk = verified()
        talk.says(end)
        assert talk.says(again).reply is None

    def test_who_asked_for_silence_and_then_asks_something_is_answered(self) -> None:
        talk = verified()
        talk.says(Intent.OPT_OUT)
        talk.says(Intent.PROPOSE, amount="700")
        assert talk.reply.kind is ReplyKind.AFTER_END

    def test_a_picture_is_answered_like_any_message(self) -> None:
        talk = agreed()
        talk.sends_a_picture()
        assert talk.reply.kind is ReplyKind.AFTER_AGREEMENT

    def test_nobody_is_answered_for_ever(self) -> None:
        talk = agreed()
        answers = [talk.says(Intent.UNKNOWN).reply for _ in range(100)]
        assert answers[0] is not None
        assert answers[-1] is None
        assert talk.says(Intent.OPT_OUT).events == (OptOutHeard(),)
