"""What the bank knows of our boletos, and what it must still be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from domain.payments.boleto import Boleto
from domain.payments.document import PaymentDocument
from domain.payments.registration import Registration
from domain.shared.ids import AgreementId

Errand = Literal["register", "cancel"]


@dataclass(frozen=True, slots=True)
class KnownBoleto:
    """A boleto as it was issued, in the state that the bank last told."""

    agreement_id: AgreementId
    installment: int
    boleto: Boleto


@dataclass(frozen=True, slots=True)
class Remittance:
    """A file that tells a bank of `boletos` boletos; `number` counts all files of the tenant from 1."""

    number: int
    bank: str
    written_on: date
    boletos: int
    file_name: str
    content: bytes


class Registrations(Protocol):
    """Follows the boletos of one tenant until their bank knows them. A bank is its three-digit code."""

    async def put(
        self, agreement_id: AgreementId, documents: Sequence[PaymentDocument], now: datetime
    ) -> None:
        """Keep that the bank must be told of these boletos; keeping them again changes nothing."""

    async def cancel(self, bank: str, nosso_numero: str, now: datetime) -> None:
        """Keep that a boleto must not be paid any more; the bank is told, if it knows the boleto."""

    async def states(self, agreement_id: AgreementId) -> Mapping[str, Registration]:
        """Return the state of each boleto of an agreement, by its `nosso_numero` as printed."""

    async def take(
        self, bank: str, errands: Sequence[Errand], most: int
    ) -> tuple[tuple[Errand, KnownBoleto], ...]:
        """Return what the bank must be told, by our-number; nobody else takes it meanwhile."""

    async def next_number(self) -> int:
        """Return the number of the next remittance; nobody else is given it before this transaction ends."""

    async def sent(self, remittance: Remittance, told: Sequence[KnownBoleto], now: datetime) -> None:
        """Keep a remittance, and that the bank has been told of these boletos."""

    async def remittance(self, number: int | None = None) -> Remittance | None:
        """Return a remittance as it was written: that with `number`, or the last."""

    async def with_sequence(self, bank: str, sequence: int) -> tuple[KnownBoleto, ...]:
        """Return the boletos that a bank may mean by a number; more than one when it has several wallets."""

    async def tell(
        self, bank: str, nosso_numero: str, state: Registration, reason: str | None, now: datetime
    ) -> bool:
        """Keep what the bank told, unless more is known already; tell whether it was news."""

    async def ask_again(self, bank: str, now: datetime) -> int:
        """Put the rejected boletos of a bank into the next remittance; return how many."""
