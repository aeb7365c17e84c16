"""Which debtors we may write to first, and how often."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.identity.contact import (
    ContactHistory,
    ContactRules,
    collectable_debts,
)
from domain.identity.contact_rule import ContactRule, MayContact, MustNotContact
from domain.identity.debt import Debt
from domain.identity.hours import Hours
from tests.domain.identity.contact_case import (
    ALIVE,
    CLOCKS,
    COMMERCIAL,
    MARIA,
    NEW,
    RULES,
    WEDNESDAY_NOON,
    decide,
    sao_paulo,
)

UNENFORCED = replace(RULES, enforce=False)
PRESCRIBED = replace(ALIVE, due_date=date(2021, 11, 17))


class TestFrequency:
    def test_one_contact_a_day_and_the_next_waits_for_midnight(self) -> None:
        history = ContactHistory(contacts=(sao_paulo(18, 9),))

        assert decide(history=history) == MustNotContact(ContactRule.FREQUENCY, until=sao_paulo(19))

    def test_yesterday_evening_is_another_day_where_the_debtor_lives(self) -> None:
        late_yesterday = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # still the 17th in São Paulo

        assert decide(history=ContactHistory(contacts=(late_yesterday,))) == MayContact(WEDNESDAY_NOON)

    def test_three_contacts_in_seven_days_wait_for_the_oldest_to_leave_them(self) -> None:
        history = ContactHistory(contacts=(sao_paulo(17, 9), sao_paulo(12, 15), sao_paulo(16, 9)))

        assert decide(history=history) == MustNotContact(ContactRule.FREQUENCY, until=sao_paulo(19, 15))

    def test_a_contact_of_seven_days_ago_counts_no_more(self) -> None:
        history = ContactHistory(contacts=(sao_paulo(11, 12), sao_paulo(16, 9), sao_paulo(17, 9)))

        assert decide(history=history) == MayContact(WEDNESDAY_NOON)

    def test_seven_days_are_168_hours_also_when_daylight_saving_begins_within_them(self) -> None:
        new_york = ZoneInfo("America/New_York")  # 2026-03-08 jumps from 02:00 to 03:00
        history = ContactHistory(contacts=(datetime(2026, 3, 1, 12, tzinfo=new_york),))
        rules = replace(RULES, sunday=COMMERCIAL, max_per_week=1)
        freed = datetime(2026, 3, 8, 13, tzinfo=new_york)

        early = decide(freed - timedelta(minutes=30), history=history, rules=rules, time_zone=new_york)

        assert early == MustNotContact(ContactRule.FREQUENCY, until=freed)
        assert decide(freed, history=history, rules=rules, time_zone=new_york) == MayContact(freed)

    def test_when_both_limits_are_reached_the_later_end_is_told(self) -> None:
        history = ContactHistory(contacts=(sao_paulo(11, 13), sao_paulo(16, 9), sao_paulo(18, 9)))

        assert decide(history=history) == MustNotContact(ContactRule.FREQUENCY, until=sao_paulo(19))

    def test_the_limit_is_that_of_the_day_of_contact(self) -> None:
        friday_evening = sao_paulo(20, 20)
        contacted_today = ContactHistory(contacts=(sao_paulo(20, 9),))
        scheduled_for_monday = ContactHistory(contacts=(sao_paulo(23, 9),))

        assert decide(friday_evening, history=contacted_today) == MayContact(sao_paulo(23, 9))
        assert decide(friday_evening, history=scheduled_for_monday) == MustNotContact(
            ContactRule.FREQUENCY, until=sao_paulo(24)
        )

    @pytest.mark.parametrize("rules", [replace(RULES, max_per_day=0), replace(RULES, max_per_week=0)])
    def test_a_limit_of_none_forbids_contact_for_good(self, rules: ContactRules) -> None:
        assert decide(rules=rules) == MustNotContact(ContactRule.FREQUENCY)


class TestWhatTheDebtorSaid:
    def test_who_opted_out_is_left_alone(self) -> None:
        history = ContactHistory(opted_out_at=sao_paulo(1), last_inbound_at=sao_paulo(1))

        assert decide(history=history) == MustNotContact(ContactRule.OPT_OUT, since=sao_paulo(1))
        assert decide(history=replace(history, last_inbound_at=None)) == MustNotContact(
            ContactRule.OPT_OUT, since=sao_paulo(1)
        )

    def test_until_they_write_again(self) -> None:
        history = ContactHistory(opted_out_at=sao_paulo(1), last_inbound_at=sao_paulo(2))

        assert decide(history=history) == MayContact(WEDNESDAY_NOON)

    def test_a_wrong_number_is_left_alone(self) -> None:
        history = ContactHistory(wrong_number_at=sao_paulo(1), last_inbound_at=sao_paulo(2))

        assert decide(history=history) == MustNotContact(ContactRule.WRONG_NUMBER, since=sao_paulo(1))

    def test_two_conversations_without_proof_of_identity_lock_the_contact(self) -> None:
        history = ContactHistory(failed_verifications=(sao_paulo(18, 9), sao_paulo(18, 11)))

        assert decide(history=history) == MustNotContact(ContactRule.LOCKOUT, until=sao_paulo(19, 11))

    def test_the_number_of_failures_that_lock_is_the_creditors(self) -> None:
        history = ContactHistory(failed_verifications=(sao_paulo(18, 9), sao_paulo(18, 11)))

        assert decide(history=history, rules=replace(RULES, lockout_after=3)) == MayContact(WEDNESDAY_NOON)


class TestPrescription:
    def test_a_debtor_of_prescribed_debts_only_is_not_contacted(self) -> None:
        assert decide(record=replace(MARIA, debts=(PRESCRIBED,))) == MustNotContact(ContactRule.PRESCRIBED)

    def test_the_day_of_prescription_is_counted_in_brasilia(self) -> None:
        still_the_17th = datetime(2026, 11, 18, 1, tzinfo=UTC)

        decision = decide(still_the_17th, record=replace(MARIA, debts=(PRESCRIBED,)), rules=UNENFORCED)

        assert decision == MayContact(still_the_17th)

    def test_unless_the_creditor_collects_them(self) -> None:
        decision = decide(
            record=replace(MARIA, debts=(PRESCRIBED,)), rules=replace(RULES, collect_prescribed=True)
        )

        assert decision == MayContact(WEDNESDAY_NOON)

    def test_one_collectable_debt_is_enough_and_only_it_is_collected(self) -> None:
        record = replace(MARIA, debts=(PRESCRIBED, ALIVE))

        assert decide(record=record) == MayContact(WEDNESDAY_NOON)
        assert collectable_debts(record, RULES, date(2026, 11, 18)) == (ALIVE,)
        assert collectable_debts(record, RULES, date(2026, 11, 17)) == (PRESCRIBED, ALIVE)

    def test_the_creditor_who_collects_prescribed_debts_collects_all(self) -> None:
        record = replace(MARIA, debts=(PRESCRIBED, ALIVE))
        rules = replace(RULES, collect_prescribed=True)

        assert collectable_debts(record, rules, date(2026, 11, 18)) == (PRESCRIBED, ALIVE)

    def test_who_owes_nothing_is_not_contacted(self) -> None:
        assert decide(record=replace(MARIA, debts=())) == MustNotContact(ContactRule.NO_DEBT)


class TestEnforcement:
    def test_switched_off_neither_hours_nor_frequency_hold(self) -> None:
        sunday_night = sao_paulo(22, 23)
        history = ContactHistory(contacts=(sao_paulo(22, 22),) * 5)

        assert decide(sunday_night, history=history, rules=UNENFORCED) == MayContact(sunday_night)

    @pytest.mark.parametrize(
        ("rule", "history", "debts"),
        [
            (ContactRule.OPT_OUT, ContactHistory(opted_out_at=sao_paulo(1)), (ALIVE,)),
            (ContactRule.WRONG_NUMBER, ContactHistory(wrong_number_at=sao_paulo(1)), (ALIVE,)),
            (ContactRule.LOCKOUT, ContactHistory(failed_verifications=(sao_paulo(18),) * 2), (ALIVE,)),
            (ContactRule.PRESCRIBED, NEW, (PRESCRIBED,)),
            (ContactRule.NO_DEBT, NEW, ()),
        ],
    )
    def test_switched_off_the_debtors_rights_hold(
        self, rule: ContactRule, history: ContactHistory, debts: tuple[Debt, ...]
    ) -> None:
        decision = decide(record=replace(MARIA, debts=debts), history=history, rules=UNENFORCED)

        assert isinstance(decision, MustNotContact)
        assert decision.rule is rule

    @pytest.mark.parametrize("rule", list(ContactRule))
    def test_every_rule_explains_itself_in_one_sentence_of_its_own(self, rule: ContactRule) -> None:
        explanations = [MustNotContact(each).explanation for each in ContactRule]

        assert MustNotContact(rule).explanation.endswith(".")
        assert explanations.count(MustNotContact(rule).explanation) == 1


@given(
    now=CLOCKS,
    hours_ago=st.lists(st.integers(0, 24 * 15), max_size=8),
    max_per_day=st.integers(1, 3),
    max_per_week=st.integers(1, 5),
)
def test_once_the_told_end_has_come_the_frequency_forbids_no_more(
    now: datetime, hours_ago: list[int], max_per_day: int, max_per_week: int
) -> None:
    all_day = Hours(time.min, time.max)
    rules = replace(
        RULES,
        weekdays=all_day,
        saturday=all_day,
        sunday=all_day,
        max_per_day=max_per_day,
        max_per_week=max_per_week,
        collect_prescribed=True,
    )
    history = ContactHistory(contacts=tuple(now - timedelta(hours=hours) for hours in hours_ago))

    decision = decide(now, history=history, rules=rules)

    assume(isinstance(decision, MustNotContact))
    assert isinstance(decision, MustNotContact)
    assert decision.until is not None
    assert decision.until.timestamp() > now.timestamp()
    assert isinstance(decide(decision.until, history=history, rules=rules), MayContact)
