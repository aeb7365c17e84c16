"""When a debtor may be contacted by us first. Answering a debtor who writes is always allowed."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.identity.contact_rule import SEARCHED_DAYS, ContactRule, MayContact, MustNotContact
from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.identity.hours import Hours
from domain.identity.readiness import detail_of, not_ready, uncollectable
from domain.identity.state_law import STATE_LAWS, StateLaw
from domain.identity.states import state_of
from domain.identity.verification import Verification
from domain.shared.calendar import business_date

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SATURDAY, _SUNDAY = 5, 6
# The place of a local holiday that is one for everybody, as the config writes it.
EVERYWHERE = "todos"


@dataclass(frozen=True, slots=True)
class ContactRules:
    """What the creditor allows. `enforce` off drops hours and frequency, and nothing else.

    A day whose hours are None has no contact; `holidays` allows contact on holidays, in their weekday's
    hours. Of these hours and those of a state's law the narrower count, while `state_laws` says so.
    `max_per_week` counts any seven days in a row. A debt that the debtor disputes rests for
    `dispute_pause_days`. `local_holidays` are days that no law of country or state names, each with the area
    code or the state where it is one, or `EVERYWHERE`.
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
    dispute_pause_days: int = 30
    state_laws: bool = True
    local_holidays: frozenset[tuple[str, date]] = frozenset()

    def local_holidays_of(self, state: str | None, area_code: str | None) -> frozenset[date]:
        """Return the local holidays of who lives there."""
        places = {EVERYWHERE, state, area_code}
        return frozenset(day for place, day in self.local_holidays if place in places)

    def hours_of(self, day: date, holidays: AbstractSet[date], law: StateLaw | None = None) -> Hours | None:
        """Return the hours in which contact is allowed on `day`, or None."""
        if day in holidays and (law is not None or not self.holidays):
            return None
        ours = {_SATURDAY: self.saturday, _SUNDAY: self.sunday}.get(day.weekday(), self.weekdays)
        if ours is None or law is None:
            return ours
        lawful = law.hours_of(day)
        return lawful and ours.within(lawful)


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """What happened so far with this debtor, and on this phone; every moment is aware.

    `contacts` are the moments at which we wrote first, or will, to the debtor or to anybody on the phone;
    `failed_verifications` those at which conversations with the debtor ended because identity was not proved.
    While they are `being_talked_to`, a conversation with the debtor is open, or will be. `has_agreed` tells
    that they ever reached an agreement, however it went.
    """

    contacts: tuple[datetime, ...] = ()
    failed_verifications: tuple[datetime, ...] = ()
    opted_out_at: datetime | None = None
    wrong_number_at: datetime | None = None
    last_inbound_at: datetime | None = None
    unreachable_at: datetime | None = None
    disputed_at: datetime | None = None
    being_talked_to: bool = False
    has_agreed: bool = False

    @property
    def wants_silence(self) -> bool:
        """Whether an opt-out was the last thing that was heard."""
        if self.opted_out_at is None:
            return False
        return self.last_inbound_at is None or self.last_inbound_at <= self.opted_out_at


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
    missing = not_ready(record, business_date(now), collect_prescribed=rules.collect_prescribed)
    forbidden = (
        (MustNotContact(ContactRule.ALREADY_OPEN) if history.being_talked_to else None)
        or (MustNotContact(missing, detail=detail_of(record, missing)) if missing else None)
        or _refused_by_debtor(history)
        or _unreachable(history)
        or _disputed(history, rules, now)
        or _locked_out(history, rules, now)
    )
    return forbidden or _decide_moment(record, history, rules, now, time_zone, holidays)


def decide_departure(
    record: DebtorRecord,
    history: ContactHistory,
    rules: ContactRules,
    now: datetime,
    time_zone: ZoneInfo,
    holidays: AbstractSet[date],
) -> MayContact | MustNotContact:
    """Decide whether a template may leave now that was decided about before, or from when.

    What it is about is not asked again: an agreement may stand where no debt is left. `history` is told
    without it.
    """
    return _refused_by_debtor(history) or _decide_moment(record, history, rules, now, time_zone, holidays)


def allowed_from(
    record: DebtorRecord,
    rules: ContactRules,
    now: datetime,
    time_zone: ZoneInfo,
    holidays: AbstractSet[date],
) -> datetime | None:
    """Return `now`, or the next moment at which a message that we start may leave for this debtor.

    None when there is none within 30 days.
    """
    if not rules.enforce:
        return now
    law = STATE_LAWS.get(state_of(record.uf, record.phone) or "") if rules.state_laws else None
    return _next_allowed_moment(rules, law, now, time_zone, frozenset(holidays))


def collectable_debts(record: DebtorRecord, rules: ContactRules, today: date) -> tuple[Debt, ...]:
    """Return the debts that may be collected: whole, due, and not prescribed unless those are too."""
    return tuple(
        debt
        for debt in record.debts
        if uncollectable(debt, today, collect_prescribed=rules.collect_prescribed) is None
    )


def _decide_moment(
    record: DebtorRecord,
    history: ContactHistory,
    rules: ContactRules,
    now: datetime,
    time_zone: ZoneInfo,
    holidays: AbstractSet[date],
) -> MayContact | MustNotContact:
    at = allowed_from(record, rules, now, time_zone, holidays)
    if at is None:
        return MustNotContact(ContactRule.NO_CONTACT_HOURS)
    too_frequent = _too_frequent(history, rules, at, time_zone) if rules.enforce else None
    return too_frequent or MayContact(at)


def _refused_by_debtor(history: ContactHistory) -> MustNotContact | None:
    if history.wants_silence:
        return MustNotContact(ContactRule.OPT_OUT, since=history.opted_out_at)
    if history.wrong_number_at is not None:
        return MustNotContact(ContactRule.WRONG_NUMBER, since=history.wrong_number_at)
    return None


def _unreachable(history: ContactHistory) -> MustNotContact | None:
    since, inbound = history.unreachable_at, history.last_inbound_at
    if since is None or (inbound is not None and inbound > since):
        return None
    return MustNotContact(ContactRule.UNREACHABLE, since=since)


def _disputed(history: ContactHistory, rules: ContactRules, now: datetime) -> MustNotContact | None:
    if history.disputed_at is None:
        return None
    until = history.disputed_at.astimezone(UTC) + timedelta(days=rules.dispute_pause_days)
    return MustNotContact(ContactRule.DISPUTED, history.disputed_at, until) if now < until else None


def _locked_out(history: ContactHistory, rules: ContactRules, now: datetime) -> MustNotContact | None:
    if not history.failed_verifications:
        return None
    verification = Verification(history.failed_verifications)
    until = verification.locked_until(now, rules.lockout_hours, rules.lockout_after)
    return MustNotContact(ContactRule.LOCKOUT, until=until) if until else None


# Everybody who lives under the same clock, law and calendar has the same answer: a plan asks it often.
@lru_cache(maxsize=4096)
def _next_allowed_moment(
    rules: ContactRules, law: StateLaw | None, now: datetime, time_zone: ZoneInfo, holidays: frozenset[date]
) -> datetime | None:
    def is_open(moment: datetime) -> bool:
        hours = rules.hours_of(moment.date(), holidays, law)
        return hours is not None and hours.contains(moment.time())

    local = now.astimezone(time_zone)
    if is_open(local):
        return now
    for days in range(SEARCHED_DAYS + 1):
        day = local.date() + days * _DAY
        hours = rules.hours_of(day, holidays, law)
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
