"""The CRM of examples, running on loopback."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import httpx

from mock_crm.app import create_app
from mock_crm.desk import Desk, open_desk
from mock_crm.server import serving
from mock_crm.settings import Settings
from mock_crm.store import add_samples

TODAY = date(2026, 11, 20)
MARIA = "52998224725"
JOAO = "11144477735"

_TABLES = ("contacts", "debtors", "results", "boletos", "deliveries", "idempotency_keys", "sqlite_sequence")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RunningCrm:
    """The CRM as a client sees it; `desk` is for looking behind."""

    url: str
    http: httpx.AsyncClient
    desk: Desk

    async def reports(self, **result: Any) -> httpx.Response:
        """Report a result, under its session's id as `Idempotency-Key`."""
        body = a_result(**result)
        key = {"Idempotency-Key": str(body["session_id"])}
        return await self.http.post("/api/negotiations/results", json=body, headers=key)

    async def begins_anew(self) -> None:
        """Forget everything but the sample debtors, and switch faults off."""
        await self.desk.store.run(_begin_anew)
        await self.fails()

    async def fails(self, **faults: Any) -> None:
        """Switch faults on."""
        assert (await self.http.post("/_faults", json=faults)).status_code == 200


@asynccontextmanager
async def running_crm(folder: Path, port: int | None = None, **settings: Any) -> AsyncIterator[RunningCrm]:
    """Run the CRM with its data in `folder`, on a port of its own unless one is given."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    chosen = Settings(data_dir=folder, **settings)
    headers = {"Authorization": f"Bearer {chosen.api_key}"} if chosen.api_key else {}
    async with (
        open_desk(chosen, lambda: TODAY) as desk,
        serving(create_app(desk), "127.0.0.1", port),
        httpx.AsyncClient(base_url=url, headers=headers, timeout=10) as http,
    ):
        yield RunningCrm(url, http, desk)


def _begin_anew(connection: Connection) -> None:
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    add_samples(connection)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def a_debtor(**changes: Any) -> Json:
    """Return a debtor whom the sample data does not have."""
    debtor = {
        "cpf": JOAO,
        "name": "João Batista Lima",
        "phone": "5585999999002",
        "debt_amount": "150.50",
        "due_date": "2026-11-10",
    }
    return debtor | changes


def a_result(**changes: Any) -> Json:
    """Return Maria's successful negotiation: R$ 850,00 in three instalments."""
    result = {
        "session_id": "0190a0b0-0000-7000-8000-000000000001",
        "debtor_cpf": MARIA,
        "outcome": "successful",
        "agreed_amount": "850.00",
        "discount_amount": "150.00",
        "payment_date": "2026-12-01",
        "scheduled_payment_dates": ["2026-12-01", "2027-01-01", "2027-02-01"],
        "qualitative_notes": "aceitou em três vezes",
        "interaction_timestamp": "2026-11-20T15:00:00Z",
        "duration": 240,
    }
    return result | changes


def an_agreement(**changes: Any) -> Json:
    """Return Maria's agreement: R$ 100,00 in three instalments from the 31st of January."""
    agreement = {
        "sessionId": "0190a0b0-0000-7000-8000-000000000002",
        "debtorCPF": MARIA,
        "debtorName": "Maria Silva Santos",
        "originalAmount": "120.00",
        "agreedAmount": "100.00",
        "discountApplied": "20.00",
        "installments": 3,
        "dueDate": "2027-01-31",
        "paymentMethod": "installments",
        "agreementTimestamp": "2026-11-20T15:00:00Z",
    }
    return agreement | changes
