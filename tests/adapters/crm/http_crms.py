"""The `http` CRM against a CRM on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from adapters.cache.memory import MemoryCache
from adapters.crm.http import HttpCrm
from adapters.crm.http_channel import HttpCrmConfig
from application.ports.crm import OutcomeReport
from domain.identity.debtor import DebtorRecord
from domain.negotiation.outcome import Outcome
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId
from tests.mock_crm.running import TODAY, RunningCrm
from tests.mock_crm.scripted import Answer

CREDITOR = "Lojas Aurora"
KEY = "chave-secreta"
MARIA = Cpf.parse("52998224725")
SESSION = UUID(int=7)

NO_CONTACT = OutcomeReport(
    conversation_id=ConversationId(SESSION),
    cpf=MARIA,
    outcome=Outcome.NO_CONTACT,
    notes="Sem resposta",
    at=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
    duration_seconds=180,
)


@asynccontextmanager
async def http_crm(url: str, **config: Any) -> AsyncIterator[HttpCrm]:
    """Connect to the CRM at `url`, with short waits and many attempts unless told otherwise."""
    chosen = {"attempts": 15, "first_wait_seconds": 0.001, "circuit_failures": 100, **config}
    crm = HttpCrm(
        HttpCrmConfig(url, **chosen), default_creditor=CREDITOR, today=lambda: TODAY, cache=MemoryCache()
    )
    try:
        yield crm
    finally:
        await crm.aclose()


def a_record(**changes: Any) -> dict[str, Any]:
    """Return Maria as a CRM that knows only what was agreed tells of her."""
    record = {
        "cpf": MARIA.digits,
        "name": "Maria Silva Santos",
        "phone": "5511999999001",
        "debt_amount": "1000.00",
        "due_date": "2025-08-10",
        "days_past_due": 467,
        "previous_contacts": 0,
    }
    return record | changes


def said(record: object, status: int = 200) -> Answer:
    """Return an answer in JSON."""
    return Answer(status, msgspec.json.encode(record))


async def know_only(running: RunningCrm, *debtors: DebtorRecord) -> None:
    """Let the CRM have these debtors and no others."""
    await running.desk.store.run(lambda connection: connection.execute("DELETE FROM debtors"))
    for debtor in debtors:
        assert (await running.http.post("/api/debtors", json=_wire(debtor))).status_code == 201


async def reports_of(running: RunningCrm, cpf: Cpf) -> tuple[OutcomeReport, ...]:
    """Return the results that the CRM kept of a debtor, one for every contact that it logged."""

    def sessions(connection: Any) -> list[str]:
        return [row["session_id"] for row in connection.execute("SELECT session_id FROM results")]

    results = [
        (await running.http.get(f"/api/negotiations/results/{session}")).json()
        for session in await running.desk.store.run(sessions)
    ]
    contacts = (await running.http.get(f"/api/debtors/{cpf.digits}/contacts")).json()
    assert len(contacts) == len(results)
    return tuple(_report(result) for result in results)


def _wire(debtor: DebtorRecord) -> dict[str, Any]:
    debts = [msgspec.to_builtins(debt) for debt in debtor.debts]
    first = debts[0]
    return {
        "cpf": debtor.cpf.digits,
        "name": debtor.name,
        "phone": debtor.phone.digits,
        "debt_amount": str(sum(debt.amount for debt in debtor.debts)),
        "due_date": first["due_date"],
        "original_amount": first["original_amount"],
        "creditor": first["creditor"],
        "description": first["description"],
        "email": debtor.email,
        "uf": debtor.uf,
        "debts": debts if len(debts) > 1 else [],
    }


def _report(result: dict[str, Any]) -> OutcomeReport:
    agreement = result["agreement"] or {}
    return OutcomeReport(
        conversation_id=ConversationId(UUID(result["session_id"])),
        cpf=Cpf.parse(result["debtor_cpf"]),
        outcome=Outcome(result["outcome"]),
        notes=result["qualitative_notes"],
        at=datetime.fromisoformat(result["interaction_timestamp"]),
        duration_seconds=result["duration"],
        original_amount=_money(agreement.get("originalAmount")),
        agreed_amount=_money(result["agreed_amount"]),
        discount_amount=_money(result["discount_amount"]),
        payment_dates=tuple(date.fromisoformat(day) for day in result["scheduled_payment_dates"]),
        payment_slip_reference=result["payment_slip_reference"],
    )


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
