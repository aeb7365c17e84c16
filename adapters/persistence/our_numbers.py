"""The series of our-numbers."""

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.boleto_tables import given_numbers, number_series
from adapters.persistence.transaction import Transaction
from domain.payments.numbering import NumberSeries
from domain.shared.ids import AgreementId

# Before the first number of a series is given out.
_NONE = -1


class PostgresOurNumbers:
    """Implements OurNumbers."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def allot(self, agreement_id: AgreementId, count: int, series: NumberSeries) -> tuple[int, ...]:
        """Return the numbers of an agreement; the row of the series is the lock they are given under."""
        given = await self._given(agreement_id, series.name)
        if len(given) >= count:
            return given[:count]
        last = await self._lock(series.name)
        given = await self._given(agreement_id, series.name)
        missing = count - len(given)
        if missing <= 0:
            return given[:count]
        numbers = series.after(None if last == _NONE else last, missing)
        await self._give(agreement_id, series.name, len(given), numbers)
        return (*given, *numbers)

    async def _given(self, agreement_id: AgreementId, series: str) -> tuple[int, ...]:
        """Served by the primary key."""
        rows = await self._transaction.rows(
            select(given_numbers.c.number)
            .where(given_numbers.c.tenant_id == self._tenant_id)
            .where(given_numbers.c.series == series)
            .where(given_numbers.c.agreement_id == agreement_id)
            .order_by(given_numbers.c.position)
        )
        return tuple(row.number for row in rows)

    async def _lock(self, series: str) -> int:
        """Return the last number given; nobody else gives one before this transaction ends."""
        row = await self._transaction.row(
            postgresql.insert(number_series)
            .values(tenant_id=self._tenant_id, series=series, last=_NONE)
            .on_conflict_do_update(
                index_elements=["tenant_id", "series"], set_={"last": number_series.c.last}
            )
            .returning(number_series.c.last)
        )
        return int(row.last) if row else _NONE

    async def _give(self, agreement_id: AgreementId, series: str, already: int, numbers: range) -> None:
        await self._transaction.run(
            insert(given_numbers).values(
                [
                    {
                        "tenant_id": self._tenant_id,
                        "series": series,
                        "agreement_id": agreement_id,
                        "position": already + offset,
                        "number": number,
                    }
                    for offset, number in enumerate(numbers, start=1)
                ]
            )
        )
        await self._transaction.run(
            update(number_series)
            .where(number_series.c.tenant_id == self._tenant_id)
            .where(number_series.c.series == series)
            .values(last=numbers[-1])
        )
