"""What is done about an agreement from day to day: each step once, none when it is stale."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.payments.following import FollowingRules, FollowUpKind, FollowUpStep, plan
from domain.payments.received import PaymentReceived
from tests.domain.payments.ledger import FIRST, SECOND, THIRD, account, paid

RULES = FollowingRules(reminder_days=(2, 0), late_reminder_days=(1,), grace_days=5)
AGREED = FIRST - timedelta(days=10)
DAY = timedelta(days=1)


def watched(
    days: Iterable[date], *payments: PaymentReceived, rules: FollowingRules = RULES, since: date = AGREED
) -> Iterator[tuple[date, FollowUpStep]]:
    """What is said when somebody looks on each of `days`, payments being told on the day they are made."""
    done: set[str] = set()
    for day in days:
        known = [payment for payment in payments if payment.paid_on <= day]
        planned = plan(account(*known, on=day), rules, since, done)
        done |= {step.key for step in planned.done}
        if planned.say:
            yield day, planned.say


def lived(days: Iterable[date], *payments: PaymentReceived, since: date = AGREED) -> list[FollowUpStep]:
    """The steps of `watched`."""
    return [step for _, step in watched(days, *payments, since=since)]


def every_day(until: date) -> list[date]:
    return [AGREED + number * DAY for number in range((until - AGREED).days + 1)]


def test_each_instalment_is_reminded_of_noticed_and_broken_on_its_day() -> None:
    said = lived(every_day(FIRST + 8 * DAY))

    assert [(step.kind, step.installment, step.on) for step in said] == [
        (FollowUpKind.REMINDER, 1, FIRST - 2 * DAY),
        (FollowUpKind.DUE_TODAY, 1, FIRST),
        (FollowUpKind.LATE, 1, FIRST + DAY),
        (FollowUpKind.BROKEN, 1, FIRST + 6 * DAY),
    ]


def test_what_is_paid_is_not_spoken_of() -> None:
    said = lived(every_day(THIRD), paid("900.00", AGREED))

    assert said == []


def test_an_instalment_paid_early_leaves_the_others_reminded_of() -> None:
    said = lived(every_day(SECOND), paid("300.00", AGREED, installment=1))

    assert {(step.kind, step.installment) for step in said} == {
        (FollowUpKind.REMINDER, 2),
        (FollowUpKind.DUE_TODAY, 2),
    }


def test_whoever_looks_late_says_only_what_still_holds() -> None:
    assert [step.kind for step in lived([FIRST + 2 * DAY])] == [FollowUpKind.LATE]
    assert [step.kind for step in lived([FIRST + 20 * DAY])] == [FollowUpKind.BROKEN]


def test_nothing_is_said_on_the_day_of_the_agreement() -> None:
    assert lived([FIRST], since=FIRST) == []
    assert [step.kind for step in lived([FIRST - DAY, FIRST], since=FIRST - DAY)] == [FollowUpKind.DUE_TODAY]


def test_the_next_day_is_known_until_nothing_is_left_to_do() -> None:
    first = plan(account(on=AGREED), RULES, AGREED, frozenset())
    last = plan(account(paid("900.00", AGREED), on=AGREED), RULES, AGREED, frozenset())

    assert first.next_on == FIRST - 2 * DAY
    assert last.next_on is None


days_of_looking = st.lists(st.integers(0, 90), min_size=1, max_size=40).map(
    lambda offsets: [AGREED + offset * DAY for offset in sorted(offsets)]
)
some_payments = st.lists(
    st.builds(
        paid,
        st.sampled_from(["50.00", "300.00", "306.00", "900.00"]),
        st.integers(0, 90).map(lambda offset: AGREED + offset * DAY),
        st.sampled_from("ABCDE"),
        installment=st.sampled_from([None, 1, 2, 3]),
    ),
    max_size=4,
)


@given(days_of_looking, some_payments)
def test_however_often_and_late_one_looks_no_step_is_said_twice_nor_when_it_is_stale(
    days: list[date], payments: list[PaymentReceived]
) -> None:
    said = list(watched(days, *payments))

    assert len({step.key for _, step in said}) == len(said)
    for day, step in said:
        assert AGREED < step.on <= day
        reminds = step.kind in (FollowUpKind.REMINDER, FollowUpKind.DUE_TODAY)
        due = {1: FIRST, 2: SECOND, 3: THIRD}[step.installment]
        assert day <= due if reminds else day > due
