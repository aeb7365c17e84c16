"""Who is there: three digits, three attempts, and nothing disclosed before."""

import pytest

from domain.negotiation.events import (
    ConversationEnded,
    EndReason,
    HardshipTold,
    IdentityMistaken,
    IdentityProven,
    OfferMade,
)
from domain.negotiation.negotiation import Phase, Status
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import Intent
from tests.domain.negotiation.builders import a_negotiation, a_policy, kinds_of, november, plan


def test_the_right_digits_at_the_first_attempt_open_the_negotiation_with_an_offer() -> None:
    talk = a_negotiation().talk()

    decision = talk.says(Intent.IDENTIFY, cpf_digits="529")

    assert kinds_of(decision.events) == [IdentityProven, OfferMade]
    assert decision.events[0] == IdentityProven(attempts=1)
    assert talk.negotiation.phase is Phase.NEGOTIATION
    assert talk.reply.kind is ReplyKind.OPENING_OFFER
    assert talk.reply.debt == talk.negotiation.debt
    assert plan(talk.reply.terms) == ("900.00", 1, november(25))


def test_the_whole_cpf_is_accepted_too() -> None:
    talk = a_negotiation().talk()
    talk.says(Intent.IDENTIFY, cpf_digits="52998224725")
    assert talk.negotiation.verified


def test_digits_count_whatever_else_the_message_says() -> None:
    talk = a_negotiation().talk()
    talk.says(Intent.SUSPICIOUS, cpf_digits="529")
    assert talk.negotiation.verified


def test_wrong_twice_then_right_still_opens_the_negotiation() -> None:
    talk = a_negotiation().talk()

    first = talk.says(Intent.IDENTIFY, cpf_digits="111")
    second = talk.says(Intent.IDENTIFY, cpf_digits="222")
    third = talk.says(Intent.IDENTIFY, cpf_digits="529")

    assert first.events == (IdentityMistaken(attempts_left=2),)
    assert first.reply is not None
    assert (first.reply.kind, first.reply.attempts_left) == (ReplyKind.WRONG_DIGITS, 2)
    assert second.events == (IdentityMistaken(attempts_left=1),)
    assert third.events[0] == IdentityProven(attempts=3)
    assert talk.negotiation.status is Status.ACTIVE


def test_three_wrong_attempts_end_the_conversation() -> None:
    talk = a_negotiation().talk()
    for digits in ("111", "222", "333"):
        talk.says(Intent.IDENTIFY, cpf_digits=digits)

    assert talk.negotiation.status is Status.FAILED
    assert talk.negotiation.end is EndReason.VERIFICATION_FAILED
    assert talk.negotiation.outcome is Outcome.UNSUCCESSFUL
    assert talk.negotiation.phase is Phase.VERIFICATION
    assert talk.reply.kind is ReplyKind.VERIFICATION_FAILED


def test_the_policy_says_how_many_attempts_there_are() -> None:
    talk = a_negotiation().under(a_policy(verification_attempts=1)).talk()
    talk.says(Intent.IDENTIFY, cpf_digits="528")
    assert talk.negotiation.end is EndReason.VERIFICATION_FAILED


@pytest.mark.parametrize("digits", ["", "5", "52"])
def test_fewer_than_three_digits_are_no_attempt(digits: str) -> None:
    talk = a_negotiation().talk()
    talk.says(Intent.IDENTIFY, cpf_digits=digits)
    assert talk.negotiation.wrong_attempts == 0
    assert talk.reply.kind is ReplyKind.ASK_DIGITS


@pytest.mark.parametrize("digits", ["528", "298", "529982247250", "52998224726"])
def test_digits_that_do_not_open_the_cpf_are_a_wrong_attempt(digits: str) -> None:
    talk = a_negotiation().talk()
    talk.says(Intent.IDENTIFY, cpf_digits=digits)
    assert talk.negotiation.wrong_attempts == 1


def test_who_is_not_the_debtor_ends_the_conversation_as_no_contact() -> None:
    talk = a_negotiation().talk()

    decision = talk.says(Intent.WRONG_PERSON)

    assert decision.events == (ConversationEnded(reason=EndReason.WRONG_PERSON, outcome=Outcome.NO_CONTACT),)
    assert talk.negotiation.status is Status.FAILED
    assert talk.reply.debt is None


