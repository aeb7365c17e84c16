"""When a debtor may be contacted by us first. Answering a debtor who writes is always allowed."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from domain.identity.debt import Debt, is_prescribed
from domain.identity.debtor import DebtorRecord
from domain.identity.verification import Verification
from domain.shared.calendar import business_date
from domain.shared.errors import RuleBroken

_HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SEARCHED_DAYS = 30
_SATURDAY, _SUNDAY = 5, 6


class InvalidHours(RuleBroken):
    """The text is not a range of hours within one day."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"horário inválido: {text!r}; escreva início e fim do dia, como '09:00-18:00', ou deixe vazio"
        )
        self.text = text


@dataclass(frozen=True, slots=True)
class Hours:
    """The part of a day in which contact is allowed, from `start` until just before `end`, local time."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read `09:00-18:00`; an empty text is None: no contact on such a day.

        Raises:
            InvalidHours: another shape, hours that do not exist, or an end that is not after the start.
        """
        if not text.strip():
            return None
        match = _HOURS.fullmatch(text.strip())
        if match is None:
            raise InvalidHours(text)
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        try:
            hours = cls(time(from_hour, from_minute), time(to_hour, to_minute))
        except ValueError:
            raise InvalidHours(text) from None
        if hours.end <= hours.start:
            raise InvalidHours(text)
        return hours

    def contains(self, moment: time) -> bool:
        """Tell whether contact is allowed at this time of day."""
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class ContactRules:
    """What the creditor allows. `enforce` off drops hours and frequency, and nothing else.

    A day whose hours are None has no contact; `holidays` allows contact on holidays, in their weekday's
    hours. `max_per_week` counts any seven days in a row.
    """

    enforce: bool
    weekdays: Hours | None
    saturday: Hours | None
    sunday: Hours | None
    holidays: bool
    max_per_day: int
    max_per_week: int
    collect_prescribed: bool
    lockout_hours: int
    lockout_after: int = 2

    def hours_of(self, day: date, holidays: AbstractSet[date]) -> Hours | None:
        """Return the hours in which contact is allowed on `day`, or None."""
        if day in holidays and not self.holidays:
            return None
        return {_SATURDAY: self.saturday, _SUNDAY: self.sunday}.get(day.weekday(), self.weekdays)


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """What happened with this debtor so far; every moment is aware.

    `contacts` are the moments at which we opened, or will open, conversations; `failed_verifications` those
    at which conversations ended because identity was not proved.
    """

    contacts: tuple[datetime, ...] = ()
    failed_verifications: tuple[datetime, ...] = ()
    opted_out_at: datetime | None = None
    wrong_number_at: datetime | None = None
    last_inbound_at: datetime | None = None


class ContactRule(StrEnum):
    """The rule that forbids a contact."""

    OPT_OUT = "opt_out"
    WRONG_NUMBER = "wrong_number"
    LOCKOUT = "lockout"
    NO_DEBT = "no_debt"
    PRESCRIBED = "prescribed"
    NO_CONTACT_HOURS = "no_contact_hours"
    FREQUENCY = "frequency"


_EXPLANATIONS = {
    ContactRule.OPT_OUT: "O devedor pediu para não receber mensagens: só volta a ser contatado se escrever.",
    ContactRule.WRONG_NUMBER: "Quem atende neste telefone disse que não é o devedor.",
    ContactRule.LOCKOUT: "A identidade não foi confirmada nas últimas conversas: o contato está suspenso.",
    ContactRule.NO_DEBT: "Não há débito em aberto.",
    ContactRule.PRESCRIBED: "Todos os débitos estão prescritos (mais de cinco anos do vencimento).",
    ContactRule.NO_CONTACT_HOURS: f"Não há horário de contato permitido nos próximos {_SEARCHED_DAYS} dias.",
    ContactRule.FREQUENCY: "O número máximo de contatos com este devedor já foi atingido.",
}


