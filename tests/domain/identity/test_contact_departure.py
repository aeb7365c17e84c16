"""A template that was decided about before is decided about again when it leaves."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.contact import ContactHistory, decide_departure
from domain.identity.contact_rule import ContactRule, MayContact, MustNotContact
from domain.shared.calendar import SAO_PAULO
from tests.domain.identity.contact_case import MARIA, NEW, NO_HOLIDAYS, RULES, WEDNESDAY_NOON, sao_paulo

PAID = replace(MARIA, debts=())
WEEK = timedelta(days=7)


def departure(now: datetime = WEDNESDAY_NOON, history: ContactHistory = NEW) -> MayContact | MustNotContact:
    """What is decided of a reminder to somebody who agreed, and owes nothing else."""
    return decide_departure(PAID, history, RULES, now, SAO_PAULO, NO_HOLIDAYS)


def test_what_it_is_about_is_not_asked_again_and_nor_is_an_open_conversation() -> None:
    assert departure() == MayContact(WEDNESDAY_NOON)
    assert departure(history=replace(NEW, being_talked_to=True)) == MayContact(WEDNESDAY_NOON)


@pytest.mark.parametrize(
    ("history", "rule"),
    [
        (ContactHistory(opted_out_at=sao_paulo(17)), ContactRule.OPT_OUT),
        (ContactHistory(wrong_number_at=sao_paulo(17)), ContactRule.WRONG_NUMBER),
    ],
)
def test_who_asked_for_silence_meanwhile_is_left_alone_for_good(
    history: ContactHistory, rule: ContactRule
) -> None:
    decision = departure(history=history)
    assert isinstance(decision, MustNotContact)
    assert (decision.rule, decision.until) == (rule, None)


def test_where_another_one_left_today_it_waits_for_tomorrow() -> None:
    another = ContactHistory(contacts=(sao_paulo(18, 9),))
    assert departure(history=another) == MustNotContact(ContactRule.FREQUENCY, until=sao_paulo(19))
    assert departure(sao_paulo(19), another) == MayContact(sao_paulo(19, 9))


@given(waits=st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_however_often_one_is_about_to_leave_no_more_leave_than_the_rules_allow(waits: list[int]) -> None:
    now, left = sao_paulo(2, 8), list[datetime]()
    for hours in waits:
        now += timedelta(hours=hours)
        if departure(now, ContactHistory(contacts=tuple(left))) == MayContact(now):
            left.append(now)

    days = [moment.date() for moment in left]
    assert len(days) == len(set(days))
    for moment in left:
        assert 9 <= moment.hour < 18
        assert sum(timedelta() <= other - moment < WEEK for other in left) <= RULES.max_per_week
