"""What banks know of boletos, and the files that told them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, case, insert, select, update
from sqlalchemy.dialects import postgresql

from adapters.persistence.boleto_tables import boleto_registrations as registrations
from adapters.persistence.boleto_tables import number_series, remittances
from adapters.persistence.transaction import Transaction
from application.ports.registrations import Errand, KnownBoleto, Remittance
from domain.payments.boleto import Boleto
from domain.payments.document import PaymentDocument
from domain.payments.registration import Registration, came_before
from domain.shared.ids import AgreementId

_REMITTANCES = "remessa"


class PostgresRegistrations:
    """Implements Registrations."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def put(
        self, agreement_id: AgreementId, documents: Sequence[PaymentDocument], now: datetime
    ) -> None:
        """Keep that the bank must be told of these boletos; keeping them again changes nothing."""
        if not documents:
            return
        await self._transaction.run(
            postgresql.insert(registrations)
            .values([self._row(agreement_id, document, now) for document in documents])
            .on_conflict_do_nothing()
        )

    async def cancel(self, bank: str, nosso_numero: str, now: datetime) -> None:
        """Keep that a boleto must not be paid any more."""
        await self._transaction.run(
            self._change(bank, nosso_numero)
            .where(registrations.c.state.in_(came_before("cancelled")))
            .values(
                state="cancelled",
                # Of what it was never told the bank has nothing to forget.
                errand=case((registrations.c.state.in_(("sent", "registered")), "cancel"), else_=None),
                changed_at=now,
            )
        )

    async def states(self, agreement_id: AgreementId) -> Mapping[str, Registration]:
        """Return the state of each boleto of an agreement; served by ix_boleto_registrations_agreement."""
        rows = await self._transaction.rows(
            select(registrations.c.nosso_numero, registrations.c.state)
            .where(registrations.c.tenant_id == self._tenant_id)
            .where(registrations.c.agreement_id == agreement_id)
        )
        return {row.nosso_numero: row.state for row in rows}

    async def take(
        self, bank: str, errands: Sequence[Errand], most: int
    ) -> tuple[tuple[Errand, KnownBoleto], ...]:
        """Return what the bank must be told; served by ix_boleto_registrations_errand."""
        rows = await self._transaction.rows(
            select(registrations)
            .where(registrations.c.tenant_id == self._tenant_id)
            .where(registrations.c.bank == bank)
            .where(registrations.c.errand.is_not(None))
            .where(registrations.c.errand.in_(errands))
            .order_by(registrations.c.sequence)
            .limit(most)
            .with_for_update()
        )
        return tuple((row.errand, _known(row)) for row in rows)

    async def next_number(self) -> int:
        """Return the number of the next remittance; its row is the lock that they are written under."""
        row = await self._transaction.row(
            postgresql.insert(number_series)
            .values(tenant_id=self._tenant_id, series=_REMITTANCES, last=1)
            .on_conflict_do_update(
                index_elements=["series", "tenant_id"], set_={"last": number_series.c.last + 1}
            )
            .returning(number_series.c.last)
        )
        return int(row.last) if row else 1

    async def sent(self, remittance: Remittance, told: Sequence[KnownBoleto], now: datetime) -> None:
        """Keep a remittance, and that the bank has been told of these boletos."""
        await self._transaction.run(
            insert(remittances).values(tenant_id=self._tenant_id, **asdict(remittance))
        )
        await self._transaction.run(
            update(registrations)
            .where(registrations.c.tenant_id == self._tenant_id)
            .where(registrations.c.bank == remittance.bank)
            .where(registrations.c.nosso_numero.in_([known.boleto.nosso_numero for known in told]))
            .values(
                state=case((registrations.c.errand == "register", "sent"), else_=registrations.c.state),
                errand=None,
                reason=None,
                remittance=remittance.number,
                changed_at=now,
            )
        )

    async def remittance(self, number: int | None = None) -> Remittance | None:
        """Return a remittance as it was written; served by the primary key."""
        query = select(remittances).where(remittances.c.tenant_id == self._tenant_id)
        if number is not None:
            query = query.where(remittances.c.number == number)
        row = await self._transaction.row(query.order_by(remittances.c.number.desc()).limit(1))
        if row is None:
            return None
        return Remittance(
            row.number, row.bank, row.written_on, row.boletos, row.file_name, bytes(row.content)
        )

    async def with_sequence(self, bank: str, sequence: int) -> tuple[KnownBoleto, ...]:
        """Return the boletos a number may mean; served by ix_boleto_registrations_sequence."""
        rows = await self._transaction.rows(
            select(registrations)
            .where(registrations.c.tenant_id == self._tenant_id)
            .where(registrations.c.bank == bank)
            .where(registrations.c.sequence == sequence)
        )
        return tuple(_known(row) for row in rows)

    async def tell(
        self, bank: str, nosso_numero: str, state: Registration, reason: str | None, now: datetime
    ) -> bool:
        """Keep what the bank told, unless more is known already; tell whether it was news."""
        change = self._change(bank, nosso_numero).where(registrations.c.state.in_(came_before(state)))
        if state == "rejected":
            # An old refusal, read once more, is not of what waits to be asked again.
            change = change.where(registrations.c.errand.is_(None))
        changed = await self._transaction.run(
            change.values(
                state=state,
                reason=reason,
                errand=case((registrations.c.errand == "register", None), else_=registrations.c.errand),
                changed_at=now,
            )
        )
        return bool(changed)

    async def ask_again(self, bank: str, now: datetime) -> int:
        """Put what a bank rejected into the next remittance; served by ix_boleto_registrations_rejected."""
        return await self._transaction.run(
            update(registrations)
            .where(registrations.c.tenant_id == self._tenant_id)
            .where(registrations.c.bank == bank)
            .where(registrations.c.state == "rejected")
            .values(state="unregistered", errand="register", changed_at=now)
        )

    def _change(self, bank: str, nosso_numero: str) -> Any:  # noqa: ANN401 -- SQLAlchemy's own builder
        return (
            update(registrations)
            .where(registrations.c.tenant_id == self._tenant_id)
            .where(registrations.c.bank == bank)
            .where(registrations.c.nosso_numero == nosso_numero)
        )

    def _row(self, agreement_id: AgreementId, document: PaymentDocument, now: datetime) -> dict[str, Any]:
        boleto = document.boleto
        return {
            "tenant_id": self._tenant_id,
            "bank": boleto.bank_code,
            "nosso_numero": boleto.nosso_numero,
            "agreement_id": agreement_id,
            "installment": document.installment,
            "sequence": boleto.sequence,
            "boleto": msgspec.to_builtins(boleto),
            "state": "unregistered",
            "errand": "register",
            "changed_at": now,
        }


def _known(row: Row[Any]) -> KnownBoleto:
    boleto = replace(msgspec.convert(row.boleto, Boleto), registration=row.state)
    return KnownBoleto(AgreementId(row.agreement_id), row.installment, boleto)
