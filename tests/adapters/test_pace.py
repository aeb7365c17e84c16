"""How fast a CRM is asked, and how many debtors are remembered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from adapters.crm.recent_debtors import RecentDebtors
from adapters.pace import Pace
from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf
from domain.shared.phone import Phone

MARIA = DebtorRecord(
    cpf=Cpf.parse("529.982.247-25"),
    name="Maria Silva Santos",
    phone=Phone.parse("5511999999001"),
    debts=(Debt(Decimal(10), Decimal(10), date(2025, 8, 10), "Lojas Aurora", "Cartão"),),
)
JOAO = replace(MARIA, cpf=Cpf.parse("111.444.777-35"))
ANA = replace(MARIA, cpf=Cpf.parse("123.456.789-09"))


def test_a_second_of_calls_goes_at_once_and_the_others_are_spaced() -> None:
    pace = Pace(4, lambda: 100.0)

    assert [pace.wait() for _ in range(7)] == pytest.approx([0, 0, 0, 0, 0.25, 0.5, 0.75])


def test_a_long_rest_earns_no_more_than_a_second_of_calls() -> None:
    now = 100.0
    pace = Pace(4, lambda: now)
    for _ in range(4):
        pace.wait()

    now += 3600

    assert [pace.wait() for _ in range(5)] == pytest.approx([0, 0, 0, 0, 0.25])


def test_only_the_latest_debtors_are_remembered() -> None:
    recent = RecentDebtors(2, 60, lambda: 100.0)
    for record in (MARIA, JOAO, MARIA, ANA):
        recent.put(record)

    assert recent.get(JOAO.cpf) is None
    assert (recent.get(MARIA.cpf), recent.get(ANA.cpf)) == (MARIA, ANA)
