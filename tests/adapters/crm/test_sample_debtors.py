"""The debtors that come with the product: invented, valid and varied."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import phonenumbers
import pytest

import adapters.crm
from adapters.crm.debtor_file import load_debtors
from domain.identity.debt import Debt, is_prescribed
from domain.identity.debtor import DebtorRecord
from domain.identity.states import UF_OF_AREA_CODE, UFS

TODAY = date(2026, 11, 20)
SAMPLE = Path(adapters.crm.__path__[0]) / "sample_debtors.csv"


@pytest.fixture(scope="module")
def debtors() -> tuple[DebtorRecord, ...]:
    file = load_debtors(SAMPLE, today=TODAY, default_creditor="Lojas Aurora")
    assert file.bad_rows == ()
    return file.records


@pytest.fixture(scope="module")
def debts(debtors: tuple[DebtorRecord, ...]) -> list[Debt]:
    return [debt for debtor in debtors for debt in debtor.debts]


def test_there_are_120_debtors_and_maria_comes_first(debtors: tuple[DebtorRecord, ...]) -> None:
    assert len(debtors) == 120
    assert debtors[0].cpf.digits == "52998224725"
    assert debtors[0].name == "Maria Silva Santos"
    assert debtors[0].uf == "SP"
    assert debtors[0].debts == (
        Debt(Decimal("1000.00"), Decimal("1000.00"), date(2025, 8, 10), "Lojas Aurora", "Cartão de loja"),
    )


def test_nobody_shares_a_name_a_phone_or_the_digits_that_prove_identity(
    debtors: tuple[DebtorRecord, ...],
) -> None:
    assert len({debtor.name for debtor in debtors}) == 120
    assert len({debtor.phone for debtor in debtors}) == 120
    assert len({debtor.cpf.digits[:3] for debtor in debtors}) == 120


def test_every_phone_is_possible_plainly_synthetic_and_of_its_debtors_state(
    debtors: tuple[DebtorRecord, ...],
) -> None:
    for debtor in debtors:
        digits = debtor.phone.digits
        assert phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits}"))
        assert digits[4:].startswith("999999")
        assert UF_OF_AREA_CODE[digits[2:4]] == debtor.uf


def test_every_address_is_of_the_domain_reserved_for_examples(debtors: tuple[DebtorRecord, ...]) -> None:
    addresses = [debtor.email for debtor in debtors if debtor.email]

    assert len(addresses) >= 60
    assert all(address.endswith("@example.com") for address in addresses)


def test_every_state_has_a_debtor(debtors: tuple[DebtorRecord, ...]) -> None:
    assert {debtor.uf for debtor in debtors} == UFS


def test_three_debts_are_prescribed_and_the_others_are_30_days_to_four_and_a_half_years_old(
    debts: list[Debt],
) -> None:
    alive = [debt.due_date for debt in debts if not is_prescribed(debt, TODAY)]

    assert len(debts) - len(alive) == 3
    assert max(alive) == TODAY - timedelta(days=30)
    assert date(2022, 5, 20) <= min(alive) < date(2022, 11, 20)


def test_amounts_go_from_small_bills_to_vehicles(debts: list[Debt]) -> None:
    amounts = [debt.amount for debt in debts]

    assert min(amounts) >= 60
    assert min(amounts) < 100
    assert 15_000 < max(amounts) <= 25_000
    assert all(debt.original_amount <= debt.amount for debt in debts)


def test_creditors_and_kinds_of_debt_are_many(debts: list[Debt]) -> None:
    assert len({debt.creditor for debt in debts}) >= 8
    assert max(Counter(debt.description for debt in debts).values()) <= 40
