"""At what time we may write to a debtor first."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.identity.contact_rule import ContactRule, MayContact, MustNotContact
from domain.identity.hours import Hours, InvalidHours
from domain.shared.calendar import SAO_PAULO
from tests.domain.identity.contact_case import (
    CLOCKS,
    COMMERCIAL,
    RULES,
    WEDNESDAY_NOON,
    ZONES,
    decide,
    sao_paulo,
)

HOURS = st.none() | st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1]).map(
    lambda pair: Hours(*pair)
)


class TestHours:
    @pytest.mark.parametrize("text", ["09:00-18:00", "9:00-18:00", " 09:00 - 18:00 "])
    def test_a_range_is_read(self, text: str) -> None:
        assert Hours.parse(text) == COMMERCIAL

    @pytest.mark.parametrize("text", ["", "  "])
    def test_an_empty_text_is_a_day_without_contact(self, text: str) -> None:
        assert Hours.parse(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "9-18",
            "09:00",
            "18:00-09:00",
            "09:00-09:00",
            "09:00-24:00",
            "09:60-18:00",
            "sempre",
            "٠٩:٠٠-١٨:٠٠",
        ],
    )
    def test_anything_else_is_refused_with_what_to_write(self, text: str) -> None:
        with pytest.raises(InvalidHours, match="escreva início e fim do dia, como '09:00-18:00'") as caught:
            Hours.parse(text)
        assert caught.value.text == text


class TestHoursOfContact:
    @pytest.mark.parametrize("now", [sao_paulo(18, 9), WEDNESDAY_NOON, sao_paulo(18, 17, 59)])
    def test_within_hours_contact_is_now(self, now: datetime) -> None:
        assert decide(now) == MayContact(now)

    @pytest.mark.parametrize(
        ("now", "at"),
        [
            (sao_paulo(18, 8, 59), sao_paulo(18, 9)),
            (sao_paulo(18, 18), sao_paulo(19, 9)),
            (sao_paulo(20, 20), sao_paulo(23, 9)),
            (sao_paulo(21, 12), sao_paulo(23, 9)),
            (sao_paulo(22, 12), sao_paulo(23, 9)),
        ],
    )
    def test_outside_hours_contact_waits_for_the_next_opening(self, now: datetime, at: datetime) -> None:
        assert decide(now) == MayContact(at)

    def test_saturday_has_hours_of_its_own(self) -> None:
        rules = replace(RULES, saturday=Hours(time(8), time(14)))

        assert decide(sao_paulo(20, 20), rules=rules) == MayContact(sao_paulo(21, 8))

    def test_sunday_has_hours_of_its_own(self) -> None:
        rules = replace(RULES, sunday=Hours(time(10), time(11)))

        assert decide(sao_paulo(22, 10, 30), rules=rules) == MayContact(sao_paulo(22, 10, 30))

    def test_holidays_are_skipped(self) -> None:
        holidays = frozenset({date(2026, 11, 19), date(2026, 11, 20)})

        assert decide(sao_paulo(18, 20), holidays=holidays) == MayContact(sao_paulo(23, 9))
        assert decide(sao_paulo(19, 12), holidays=holidays) == MayContact(sao_paulo(23, 9))

    def test_holidays_may_be_allowed(self) -> None:
        rules = replace(RULES, holidays=True)

        assert decide(rules=rules, holidays=frozenset({date(2026, 11, 18)})) == MayContact(WEDNESDAY_NOON)

    def test_hours_are_those_of_the_debtor_not_ours(self) -> None:
        rio_branco = ZoneInfo("America/Rio_Branco")  # two hours behind São Paulo

        decision = decide(sao_paulo(18, 9, 30), time_zone=rio_branco)

        assert decision == MayContact(sao_paulo(18, 11))
        assert isinstance(decision, MayContact)
        assert decision.at.astimezone(rio_branco).time() == time(9)
        assert decide(sao_paulo(18, 19), time_zone=rio_branco) == MayContact(sao_paulo(18, 19))

    def test_a_month_without_hours_forbids_contact(self) -> None:
        closed = replace(RULES, weekdays=None)

        assert decide(rules=closed) == MustNotContact(ContactRule.NO_CONTACT_HOURS)

    def test_an_opening_that_daylight_saving_skips_is_never_promised(self) -> None:
        new_york = ZoneInfo("America/New_York")  # 2026-03-08 jumps from 02:00 to 03:00
        rules = replace(RULES, sunday=Hours(time(2), time(3)), weekdays=None)
        saturday = datetime(2026, 3, 7, 12, tzinfo=new_york)

        decision = decide(saturday, rules=rules, time_zone=new_york)

        assert decision == MayContact(datetime(2026, 3, 15, 2, tzinfo=new_york))


@given(
    now=CLOCKS,
    zone=ZONES,
    hours=st.tuples(HOURS, HOURS, HOURS),
    work_on_holidays=st.booleans(),
    holidays_after=st.frozensets(st.integers(0, 40), max_size=12),
)
def test_whatever_the_clock_the_promised_moment_is_open_and_not_past(
    now: datetime,
    zone: ZoneInfo,
    hours: tuple[Hours | None, Hours | None, Hours | None],
    work_on_holidays: bool,
    holidays_after: frozenset[int],
) -> None:
    weekdays, saturday, sunday = hours
    rules = replace(RULES, weekdays=weekdays, saturday=saturday, sunday=sunday, holidays=work_on_holidays)
    rules = replace(rules, collect_prescribed=True)
    holidays = frozenset(now.date() + timedelta(days=days) for days in holidays_after)

    decision = decide(now, rules=rules, time_zone=zone, holidays=holidays)

    assume(isinstance(decision, MayContact))
    assert isinstance(decision, MayContact)
    local = decision.at.astimezone(zone)
    allowed = [weekdays] * 5 + [saturday, sunday]
    window = allowed[local.weekday()]
    assert window is not None
    assert window.start <= local.time() < window.end
    assert work_on_holidays or local.date() not in holidays
    assert decision.at.timestamp() >= now.timestamp()


@given(now=CLOCKS, zone=ZONES)
def test_with_hours_on_some_day_and_no_holidays_a_moment_is_always_found_within_eight_days(
    now: datetime, zone: ZoneInfo
) -> None:
    rules = replace(RULES, weekdays=None, sunday=COMMERCIAL, collect_prescribed=True)

    decision = decide(now, rules=rules, time_zone=zone)

    assert isinstance(decision, MayContact)
    assert decision.at.timestamp() - now.timestamp() < timedelta(days=8).total_seconds()


@given(
    now=st.datetimes(
        datetime.fromisoformat("2025-09-01"),
        datetime.fromisoformat("2100-01-01"),
        timezones=st.sampled_from([SAO_PAULO, ZoneInfo("America/Manaus")]),
    ),
    weekdays=HOURS,
    saturday=HOURS,
    holidays_after=st.frozensets(st.integers(0, 20), max_size=8),
    fraction=st.floats(0, 1, exclude_max=True),
)
def test_no_allowed_moment_is_passed_over(
    now: datetime,
    weekdays: Hours | None,
    saturday: Hours | None,
    holidays_after: frozenset[int],
    fraction: float,
) -> None:
    rules = replace(RULES, weekdays=weekdays, saturday=saturday, collect_prescribed=True)
    holidays = frozenset(now.date() + timedelta(days=days) for days in holidays_after)

    decision = decide(now, rules=rules, holidays=holidays)

    assume(isinstance(decision, MayContact) and decision.at.timestamp() > now.timestamp())
    assert isinstance(decision, MayContact)
    waiting = (now + (decision.at - now) * fraction).astimezone(SAO_PAULO)
    assume(waiting < decision.at)
    window = ([weekdays] * 5 + [saturday, None])[waiting.weekday()]
    assert waiting.date() in holidays or window is None or not window.start <= waiting.time() < window.end
