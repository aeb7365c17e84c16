"""Following an agreement to its end: what is said about each instalment, and on which day."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.payments.account import Account, Entry


class FollowUpKind(StrEnum):
    """What a step does; the last two come from payments and have no day of their own."""

    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    LATE = "late"
    BROKEN = "broken"
    PAYMENT = "payment"
    SURPLUS = "surplus"


@dataclass(frozen=True, slots=True)
class FollowUpStep:
    """One thing to do about `installment` on the day `on`; `key` is its name, done once for ever."""

    kind: FollowUpKind
    installment: int
    on: date
    key: str


@dataclass(frozen=True, slots=True)
class FollowingRules:
    """The policy of following, in days: before an instalment falls due, after it did, and until it breaks."""

    reminder_days: tuple[int, ...]
    late_reminder_days: tuple[int, ...]
    grace_days: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done today.

    `say` is the one thing worth saying, `done` every step that is over with it: what a later one has made
    stale is not said any more. `next_on` is the day of the next step, if any is to come.
    """

    say: FollowUpStep | None
    done: tuple[FollowUpStep, ...]
    next_on: date | None


def plan(account: Account, rules: FollowingRules, since: date, done: Container[str]) -> Plan:
    """Return what is to be done on the day of `account` about an agreement reached on the day `since`.

    Nothing is said on the day of the agreement itself, and of what nobody owes.
    """
    steps = sorted(_steps(account, rules), key=lambda step: (step.on, step.installment))
    waiting = [step for step in steps if step.key not in done and step.on > since]
    today = [step for step in waiting if step.on <= account.on]
    worth_saying = [step for step in today if _still_true(step, account)]
    broken = [step for step in worth_saying if step.kind is FollowUpKind.BROKEN]
    latest = broken or worth_saying
    return Plan(
        say=latest[-1] if latest else None,
        done=tuple(today),
        next_on=next((step.on for step in waiting if step.on > account.on), None),
    )


def _steps(account: Account, rules: FollowingRules) -> Iterator[FollowUpStep]:
    for entry in account.unsettled:
        number, due_date = entry.due.number, entry.due.due_date
        for days in rules.reminder_days:
            kind = FollowUpKind.REMINDER if days else FollowUpKind.DUE_TODAY
            yield _step(kind, number, due_date - timedelta(days=days), days)
        if entry.principal_left:
            for days in rules.late_reminder_days:
                yield _step(FollowUpKind.LATE, number, entry.payable_until + timedelta(days=days), days)
            yield _step(FollowUpKind.BROKEN, number, _breaks_on(entry, rules), rules.grace_days)


def _step(kind: FollowUpKind, installment: int, on: date, days: int) -> FollowUpStep:
    return FollowUpStep(kind, installment, on, f"{kind}.{installment}.{days}")


def _breaks_on(entry: Entry, rules: FollowingRules) -> date:
    return entry.last_day(rules.grace_days) + timedelta(days=1)


def _still_true(step: FollowUpStep, account: Account) -> bool:
    """Tell whether what a step says still holds: a reminder only while the instalment is not yet late."""
    if step.kind in (FollowUpKind.LATE, FollowUpKind.BROKEN):
        return True
    entry = account.entry(step.installment)
    return entry is not None and account.on <= entry.payable_until
