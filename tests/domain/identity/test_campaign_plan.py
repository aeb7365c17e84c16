"""A plan keeps every rule that the queue keeps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.calendar.brazil import BrazilianHolidays
from application.assess_contact import AssessContact
from domain.identity.campaign_plan import Candidate, PlannedContact, plan_contacts
from domain.identity.contact import ContactHistory
from domain.identity.contact_rule import ContactRule, MayContact
from domain.identity.throughput import Throughput
from domain.shared.calendar import SAO_PAULO
from domain.shared.phone import Phone
from tests.domain.identity.contact_case import MARIA, RULES, sao_paulo

ASSESS = AssessContact(RULES, BrazilianHolidays())
MONDAY_NINE = sao_paulo(23, 9)
FAST = Throughput(1_000, 100_000)


def candidates(*area_codes: str) -> list[Candidate]:
    """One debtor for each area code, in this order, each on a phone of their own."""
    return [
        Candidate(place, replace(MARIA, phone=Phone(f"55{code}9{80000000 + place}")), ContactHistory())
        for place, code in enumerate(area_codes)
    ]


def test_the_list_goes_in_its_order_as_fast_as_it_may() -> None:
    planned = plan_contacts(candidates(*["31"] * 5), ASSESS, Throughput(2, 99), [], MONDAY_NINE)

    since = [(each.at - MONDAY_NINE).total_seconds() for each in planned]
    assert [each.place for each in planned] == [0, 1, 2, 3, 4]
    assert since == [0, 30, 60, 90, 120]


def test_who_lives_where_it_is_early_waits_and_others_go_first() -> None:
    planned = plan_contacts(candidates("68", "31", "92"), ASSESS, FAST, [], MONDAY_NINE)

    assert [(each.place, each.at.astimezone(SAO_PAULO).hour) for each in planned] == [
        (1, 9),
        (2, 10),
        (0, 11),
    ]


def test_what_does_not_fit_into_a_day_goes_on_the_next_business_day() -> None:
    friday_evening = sao_paulo(27, 17, 59)

    planned = plan_contacts(candidates(*["31"] * 3), ASSESS, Throughput(2, 99), [], friday_evening)

    half_past = friday_evening + timedelta(seconds=30)
    assert [each.at for each in planned] == [friday_evening, half_past, sao_paulo(30, 9)]


def test_what_was_begun_lately_takes_its_share_and_so_does_what_is_scheduled() -> None:
    starts = [sao_paulo(22, 10), sao_paulo(23, 9, 1)]

    planned = plan_contacts(candidates(*["31"] * 2), ASSESS, Throughput(9, 2), starts, MONDAY_NINE)

    assert [each.at for each in planned] == [MONDAY_NINE, sao_paulo(24, 9)]


def test_two_on_one_phone_are_not_written_to_on_one_day() -> None:
    first, second = candidates("31", "31")
    same = replace(second, record=replace(second.record, phone=Phone("553180000000")))

    planned = plan_contacts([first, same], ASSESS, FAST, [], MONDAY_NINE)

    assert planned[0] == PlannedContact(0, MONDAY_NINE)
    assert planned[1].refusal is not None
    assert planned[1].refusal.rule is ContactRule.FREQUENCY


def test_a_refusal_takes_nobodys_turn() -> None:
    opted_out = ContactHistory(opted_out_at=sao_paulo(1))
    people = candidates(*["31"] * 3)
    people[0] = replace(people[0], history=opted_out)

    planned = plan_contacts(people, ASSESS, Throughput(1, 99), [], MONDAY_NINE)

    assert [(each.place, each.at.minute, each.refusal is None) for each in planned] == [
        (0, 0, False),
        (1, 0, True),
        (2, 1, True),
    ]


def test_the_same_clock_makes_the_same_plan() -> None:
    people = candidates(*["11", "68", "21", "85"] * 20)

    plans = {plan_contacts(people, ASSESS, Throughput(3, 30), [], MONDAY_NINE) for _ in range(2)}

    assert len(plans) == 1


def on_a_phone(candidate: Candidate, number: int, codes: list[str]) -> Candidate:
    """The candidate on the phone of this number, which others may have too."""
    phone = Phone(f"55{codes[number % len(codes)]}98{number:07d}")
    return replace(candidate, record=replace(candidate.record, phone=phone))


@settings(max_examples=40)
@given(
    now=st.datetimes(datetime(2025, 12, 20), datetime(2027, 1, 10), timezones=st.just(UTC)),  # noqa: DTZ001
    codes=st.lists(
        st.sampled_from(["11", "21", "85", "68", "92", "31", "81", "51"]), min_size=1, max_size=60
    ),
    phones=st.integers(1, 60),
    per_minute=st.integers(1, 5),
    per_day=st.integers(1, 30),
)
def test_every_planned_contact_is_allowed_at_its_moment_and_no_cap_is_passed(
    now: datetime, codes: list[str], phones: int, per_minute: int, per_day: int
) -> None:
    people = [on_a_phone(each, each.place % phones, codes) for each in candidates(*codes)]

    planned = plan_contacts(people, ASSESS, Throughput(per_minute, per_day), [], now)

    assert sorted(each.place for each in planned) == list(range(len(people)))
    begun = [each for each in planned if each.refusal is None]
    moments = [each.at for each in begun]
    assert moments == sorted(moments)
    on_phone: dict[str, list[datetime]] = {}
    for each in begun:
        record = people[each.place].record
        before = on_phone.setdefault(record.phone.digits, [])
        assert ASSESS(record, ContactHistory(contacts=tuple(before)), each.at) == MayContact(each.at)
        before.append(each.at)
    for limit, span in ((per_minute, timedelta(minutes=1)), (per_day, timedelta(hours=24))):
        for earlier, later in zip(moments, moments[limit:], strict=False):
            assert later >= earlier.replace(second=0, microsecond=0) + span
