"""Whatever the clock, the state, the area code and the holiday: we write first only when all let us."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from adapters.calendar.brazil import BrazilianHolidays
from application.assess_contact import AssessContact
from domain.identity.contact import ContactHistory, ContactRules
from domain.identity.contact_rule import ContactRule, MayContact, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.identity.hours import Hours
from domain.identity.state_law import STATE_LAWS
from domain.identity.states import UF_OF_AREA_CODE, UFS, state_of, time_zone_of
from domain.shared.calendar import SAO_PAULO
from domain.shared.phone import Phone
from tests.domain.identity.contact_case import ALIVE, COMMERCIAL, MARIA, RULES, sao_paulo

ALL_DAY = Hours(time(0), time(23, 59))
WIDE = ContactRules(
    enforce=True,
    weekdays=ALL_DAY,
    saturday=ALL_DAY,
    sunday=ALL_DAY,
    holidays=True,
    max_per_day=9,
    max_per_week=99,
    collect_prescribed=True,
    lockout_hours=24,
)
HOLIDAYS = BrazilianHolidays()
# Hours behind UTC, from Decreto 2.784/1913 as amended; written down here apart from any time zone database.
BEHIND = {"AC": 5, "AM": 4, "RO": 4, "RR": 4, "MT": 4, "MS": 4, "FN": 2}
# What is known of the laws, written down here apart from the code: first and last hour, and Saturday's.
LAWS: dict[str, tuple[tuple[int, int], tuple[int, int] | None]] = {
    "SP": ((8, 20), (8, 14)),
    "AL": ((8, 20), (8, 14)),
    "RJ": ((9, 19), None),
    "ES": ((8, 19), None),
    "CE": ((8, 18), None),
    "AM": ((0, 19), None),
}
MOMENTS = st.datetimes(
    datetime.fromisoformat("2025-09-01"), datetime.fromisoformat("2032-01-01"), timezones=st.just(UTC)
)
HOURS = st.none() | st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1]).map(
    lambda pair: Hours(*pair)
)
PHONES = st.tuples(
    st.sampled_from(sorted(UF_OF_AREA_CODE)), st.sampled_from(["999990001", "99990001", "33330001"])
).map(lambda parts: Phone("55" + "".join(parts)))


def someone(uf: str | None, phone: Phone) -> DebtorRecord:
    """A debtor who lives there."""
    return DebtorRecord(MARIA.cpf, "Ana Lima", phone, (ALIVE,), uf=uf)


def is_lawful(moment: datetime, record: DebtorRecord, rules: ContactRules) -> bool:
    """Judge a moment by the tables of this file alone."""
    state = "PE" if record.uf == "FN" else record.uf or UF_OF_AREA_CODE[record.phone.digits[2:4]]
    island = record.uf == "FN" or (state == "PE" and record.phone.digits.startswith("55813619"))
    behind = BEHIND["FN"] if island else BEHIND.get(state, 3)
    local = (moment.astimezone(UTC) - timedelta(hours=behind)).replace(tzinfo=None)
    if local.date() in HOLIDAYS.holidays(state, local.year) and (state in LAWS or not rules.holidays):
        return False
    ours = [rules.weekdays] * 5 + [rules.saturday, rules.sunday]
    window = ours[local.weekday()]
    if window is None or not window.start <= local.time() < window.end:
        return False
    if state not in LAWS:
        return True
    weekdays, saturday = LAWS[state]
    lawful = ([weekdays] * 5 + [saturday, None])[local.weekday()]
    return lawful is not None and time(lawful[0]) <= local.time() < time(lawful[1])


@given(
    now=MOMENTS,
    uf=st.none() | st.sampled_from([*sorted(UFS), "FN"]),
    phone=PHONES,
    hours=st.tuples(HOURS, HOURS, HOURS),
    on_holidays=st.booleans(),
)
@example(
    now=datetime(2026, 7, 9, 15, tzinfo=UTC),
    uf="SP",
    phone=Phone("5511999990001"),
    hours=(ALL_DAY, ALL_DAY, ALL_DAY),
    on_holidays=True,
)
@example(
    now=datetime(2026, 12, 31, 23, tzinfo=UTC),
    uf="AC",
    phone=Phone("5568999990001"),
    hours=(COMMERCIAL, None, None),
    on_holidays=False,
)
def test_what_we_start_leaves_only_within_hours_law_and_holidays(
    now: datetime,
    uf: str | None,
    phone: Phone,
    hours: tuple[Hours | None, Hours | None, Hours | None],
    on_holidays: bool,
) -> None:
    weekdays, saturday, sunday = hours
    rules = ContactRules(
        enforce=True,
        weekdays=weekdays,
        saturday=saturday,
        sunday=sunday,
        holidays=on_holidays,
        max_per_day=1,
        max_per_week=3,
        collect_prescribed=True,
        lockout_hours=24,
    )
    record = someone(uf, phone)
    assess = AssessContact(rules, HOLIDAYS)

    decision = assess(record, ContactHistory(), now)

    if isinstance(decision, MustNotContact):
        assert decision.rule is ContactRule.NO_CONTACT_HOURS
        return
    assert decision.at >= now
    assert is_lawful(decision.at, record, rules)
    assert assess.leaves_from(record, now) == decision.at
    assert assess(record, ContactHistory(), decision.at) == decision
    if is_lawful(now, record, rules):
        assert decision.at == now


@given(now=MOMENTS, phone=PHONES, minutes=st.integers(0, 60 * 24 * 6))
def test_no_lawful_moment_is_passed_over(now: datetime, phone: Phone, minutes: int) -> None:
    rules, record = replace(RULES, collect_prescribed=True), someone(None, phone)
    decision = AssessContact(rules, HOLIDAYS)(record, ContactHistory(), now)

    assert isinstance(decision, MayContact)
    earlier = now + timedelta(minutes=minutes)
    assume(earlier < decision.at)
    assert not is_lawful(earlier, record, rules)


@pytest.mark.parametrize(
    ("uf", "now", "at"),
    [
        ("SP", sao_paulo(18, 7), sao_paulo(18, 8)),
        ("SP", sao_paulo(21, 14), sao_paulo(23, 8)),
        ("SP", sao_paulo(20, 12), sao_paulo(21, 8)),  # Consciência Negra: no contact even if we allow it
        ("CE", sao_paulo(20, 18), sao_paulo(23, 8)),
        ("RJ", sao_paulo(18, 8), sao_paulo(18, 9)),
        ("RJ", sao_paulo(18, 19), sao_paulo(19, 9)),
        ("ES", sao_paulo(18, 19), sao_paulo(19, 8)),
        ("AL", sao_paulo(21, 13), sao_paulo(21, 13)),
        ("AM", sao_paulo(18, 20), sao_paulo(19, 1)),
        ("MG", sao_paulo(22, 3), sao_paulo(22, 3)),
    ],
)
def test_the_law_of_the_state_narrows_the_widest_configuration(uf: str, now: datetime, at: datetime) -> None:
    decision = AssessContact(WIDE, HOLIDAYS)(someone(uf, MARIA.phone), ContactHistory(), now)

    assert decision == MayContact(at)


def test_who_turns_the_laws_off_answers_for_the_hours_alone() -> None:
    decision = AssessContact(replace(WIDE, state_laws=False), HOLIDAYS)(
        someone("SP", MARIA.phone), ContactHistory(), sao_paulo(20, 12)
    )

    assert decision == MayContact(sao_paulo(20, 12))


def test_a_narrower_configuration_stands_before_the_law() -> None:
    decision = AssessContact(RULES, HOLIDAYS)(someone("SP", MARIA.phone), ContactHistory(), sao_paulo(18, 19))

    assert decision == MayContact(sao_paulo(19, 9))


def test_hours_that_no_law_allows_are_never() -> None:
    night = ContactRules(True, Hours(time(21), time(22)), None, None, True, 1, 3, False, 24)

    decision = AssessContact(night, HOLIDAYS)(someone("SP", MARIA.phone), ContactHistory(), sao_paulo(18, 12))

    assert decision == MustNotContact(ContactRule.NO_CONTACT_HOURS)


def test_every_law_is_that_of_a_state_and_keeps_sundays() -> None:
    assert set(STATE_LAWS) == set(LAWS) <= UFS
    assert not [uf for uf, law in STATE_LAWS.items() if law.hours_of(date(2026, 11, 22))]


def test_noronha_keeps_a_clock_of_its_own_and_the_holidays_of_pernambuco() -> None:
    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)
    landline, mobile = Phone("558136190001"), Phone("5581999990001")

    assert [noon.astimezone(time_zone_of(*where)).hour for where in (("FN", mobile), (None, landline))] == [
        10,
        10,
    ]
    assert noon.astimezone(time_zone_of("PE", mobile)).hour == 9
    assert noon.astimezone(time_zone_of("SP", landline)).hour == 9
    assert (state_of("FN", mobile), state_of(None, landline)) == ("PE", "PE")


def test_a_phone_without_a_state_keeps_its_states_holidays_too() -> None:
    constitutionalist_revolution = datetime(2026, 7, 9, 12, tzinfo=SAO_PAULO)
    paulista = someone(None, Phone("5511999990001"))

    decision = AssessContact(RULES, HOLIDAYS)(paulista, ContactHistory(), constitutionalist_revolution)

    assert decision == MayContact(datetime(2026, 7, 10, 9, tzinfo=SAO_PAULO))


def test_a_holiday_of_a_city_is_one_for_its_area_code_alone() -> None:
    tuesday = datetime(2026, 12, 8, 12, tzinfo=SAO_PAULO)
    rules = replace(RULES, local_holidays=frozenset({("19", tuesday.date())}))
    campineira, paulistana = (someone(None, Phone(f"55{ddd}999990001")) for ddd in ("19", "11"))

    assert AssessContact(rules, HOLIDAYS)(paulistana, ContactHistory(), tuesday) == MayContact(tuesday)
    decision = AssessContact(rules, HOLIDAYS)(campineira, ContactHistory(), tuesday)
    assert decision == MayContact(datetime(2026, 12, 9, 9, tzinfo=SAO_PAULO))
