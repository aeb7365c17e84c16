"""Maria of Minas (no law of hours), the default rules and November 2026: where tests of contact start."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from domain.identity.contact import (
    ContactHistory,
    ContactRules,
    decide_contact,
)
from domain.identity.contact_rule import MayContact, MustNotContact
from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.identity.hours import Hours
from domain.shared.calendar import SAO_PAULO
from domain.shared.cpf import Cpf
from domain.shared.phone import Phone

COMMERCIAL = Hours(time(9), time(18))
RULES = ContactRules(
    enforce=True,
    weekdays=COMMERCIAL,
    saturday=None,
    sunday=None,
    holidays=False,
    max_per_day=1,
    max_per_week=3,
    collect_prescribed=False,
    lockout_hours=24,
)
NEW = ContactHistory()
NO_HOLIDAYS: frozenset[date] = frozenset()

ALIVE = Debt(Decimal("1000.00"), Decimal("1000.00"), date(2025, 8, 10), "Lojas Aurora", "Cartão de loja")
MARIA = DebtorRecord(
    Cpf.parse("529.982.247-25"), "Maria Silva Santos", Phone.parse("5531999999001"), debts=(ALIVE,)
)


def sao_paulo(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment of November 2026, whose 16th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SAO_PAULO)


WEDNESDAY_NOON = sao_paulo(18, 12)


def decide(
    now: datetime = WEDNESDAY_NOON,
    *,
    record: DebtorRecord = MARIA,
    history: ContactHistory = NEW,
    rules: ContactRules = RULES,
    time_zone: ZoneInfo = SAO_PAULO,
    holidays: frozenset[date] = NO_HOLIDAYS,
) -> MayContact | MustNotContact:
    return decide_contact(record, history, rules, now, time_zone, holidays)


ZONES = st.sampled_from(
    [
        "America/Sao_Paulo",
        "America/Rio_Branco",
        "America/Manaus",
        "America/New_York",
        "Australia/Lord_Howe",
        "UTC",
    ]
).map(ZoneInfo)
CLOCKS = st.datetimes(
    datetime.fromisoformat("2025-09-01"), datetime.fromisoformat("2100-01-01"), timezones=ZONES
)
