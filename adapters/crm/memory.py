"""A CRM inside the process: debtors from a file, outcomes in memory."""

from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from uuid import UUID

from adapters.crm.debtor_row import RowRefused
from application.ports.crm import OutcomeReport, RecordUnusable
from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf

KEPT_REPORTS = 10_000
NOBODY: Mapping[Cpf, RowRefused] = MappingProxyType({})


class MemoryCrm:
    """Serves the debtors it was given and keeps the latest outcomes until the process ends.

    For the demo, the simulator, tests, and a first campaign from a spreadsheet. It never fails. Of two
    records with the same CPF the later one stands; a row that was left out is known by its CPF all the same.
    """

    def __init__(
        self, debtors: Iterable[DebtorRecord] = (), unusable: Mapping[Cpf, RowRefused] = NOBODY
    ) -> None:
        self._debtors = {record.cpf: record for record in debtors}
        self._unusable = unusable
        self._reports: dict[UUID, OutcomeReport] = {}

    @property
    def reports(self) -> tuple[OutcomeReport, ...]:
        """The latest 10,000 outcomes, oldest first."""
        return tuple(self._reports.values())

    async def aclose(self) -> None:
        """Hold nothing that must be closed."""

    async def find_debtor(self, cpf: Cpf) -> DebtorRecord | None:
        """Return the debtor with this CPF, or None; raise RecordUnusable when their row was left out."""
        record = self._debtors.get(cpf)
        if record is None and (refused := self._unusable.get(cpf)):
            raise RecordUnusable(*refused.told)
        return record

    async def list_debtors(self, *, limit: int = 200) -> tuple[DebtorRecord, ...]:
        """Return the first `limit` debtors, in the order they were given."""
        return tuple(islice(self._debtors.values(), limit))

    async def report(self, report: OutcomeReport) -> None:
        """Keep the outcome; of a conversation reported again the first report stands."""
        self._reports.setdefault(report.session_id, report)
        if len(self._reports) > KEPT_REPORTS:
            del self._reports[next(iter(self._reports))]
