"""Decide whether a debtor may be contacted: the one decision that planning and doing share."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from application.ports.holiday_calendar import HolidayCalendar
from domain.identity.contact import (
    ContactHistory,
    ContactRules,
    allowed_from,
    decide_contact,
    decide_departure,
)
from domain.identity.contact_rule import MayContact, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.identity.states import state_of, time_zone_of


@dataclass(frozen=True, slots=True)
class AssessContact:
    """Applies the rules of contact under the debtor's own clock, law and holidays."""

    rules: ContactRules
    holidays: HolidayCalendar

    def __call__(
        self, record: DebtorRecord, history: ContactHistory, now: datetime
    ) -> MayContact | MustNotContact:
        """Return from when a conversation may be opened, or the rule that forbids it."""
        zone, holidays = self._where(record, now)
        return decide_contact(record, history, self.rules, now, zone, holidays)

    def departure(
        self, record: DebtorRecord, history: ContactHistory, now: datetime
    ) -> MayContact | MustNotContact:
        """Return from when a template decided about before may leave, or the rule that forbids it."""
        zone, holidays = self._where(record, now)
        return decide_departure(record, history, self.rules, now, zone, holidays)

    def leaves_from(self, record: DebtorRecord, now: datetime) -> datetime | None:
        """Return `now`, or when a message that we start may leave; None when not within a month."""
        zone, holidays = self._where(record, now)
        return allowed_from(record, self.rules, now, zone, holidays)

    def _where(self, record: DebtorRecord, now: datetime) -> tuple[ZoneInfo, frozenset[date]]:
        zone = time_zone_of(record.uf, record.phone)
        # A month is looked ahead, and the debtor's new year may not be ours.
        year = now.astimezone(zone).year
        state = state_of(record.uf, record.phone)
        local = self.rules.local_holidays_of(state, record.phone.area_code)
        return zone, self.holidays.holidays(state, year, year + 1) | local