@dataclass(frozen=True, slots=True)
class MayContact:
    """Contact is allowed from `at` on: now, or the next allowed moment in the debtor's time zone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MustNotContact:
    """Contact is forbidden by `rule`: since when, and until when, where the rule knows."""

    rule: ContactRule
    since: datetime | None = None
    until: datetime | None = None

    @property
    def explanation(self) -> str:
        """Why, in Portuguese, without personal data."""
        return _EXPLANATIONS[self.rule]


def decide_contact(
    record: DebtorRecord,
    history: ContactHistory,
    rules: ContactRules,
    now: datetime,
    time_zone: ZoneInfo,
    holidays: AbstractSet[date],
) -> MayContact | MustNotContact:
    """Decide whether a conversation may be opened, and from when.

    `time_zone` and `holidays` are the debtor's own. A later moment is a promise made with what is known at
    `now`: decide again when it comes.
    """
    forbidden = (
        _refused_by_debtor(history) or _locked_out(history, rules, now) or _uncollectable(record, rules, now)
    )
    if forbidden:
        return forbidden
    if not rules.enforce:
        return MayContact(now)
    at = _next_allowed_moment(rules, now, time_zone, holidays)
    if at is None:
        return MustNotContact(ContactRule.NO_CONTACT_HOURS)
    return _too_frequent(history, rules, at, time_zone) or MayContact(at)


def collectable_debts(record: DebtorRecord, rules: ContactRules, today: date) -> tuple[Debt, ...]:
    """Return the debts that may be collected: all but the prescribed, unless the rules collect those too."""
    return tuple(debt for debt in record.debts if rules.collect_prescribed or not is_prescribed(debt, today))


def _refused_by_debtor(history: ContactHistory) -> MustNotContact | None:
    opted_out, inbound = history.opted_out_at, history.last_inbound_at
    if opted_out is not None and (inbound is None or inbound <= opted_out):
        return MustNotContact(ContactRule.OPT_OUT, since=opted_out)
    if history.wrong_number_at is not None:
        return MustNotContact(ContactRule.WRONG_NUMBER, since=history.wrong_number_at)
    return None


def _locked_out(history: ContactHistory, rules: ContactRules, now: datetime) -> MustNotContact | None:
    verification = Verification(history.failed_verifications)
    until = verification.locked_until(now, rules.lockout_hours, rules.lockout_after)
    return MustNotContact(ContactRule.LOCKOUT, until=until) if until else None


def _uncollectable(record: DebtorRecord, rules: ContactRules, now: datetime) -> MustNotContact | None:
    if not record.debts:
        return MustNotContact(ContactRule.NO_DEBT)
    if not collectable_debts(record, rules, business_date(now)):
        return MustNotContact(ContactRule.PRESCRIBED)
    return None


def _next_allowed_moment(
    rules: ContactRules, now: datetime, time_zone: ZoneInfo, holidays: AbstractSet[date]
) -> datetime | None:
    def is_open(moment: datetime) -> bool:
        hours = rules.hours_of(moment.date(), holidays)
        return hours is not None and hours.contains(moment.time())

    local = now.astimezone(time_zone)
    if is_open(local):
        return now
    for days in range(_SEARCHED_DAYS + 1):
        day = local.date() + days * _DAY
        hours = rules.hours_of(day, holidays)
        if hours is None:
            continue
        # Through UTC, a start that the clock skips (daylight saving) becomes a moment that exists.
        opening = datetime.combine(day, hours.start, time_zone).astimezone(UTC)
        if opening >= now and is_open(opening.astimezone(time_zone)):
            return opening.astimezone(time_zone)
    return None


def _too_frequent(
    history: ContactHistory, rules: ContactRules, at: datetime, time_zone: ZoneInfo
) -> MustNotContact | None:
    """Count on the day of the contact itself, which may be later than today; what is scheduled counts too."""
    if min(rules.max_per_day, rules.max_per_week) < 1:
        return MustNotContact(ContactRule.FREQUENCY)
    day = at.astimezone(time_zone).date()
    same_day = [moment for moment in history.contacts if moment.astimezone(time_zone).date() == day]
    # Seven days are 168 hours, also across a change of daylight saving: counted in UTC.
    week_ago = at.astimezone(UTC) - _WEEK
    same_week = sorted(moment.astimezone(UTC) for moment in history.contacts if moment > week_ago)
    freed_at: list[datetime] = []
    if len(same_day) >= rules.max_per_day:
        freed_at.append(datetime.combine(day + _DAY, time(), time_zone))
    if len(same_week) >= rules.max_per_week:
        freed_at.append((same_week[-rules.max_per_week] + _WEEK).astimezone(time_zone))
    return MustNotContact(ContactRule.FREQUENCY, until=max(freed_at)) if freed_at else None
