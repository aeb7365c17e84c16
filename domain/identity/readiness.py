"""What must be known of a debtor before the first message: it is all there, or nobody is contacted."""

import re
from collections.abc import Callable
from datetime import date

from domain.identity.contact_rule import ContactRule
from domain.identity.debt import Debt, is_prescribed
from domain.identity.debtor import DebtorRecord
from domain.identity.states import UF_OF_AREA_CODE
from domain.shared.phone import Phone

# Anatel's numbering plan: mobiles have nine digits from 9 on (eight on WhatsApp, if older than the ninth),
# landlines eight.
_BRAZILIAN = re.compile(r"55[0-9]{2}(?:9[0-9]{8}|[2-9][0-9]{7})")

type _Lacks = Callable[[Debt, date], bool]

# What keeps one debt from being collected, in the order in which it is told.
_OF_A_DEBT: tuple[tuple[ContactRule, _Lacks], ...] = (
    (ContactRule.INVALID_AMOUNT, lambda debt, _: debt.amount <= 0),
    (ContactRule.MISSING_CREDITOR, lambda debt, _: not debt.creditor.strip()),
    (ContactRule.INVALID_DUE_DATE, lambda debt, today: debt.due_date > today),
    (ContactRule.PRESCRIBED, is_prescribed),
)


def not_ready(record: DebtorRecord, today: date, *, collect_prescribed: bool) -> ContactRule | None:
    """Return the rule that keeps us from contacting this debtor at all, or None when nothing is missing."""
    if not record.name.strip()[:1].isalpha():
        return ContactRule.MISSING_NAME
    if not _can_be_written_to(record.phone):
        return ContactRule.INVALID_PHONE
    if not record.debts:
        return ContactRule.NO_DEBT
    found = [uncollectable(debt, today, collect_prescribed=collect_prescribed) for debt in record.debts]
    return None if None in found else found[0]


def uncollectable(debt: Debt, today: date, *, collect_prescribed: bool) -> ContactRule | None:
    """Return the rule that keeps this debt from being collected, or None."""
    for rule, lacks in _OF_A_DEBT:
        if rule is ContactRule.PRESCRIBED and collect_prescribed:
            continue
        if lacks(debt, today):
            return rule
    return None


def detail_of(record: DebtorRecord, rule: ContactRule) -> str:
    """Return what more can be said of a record that `rule` refuses, in Portuguese, without personal data."""
    area_code = record.phone.area_code
    if rule is ContactRule.INVALID_PHONE and area_code and area_code not in UF_OF_AREA_CODE:
        return f"o DDD {area_code} não existe"
    return ""


def _can_be_written_to(phone: Phone) -> bool:
    """A phone of another country is taken as given; a Brazilian one must be one."""
    if not phone.digits.startswith("55"):
        return True
    return bool(_BRAZILIAN.fullmatch(phone.digits)) and phone.area_code in UF_OF_AREA_CODE
