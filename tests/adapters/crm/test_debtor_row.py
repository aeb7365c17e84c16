"""The values of a debtor's row as people write them."""

from datetime import date

import pytest

from adapters.crm.debtor_row import RowReader, RowRefused
from domain.identity.debtor import DebtorRecord

TODAY = date(2026, 11, 20)


def read(**changes: str) -> DebtorRecord:
    """Read a row that is good but for the given values."""
    good = {
        "cpf": "529.982.247-25",
        "name": "Maria Silva Santos",
        "phone": "(11) 99999-9001",
        "debt_amount": "1000.00",
        "due_date": "2025-08-10",
    }
    return RowReader(TODAY, "Lojas Aurora").read(good | changes)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("529.982.247-25", "52998224725"),
        ("52998224725", "52998224725"),
        ("1234567890", "01234567890"),
        ("123456797", "00123456797"),
    ],
)
def test_a_cpf_is_read_with_or_without_mask_and_lost_zeros(written: str, digits: str) -> None:
    assert read(cpf=written).cpf.digits == digits


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("(11) 98765-4321", "5511987654321"),
        ("11987654321", "5511987654321"),
        ("+55 11 98765-4321", "5511987654321"),
        ("5511987654321", "5511987654321"),
        ("011 98765-4321", "5511987654321"),
        ("+55 (011) 98765-4321", "5511987654321"),
        ("(55) 98765-4321", "5555987654321"),
        ("85 3456-7890", "558534567890"),
        ("11 8765-4321", "551187654321"),
    ],
)
def test_a_phone_is_read_as_brazilians_write_it(written: str, digits: str) -> None:
    assert read(phone=written).phone.digits == digits


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1234,5", "1234.50"),
        ("R$ 1.234,56", "1234.56"),
        ("r$ 60", "60.00"),
        ("1.234", "1234.00"),
        ("1.234.567,89", "1234567.89"),
        ("0,01", "0.01"),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, amount: str) -> None:
    assert str(read(debt_amount=written).debts[0].amount) == amount


@pytest.mark.parametrize("written", ["2024-02-29", "29/02/2024"])
def test_a_date_is_read_in_both_forms(written: str) -> None:
    assert read(due_date=written).debts[0].due_date == date(2024, 2, 29)


def test_a_debt_due_today_is_read() -> None:
    assert read(due_date="20/11/2026").debts[0].due_date == TODAY


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("cpf", "", "cpf: falta o valor"),
        ("cpf", "529.982.247-26", "cpf: CPF inválido"),
        ("cpf", "111.111.111-11", "cpf: CPF inválido"),
        ("cpf", "12345601", "cpf: CPF inválido"),
        ("name", "  ", "name: falta o valor"),
        ("name", "123 Silva", "name: o nome deve começar com uma letra"),
        ("name", "Maria\u200b Silva", "name: há caracteres invisíveis"),
        ("name", "M" * 201, "name: texto com mais de 200 caracteres"),
        ("phone", "98765-4321", "phone: não é um telefone brasileiro com DDD"),
        ("phone", "(20) 98765-4321", "phone: não é um telefone brasileiro com DDD"),
        ("phone", "+1 212 555 1234", "phone: não é um telefone brasileiro com DDD"),
        ("phone", "11 98765-FLOR", "phone: não é um telefone brasileiro com DDD"),
        ("phone", "11 08765-4321", "phone: não é um telefone brasileiro com DDD"),
        ("phone", "(((", "phone: não é um telefone brasileiro com DDD"),
        ("debt_amount", " ", "debt_amount: falta o valor"),
        ("debt_amount", "0,00", "debt_amount: o valor deve ser maior que zero"),
        ("debt_amount", "-10,00", "debt_amount: não é um valor em reais, como 1.234,56"),
        ("debt_amount", "10,555", "debt_amount: não é um valor em reais, como 1.234,56"),
        ("debt_amount", "inf", "debt_amount: não é um valor em reais, como 1.234,56"),
        ("debt_amount", "9" * 40, "debt_amount: o valor é grande demais"),
        ("due_date", "2025-02-29", "due_date: esta data não existe"),
        ("due_date", "31/04/2025", "due_date: esta data não existe"),
        ("due_date", "10 de agosto", "due_date: escreva a data como aaaa-mm-dd ou dd/mm/aaaa"),
        ("due_date", "2026-11-21", "due_date: a dívida ainda não venceu"),
        ("original_amount", "muito", "original_amount: não é um valor em reais, como 1.234,56"),
        ("email", "maria.example.com", "email: e-mail inválido"),
        ("uf", "XX", "uf: não é a sigla de um estado"),
    ],
)
def test_a_value_that_cannot_be_is_named_by_its_column(column: str, value: str, reason: str) -> None:
    with pytest.raises(RowRefused) as caught:
        read(**{column: value})

    assert caught.value.reason == reason


@pytest.mark.parametrize("changed", ["cpf", "name", "phone"])
def test_no_reason_repeats_what_identifies_a_person(changed: str) -> None:
    secret = {"cpf": "529.982.247-99", "name": "9Fulana", "phone": "555-4321"}[changed]

    with pytest.raises(RowRefused) as caught:
        read(**{changed: secret})

    assert secret not in caught.value.reason
