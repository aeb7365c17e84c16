"""The CRM of a scenario: the chosen provider, watched, and failing when the scenario says so."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import httpx
import msgspec

from application.ports.crm import Crm, CrmRejected, CrmUnavailable, OutcomeReport
from domain.identity.debtor import DebtorRecord
from domain.negotiation.outcome import Outcome
from domain.shared.cpf import Cpf
from entrypoints.workbench.result_wire import KeptResult

_START_SECONDS = 30.0
_ANSWER_SECONDS = 10.0


class WatchedCrm:
    """Asks and tells the provider. `down` takes no outcome; `rejects` refuses them for good.

    Records of debtors are at hand all the while: they were fetched before. `reports` are the outcomes that
    the provider took, in order.
    """

    def __init__(self, inner: Crm) -> None:
        self.down = False
        self.rejects = False
        self.reports: list[OutcomeReport] = []
        self._inner = inner

    async def find_debtor(self, cpf: Cpf) -> DebtorRecord | None:
        """Return the debtor."""
        return await self._inner.find_debtor(cpf)

    async def list_debtors(self, *, limit: int = 200) -> tuple[DebtorRecord, ...]:
        """Return the debtors."""
        return await self._inner.list_debtors(limit=limit)

    async def report(self, report: OutcomeReport) -> None:
        """Report to the provider, unless the scenario has it fail."""
        if self.down:
            raise CrmUnavailable("fora do ar")
        if self.rejects:
            raise CrmRejected("recusado")
        await self._inner.report(report)
        self.reports.append(report)


@dataclass(slots=True)
class MockCrmStand:
    """The demonstration CRM as a process of its own, for scenarios with `crm = http`."""

    url: str = ""
    _process: subprocess.Popen[bytes] | None = None
    _folder: tempfile.TemporaryDirectory[str] | None = None
    _client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=_ANSWER_SECONDS))

    def open(self) -> None:
        """Start it on a free port of loopback.

        Raises:
            CrmUnavailable: it does not start.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="certobot-crm-")
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MOCK_CRM_")}
        environment |= {"MOCK_CRM_PORT": str(port), "MOCK_CRM_DATA_DIR": self._folder.name}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mock_crm"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def close(self) -> None:
        """Stop it and forget what it kept."""
        self._client.close()
        if self._process:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_ANSWER_SECONDS)
        if self._folder:
            self._folder.cleanup()

    def know(self, debtors: Iterable[DebtorRecord]) -> None:
        """Make these the debtors that the CRM knows, whoever had their CPFs before."""
        for record in debtors:
            self._client.delete(f"{self.url}/api/debtors/{record.cpf.digits}")
            answer = self._client.post(
                f"{self.url}/api/debtors",
                content=msgspec.json.encode(_debtor(record)),
                headers={"Content-Type": "application/json"},
            )
            answer.raise_for_status()

    def kept(self, report: OutcomeReport) -> OutcomeReport | None:
        """Return the outcome as the CRM kept it, or None when it did not."""
        answer = self._client.get(f"{self.url}/api/negotiations/results/{report.session_id}")
        if not answer.is_success:
            return None
        kept = msgspec.json.decode(answer.content, type=KeptResult)
        return replace(
            report,
            outcome=Outcome(kept.outcome),
            notes=kept.qualitative_notes,
            agreed_amount=kept.agreed_amount,
            discount_amount=kept.discount_amount,
            payment_dates=kept.scheduled_payment_dates,
            payment_slip_reference=kept.payment_slip_reference,
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if self._client.get(f"{self.url}/health").is_success:
                    return
            time.sleep(0.05)
        raise CrmUnavailable("o CRM de demonstração não subiu")


def _debtor(record: DebtorRecord) -> dict[str, object]:
    first = record.debts[0]
    debts = [
        {
            "amount": str(debt.amount),
            "original_amount": str(debt.original_amount),
            "due_date": debt.due_date.isoformat(),
            "creditor": debt.creditor,
            "description": debt.description,
        }
        for debt in record.debts
    ]
    return {
        "cpf": record.cpf.digits,
        "name": record.name,
        "phone": record.phone.digits,
        "debt_amount": str(sum(debt.amount for debt in record.debts)),
        "original_amount": str(sum(debt.original_amount for debt in record.debts)),
        "due_date": first.due_date.isoformat(),
        "creditor": first.creditor,
        "description": first.description,
        "uf": record.uf,
        "debts": debts if len(debts) > 1 else [],
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
