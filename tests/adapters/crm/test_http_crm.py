"""The `http` CRM: what it asks, what it reads, what it reports."""

import json
import logging
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.crm.http import HttpCrm
from application.ports.crm import CrmRejected, RecordUnusable
from domain.identity.debt import Debt
from domain.negotiation.outcome import Outcome
from tests.adapters.crm.http_crms import CREDITOR, KEY, MARIA, NO_CONTACT, SESSION, a_record, http_crm, said
from tests.mock_crm.running import RunningCrm, running_crm
from tests.mock_crm.scripted import Answer, ScriptedServer

AGREED = replace(
    NO_CONTACT,
    outcome=Outcome.SUCCESSFUL,
    notes="aceitou em duas vezes",
    duration_seconds=240,
    original_amount=Decimal("1000.00"),
    agreed_amount=Decimal("850.00"),
    discount_amount=Decimal("150.00"),
    payment_dates=(date(2026, 12, 1), date(2027, 1, 1)),
    payment_slip_reference="109/00000007-3",
)


async def test_a_debtor_is_asked_for_with_the_key(crm: HttpCrm, server: ScriptedServer) -> None:
    record = await crm.find_debtor(MARIA)

    assert record is not None
    assert (record.cpf, record.name, record.phone.digits) == (MARIA, "Maria Silva Santos", "5511999999001")
    [asked] = server.asked
    assert (asked.method, asked.path) == ("GET", "/api/debtors/52998224725")
    assert asked.headers["authorization"] == f"Bearer {KEY}"


async def test_what_the_crm_leaves_out_has_a_default(crm: HttpCrm) -> None:
    record = await crm.find_debtor(MARIA)

    assert record is not None
    amount = Decimal("1000.00")
    assert record.debts == (Debt(amount, amount, date(2025, 8, 10), CREDITOR, "Débito em aberto"),)


@pytest.mark.parametrize("number", ["1234.5", "1234.50"])
async def test_an_amount_written_as_a_number_is_exact(
    crm: HttpCrm, server: ScriptedServer, number: str
) -> None:
    body = json.dumps(a_record()).replace('"1000.00"', number)
    server.script.append(Answer(200, body.encode()))

    record = await crm.find_debtor(MARIA)

    assert record is not None
    assert str(record.debts[0].amount) == "1234.50"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"phone": "123"}, "phone: não é um telefone brasileiro com DDD"),
        ({"debt_amount": "0"}, "debt_amount: o valor deve ser maior que zero"),
        ({"debt_amount": "10.005"}, "debt_amount: o valor tem mais de duas casas decimais"),
        ({"due_date": "2026-12-31"}, "due_date: a dívida ainda não venceu"),
        ({"due_date": "ontem"}, "due_date: escreva a data"),
        ({"cpf": "111.444.777-35"}, "cadastro de outro CPF"),
        ({"name": None}, "name: falta o valor"),
        ({"debt_amount": "mil reais"}, "sem os campos combinados"),
    ],
)
async def test_a_record_that_cannot_be_used_is_rejected_with_its_reason(
    crm: HttpCrm, server: ScriptedServer, changes: dict[str, Any], reason: str
) -> None:
    server.otherwise = said(a_record(**changes))

    with pytest.raises(CrmRejected) as caught:
        await crm.find_debtor(MARIA)

    assert reason in caught.value.reason
    assert "Maria" not in caught.value.reason
    assert len(server.asked) == 1


async def test_what_a_record_lacks_is_told_by_its_field(crm: HttpCrm, server: ScriptedServer) -> None:
    for field in ("name", "phone", "debt_amount", "due_date"):
        server.otherwise = said({name: value for name, value in a_record().items() if name != field})
        with pytest.raises(RecordUnusable) as lacks:
            await crm.find_debtor(MARIA)
        assert (lacks.value.field, lacks.value.fault) == (field, "falta o valor")


