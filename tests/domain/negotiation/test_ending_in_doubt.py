"""Nothing ends on a reading that is in doubt before the debtor was asked, once."""

from dataclasses import replace

import pytest

from domain.negotiation.events import EndReason, OptOutHeard
from domain.negotiation.negotiation import Phase, Status
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import ENDINGS, Intent, Understanding
from tests.domain.negotiation.builders import Conversation, a_negotiation, kinds_of

ENDS = {
    Intent.OPT_OUT: EndReason.OPTED_OUT,
    Intent.WRONG_PERSON: EndReason.WRONG_PERSON,
    Intent.ALREADY_PAID: EndReason.ALREADY_PAID,
    Intent.DISPUTE: EndReason.DISPUTED,
    Intent.ASK_HUMAN: EndReason.HUMAN_ASKED,
    Intent.LEGAL_THREAT: EndReason.LEGAL_THREAT,
}
AT_ONCE = pytest.mark.parametrize("ending", ENDS)
YES, HALF_A_YES = Understanding(Intent.ACCEPT), Understanding(Intent.ACCEPT, firm=False)


def in_doubt(ending: Intent) -> Understanding:
    return Understanding(ending, firm=False)


def asked_about(ending: Intent) -> Conversation:
    talk = a_negotiation().with_offer("900.00").talk()
    talk.hears(in_doubt(ending))
    return talk


@AT_ONCE
def test_an_ending_in_doubt_is_asked_about_and_a_yes_is_the_ending_itself(ending: Intent) -> None:
    talk = asked_about(ending)
    assert talk.negotiation.status is Status.ACTIVE
    assert (talk.reply.kind, talk.reply.doubted) == (ReplyKind.ENDING_DOUBTED, ending)

    talk.hears(YES)
    assert talk.negotiation.end is ENDS[ending]


@AT_ONCE
def test_an_ending_beyond_doubt_is_believed_at_once(ending: Intent) -> None:
    talk = a_negotiation().with_offer("900.00").talk()
    talk.hears(Understanding(ending))
    assert talk.negotiation.end is ENDS[ending]


@AT_ONCE
def test_a_no_leaves_everything_where_it_was(ending: Intent) -> None:
    talk = asked_about(ending)
    talk.says(Intent.REJECT)
    assert talk.negotiation.status is Status.ACTIVE
    assert talk.negotiation.ending_asked is None
    assert talk.reply.kind is ReplyKind.SMALL_TALK
    assert talk.reply.terms is not None
    assert talk.reply.terms.total == 900
    assert len(talk.negotiation.offers) == 2


@pytest.mark.parametrize("ending", [Intent.OPT_OUT, Intent.WRONG_PERSON, Intent.ASK_HUMAN])
def test_before_identity_it_is_asked_about_too_and_a_no_asks_for_the_digits(ending: Intent) -> None:
    talk = a_negotiation().talk()
    asked = talk.hears(in_doubt(ending)).reply
    assert asked is not None
    assert (asked.kind, asked.debt) == (ReplyKind.ENDING_DOUBTED, None)
    talk.says(Intent.REJECT)
    assert talk.reply.kind is ReplyKind.ASK_DIGITS_AGAIN


def test_a_yes_to_the_question_does_not_close_the_terms_that_waited_for_one() -> None:
    talk = a_negotiation().with_offer("900.00").restated_terms().talk()
    talk.hears(in_doubt(Intent.ASK_HUMAN))
    assert talk.negotiation.phase is Phase.NEGOTIATION
    talk.hears(YES)
    assert talk.negotiation.agreement_id is None
    assert talk.negotiation.end is EndReason.HUMAN_ASKED


def test_the_yes_is_to_the_question_alone() -> None:
    talk = asked_about(Intent.OPT_OUT)
    talk.says(Intent.ASK_DETAILS)
    talk.hears(YES)
    assert talk.negotiation.status is Status.ACTIVE


def test_terms_beside_the_yes_are_answered() -> None:
    talk = asked_about(Intent.OPT_OUT)
    talk.says(Intent.ACCEPT, amount="900.00")
    assert talk.negotiation.status is Status.ACTIVE


@pytest.mark.parametrize("again", [in_doubt(Intent.OPT_OUT), HALF_A_YES])
def test_nobody_who_may_want_silence_is_asked_twice(again: Understanding) -> None:
    talk = asked_about(Intent.OPT_OUT)
    talk.hears(again)
    assert talk.negotiation.end is EndReason.OPTED_OUT


@pytest.mark.parametrize("again", [*(in_doubt(each) for each in sorted(ENDINGS)), HALF_A_YES])
def test_any_other_ending_needs_a_whole_yes_and_is_asked_about_once(again: Understanding) -> None:
    talk = asked_about(Intent.DISPUTE)
    talk.hears(again)
    assert talk.negotiation.status is Status.ACTIVE
    assert talk.reply.kind is ReplyKind.NOT_UNDERSTOOD


@pytest.mark.parametrize("ending", [Intent.OPT_OUT, Intent.WRONG_PERSON])
def test_silence_after_the_question_is_not_broken_by_a_goodbye(ending: Intent) -> None:
    ended = asked_about(ending).falls_silent(181)
    assert ended is not None
    assert ended.reply is None


def test_silence_after_another_question_is() -> None:
    ended = asked_about(Intent.ASK_HUMAN).falls_silent(181)
    assert ended is not None
    assert ended.reply is not None


@pytest.mark.parametrize(("intent", "times"), [(Intent.REFUSE_TO_PAY, 2), (Intent.ABUSE, 3)])
def test_what_ends_a_conversation_when_it_is_said_again_is_asked_about_then(
    intent: Intent, times: int
) -> None:
    talk = a_negotiation().with_offer("900.00").talk()
    for _ in range(times - 1):
        talk.hears(in_doubt(intent))
        assert talk.reply.kind in (ReplyKind.REFUSAL_HEARD, ReplyKind.ABUSE_HEARD)
    talk.hears(in_doubt(intent))
    assert talk.reply.kind is ReplyKind.ENDING_DOUBTED
    talk.hears(YES)
    assert talk.negotiation.end is EndReason.REFUSED


def test_a_hardship_told_beside_it_is_received_before_the_question() -> None:
    talk = a_negotiation().with_offer("900.00").talk()
    talk.hears(replace(in_doubt(Intent.ALREADY_PAID), hardship=True))
    assert talk.reply.acknowledges_hardship


def test_after_the_agreement_too_the_reminders_stop_only_on_a_yes() -> None:
    talk = a_negotiation().with_offer("900.00").restated_terms().talk()
    talk.says(Intent.ACCEPT)
    asked = talk.hears(in_doubt(Intent.OPT_OUT))
    assert asked.events == ()
    assert talk.reply.kind is ReplyKind.ENDING_DOUBTED
    assert kinds_of(talk.hears(YES).events) == [OptOutHeard]