@pytest.mark.parametrize(
    ("intent", "end", "status", "kind"),
    [
        (Intent.OPT_OUT, EndReason.OPTED_OUT, Status.ABANDONED, ReplyKind.OPTED_OUT),
        (Intent.ASK_HUMAN, EndReason.HUMAN_ASKED, Status.FAILED, ReplyKind.HUMAN_CALLED),
        (Intent.LEGAL_THREAT, EndReason.LEGAL_THREAT, Status.FAILED, ReplyKind.LEGAL_RIGHTS),
    ],
)
def test_a_stranger_too_may_end_the_conversation(
    intent: Intent, end: EndReason, status: Status, kind: ReplyKind
) -> None:
    talk = a_negotiation().talk()
    talk.says(intent)
    assert (talk.negotiation.end, talk.negotiation.status) == (end, status)
    assert talk.negotiation.outcome is Outcome.UNSUCCESSFUL
    assert talk.reply.kind is kind


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        (Intent.GREETING, ReplyKind.ASK_DIGITS),
        (Intent.ACCEPT, ReplyKind.ASK_DIGITS),
        (Intent.UNKNOWN, ReplyKind.ASK_DIGITS),
        (Intent.SUSPICIOUS, ReplyKind.GENUINE),
        (Intent.ASK_DETAILS, ReplyKind.EXPLAIN_CONTACT),
        (Intent.ALREADY_PAID, ReplyKind.EXPLAIN_CONTACT),
        (Intent.DISPUTE, ReplyKind.EXPLAIN_CONTACT),
        (Intent.REJECT, ReplyKind.EXPLAIN_CONTACT),
        (Intent.CALL_LATER, ReplyKind.CALL_LATER),
        (Intent.REFUSE_TO_PAY, ReplyKind.REFUSAL_HEARD),
        (Intent.ABUSE, ReplyKind.ABUSE_HEARD),
    ],
)
def test_what_a_stranger_says_is_answered_without_confirming_anything(
    intent: Intent, kind: ReplyKind
) -> None:
    talk = a_negotiation().talk()
    talk.says(intent)
    assert talk.reply.kind is kind
    assert talk.reply.debt is None
    assert talk.negotiation.status is Status.ACTIVE


def test_the_digits_are_asked_for_in_other_words_the_second_time() -> None:
    talk = a_negotiation().talk()
    talk.says(Intent.GREETING)
    talk.says(Intent.UNKNOWN)
    assert talk.reply.kind is ReplyKind.ASK_DIGITS_AGAIN


def test_who_comes_back_is_welcomed_and_asked_again() -> None:
    talk = a_negotiation().come_back_to().talk()
    talk.says(Intent.GREETING)
    assert talk.reply.kind is ReplyKind.WELCOME_BACK


def test_a_stranger_who_refuses_twice_is_left_in_peace() -> None:
    talk = a_negotiation().talk()
    talk.says(Intent.REFUSE_TO_PAY)
    talk.says(Intent.REFUSE_TO_PAY)
    assert talk.negotiation.end is EndReason.REFUSED
    assert talk.reply.debt is None


def test_a_stranger_who_insults_three_times_is_left_in_peace() -> None:
    talk = a_negotiation().talk()
    for _ in range(3):
        talk.says(Intent.ABUSE)
    assert talk.negotiation.end is EndReason.REFUSED


def test_a_hardship_told_before_identity_is_acknowledged_and_remembered() -> None:
    talk = a_negotiation().talk()

    decision = talk.says(Intent.HARDSHIP)

    assert decision.events == (HardshipTold(),)
    assert talk.reply.acknowledges_hardship
    assert talk.negotiation.hardship_told
    assert talk.reply.debt is None


def test_a_hardship_told_with_the_digits_is_acknowledged_before_the_first_number() -> None:
    talk = a_negotiation().talk()

    decision = talk.says(Intent.IDENTIFY, cpf_digits="529", hardship=True)

    assert kinds_of(decision.events) == [HardshipTold, IdentityProven, OfferMade]
    assert talk.reply.kind is ReplyKind.OPENING_OFFER
    assert talk.reply.acknowledges_hardship


def test_a_voice_message_before_identity_is_asked_for_in_words() -> None:
    talk = a_negotiation().talk()
    talk.sends_a_picture()
    assert talk.reply.kind is ReplyKind.MEDIA_NOT_READ
    assert talk.negotiation.phase is Phase.VERIFICATION