async def test_the_list_leaves_out_records_that_cannot_be_used_and_says_so_without_names(
    crm: HttpCrm, server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script.append(said({"items": [a_record(phone="123"), a_record(), {"cpf": 1}], "pages": 1}))

    with caplog.at_level(logging.WARNING):
        listed = await crm.list_debtors()

    assert [record.cpf for record in listed] == [MARIA]
    reasons = [record.__dict__["reason"] for record in caplog.records if record.name == "adapters.crm.http"]
    assert len(reasons) == 2
    assert "phone" in reasons[0]
    assert "Maria" not in caplog.text


async def test_a_long_list_is_read_page_after_page_until_there_is_enough(tmp_path: Path) -> None:
    async with running_crm(tmp_path) as running, http_crm(running.url) as crm:
        everybody = await crm.list_debtors()
        some = await crm.list_debtors(limit=7)

    assert len({record.cpf for record in everybody}) == 120
    assert some == everybody[:7]


async def test_an_outcome_travels_under_the_names_agreed_with_the_crm(
    crm: HttpCrm, server: ScriptedServer
) -> None:
    await crm.report(AGREED)

    asked = server.asked[-1]
    assert (asked.method, asked.path) == ("POST", "/api/negotiations/results")
    assert asked.headers["idempotency-key"] == str(SESSION)
    assert asked.json | {"agreement": None} == {
        "session_id": str(SESSION),
        "debtor_cpf": "52998224725",
        "outcome": "successful",
        "agreed_amount": "850.00",
        "discount_amount": "150.00",
        "payment_date": "2026-12-01",
        "scheduled_payment_dates": ["2026-12-01", "2027-01-01"],
        "payment_slip_reference": "109/00000007-3",
        "qualitative_notes": "aceitou em duas vezes",
        "interaction_timestamp": "2026-11-20T15:00:00Z",
        "duration": 240,
        "language": "pt-BR",
        "agreement": None,
    }


async def test_an_agreement_travels_with_its_outcome_under_its_own_names(
    crm: HttpCrm, server: ScriptedServer
) -> None:
    await crm.report(AGREED)

    assert server.asked[-1].json["agreement"] == {
        "sessionId": str(SESSION),
        "debtorCPF": "52998224725",
        "debtorName": "Maria Silva Santos",
        "originalAmount": "1000.00",
        "agreedAmount": "850.00",
        "discountApplied": "150.00",
        "installments": 2,
        "dueDate": "2026-12-01",
        "paymentMethod": "installments",
        "agreementTimestamp": "2026-11-20T15:00:00Z",
    }


async def test_an_outcome_without_terms_has_no_agreement(crm: HttpCrm, server: ScriptedServer) -> None:
    await crm.report(NO_CONTACT)

    [asked] = server.asked
    assert asked.json["agreement"] is None
    assert asked.json["agreed_amount"] is None


async def test_an_outcome_whose_answer_was_lost_is_issued_and_counted_once(tmp_path: Path) -> None:
    report = replace(AGREED, payment_slip_reference=None)
    async with running_crm(tmp_path) as running, http_crm(running.url) as crm:
        await running.fails(lost_answer_rate=1, next_requests=6)
        await crm.report(report)
        await crm.report(report)

        assert await boletos(running) == 2
        contacts = (await running.http.get(f"/api/debtors/{MARIA.digits}/contacts")).json()
    assert len(contacts) == 1


async def boletos(running: RunningCrm) -> int:
    return len((await running.http.get("/api/boletos", params={"session_id": str(SESSION)})).json())


async def test_an_outcome_that_the_crm_already_has_is_kept(crm: HttpCrm, server: ScriptedServer) -> None:
    server.script.append(said({"detail": "Já existe"}, 409))

    await crm.report(NO_CONTACT)

    assert len(server.asked) == 1


async def test_instalments_that_differ_travel_one_by_one(crm: HttpCrm, server: ScriptedServer) -> None:
    amounts = (Decimal("250.00"), Decimal("600.00"))

    await crm.report(replace(AGREED, payment_amounts=amounts))
    await crm.report(replace(AGREED, payment_amounts=(Decimal("425.00"), Decimal("425.00"))))

    uneven, even = (asked.json for asked in server.asked if asked.method == "POST")
    assert uneven["scheduled_payment_amounts"] == ["250.00", "600.00"]
    assert "scheduled_payment_amounts" not in even
