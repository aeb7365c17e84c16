"""Debtors asked for a moment ago."""

from collections.abc import Callable

from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf


class RecentDebtors:
    """Keeps up to `most` records for `seconds` each, dropping the oldest; `now` is monotonic."""

    def __init__(self, most: int, seconds: float, now: Callable[[], float]) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._kept: dict[Cpf, tuple[float, DebtorRecord]] = {}

    def get(self, cpf: Cpf) -> DebtorRecord | None:
        """Return the record if it is fresh."""
        until, record = self._kept.get(cpf, (0.0, None))
        return record if self._now() < until else None

    def put(self, record: DebtorRecord) -> None:
        """Keep a record that just came."""
        self._kept.pop(record.cpf, None)
        self._kept[record.cpf] = (self._now() + self._seconds, record)
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]

    def forget(self, cpf: Cpf) -> None:
        """Ask the CRM next time."""
        self._kept.pop(cpf, None)
