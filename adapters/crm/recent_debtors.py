"""Debtors asked for a moment ago, remembered wherever the program remembers things for a while."""

import hashlib

import msgspec

from application.ports.cache import Cache
from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf


class RecentDebtors:
    """Keeps the records of one CRM for `seconds` each; a cache that is away or spoilt only forgets.

    No key in the cache shows a CPF.
    """

    def __init__(self, cache: Cache, seconds: float, crm: str) -> None:
        self._cache = cache
        self._seconds = seconds
        self._crm = crm

    async def get(self, cpf: Cpf) -> DebtorRecord | None:
        """Return the record if it is fresh."""
        kept = await self._cache.get(self._key(cpf))
        if kept is None:
            return None
        try:
            record = msgspec.json.decode(kept, type=DebtorRecord)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        return record if record.cpf == cpf else None

    async def put(self, record: DebtorRecord) -> None:
        """Keep a record that just came."""
        await self._cache.set(self._key(record.cpf), msgspec.json.encode(record), self._seconds)

    async def forget(self, cpf: Cpf) -> None:
        """Ask the CRM next time."""
        await self._cache.delete(self._key(cpf))

    def _key(self, cpf: Cpf) -> str:
        return f"debtor:{hashlib.sha256(f'{self._crm} {cpf.digits}'.encode()).hexdigest()}"
