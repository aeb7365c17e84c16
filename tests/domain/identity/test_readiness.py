"""What must be known of a debtor before the first message."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.identity.contact import ContactHistory, collectable_debts
from domain.identity.contact_rule import ContactRule, MayContact, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.identity.readiness import not_ready
from domain.shared.phone import Phone
from tests.domain.identity.contact_case import ALIVE, MARIA, RULES, WEDNESDAY_NOON, decide, sao_paulo

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        (replace(MARIA, name="  "), ContactRule.MISSING_NAME),
        (replace(MARIA, name="123"), ContactRule.MISSING_NAME),
        (replace(MARIA, phone=Phone("551199999")), ContactRule.INVALID_PHONE),
        (replace(MARIA, phone=Phone("5511199990001")), ContactRule.INVALID_PHONE),
        (replace(MARIA, debts=()), ContactRule.NO_DEBT),
        (replace(MARIA, debts=(replace(ALIVE, amount=Decimal(0)),)), ContactRule.INVALID_AMOUNT),
        (replace(MARIA, debts=(replace(ALIVE, creditor=" "),)), ContactRule.MISSING_CREDITOR),
        (
            replace(MARIA, debts=(replace(ALIVE, due_date=TODAY + timedelta(days=1)),)),
            ContactRule.INVALID_DUE_DATE,
        ),
        (replace(MARIA, debts=(replace(ALIVE, due_date=date(2021, 11, 17)),)), ContactRule.PRESCRIBED),
    ],
)
def test_what_is_missing_forbids_the_contact_by_its_own_rule(record: DebtorRecord, rule: ContactRule) -> None:
    assert decide(record=record) == MustNotContact(rule)


def test_an_area_code_that_does_not_exist_is_named() -> None:
    nowhere = replace(MARIA, phone=Phone("5520999990001"))

    assert decide(record=nowhere) == MustNotContact(ContactRule.INVALID_PHONE, detail="o DDD 20 não existe")


@pytest.mark.parametrize("phone", ["5531999990001", "553199990001", "553133330001", "12125551234"])
def test_mobiles_old_mobiles_landlines_and_foreign_phones_can_be_written_to(phone: str) -> None:
    assert not_ready(replace(MARIA, phone=Phone(phone)), TODAY, collect_prescribed=False) is None


def test_a_debt_that_lacks_something_is_left_out_and_the_others_are_collected() -> None:
    record = replace(MARIA, debts=(replace(ALIVE, creditor=""), ALIVE))

    assert decide(record=record) == MayContact(WEDNESDAY_NOON)
    assert collectable_debts(record, RULES, TODAY) == (ALIVE,)


def test_a_disputed_debt_rests_as_long_as_the_creditor_says() -> None:
    history = ContactHistory(disputed_at=sao_paulo(1, 12))
    resting = MustNotContact(ContactRule.DISPUTED, since=sao_paulo(1, 12), until=sao_paulo(19, 12))
    rules = replace(RULES, dispute_pause_days=18)

    assert decide(history=history, rules=rules) == resting
    assert decide(sao_paulo(19, 12), history=history, rules=rules) == MayContact(sao_paulo(19, 12))


def test_a_phone_that_takes_no_messages_is_left_alone_until_somebody_writes_from_it() -> None:
    history = ContactHistory(unreachable_at=sao_paulo(2))

    assert decide(history=history) == MustNotContact(ContactRule.UNREACHABLE, since=sao_paulo(2))
    assert decide(history=replace(history, last_inbound_at=sao_paulo(3))) == MayContact(WEDNESDAY_NOON)


def test_who_is_being_talked_to_is_not_approached() -> None:
    assert decide(history=ContactHistory(being_talked_to=True)) == MustNotContact(ContactRule.ALREADY_OPEN)
