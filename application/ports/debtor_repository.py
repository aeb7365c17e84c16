"""Where debtors are kept."""

from collections.abc import Sequence
from typing import Protocol

from domain.identity.contact import ContactHistory
from domain.identity.debtor import Debtor, DebtorRecord
from domain.shared.cpf import Cpf
from domain.shared.ids import DebtorId, MessageId


class DebtorRepository(Protocol):
    """Keeps the debtors of one tenant, with their debts."""

    async def get(self, debtor_id: DebtorId) -> Debtor:
        """Return a debtor that is known to exist.

        Raises:
            NotFound: there is none with this id.
        """

    async def by_cpf(self, cpf: Cpf) -> Debtor | None:
        """Return the debtor with this CPF, if any."""

    async def save(self, debtor: Debtor) -> None:
        """Insert a debtor of version 0, or replace the stored one of the same version; debts included.

        Raises:
            StaleAggregate: somebody saved it since it was read.
        """

    async def contact_histories(
        self, people: Sequence[DebtorRecord], leaving: MessageId | None = None
    ) -> dict[Cpf, ContactHistory]:
        """Return of each what past conversations tell about contacting them, on the phone that they have now.

        Whoever shares the phone counts for all that is said on it. The message `leaving` is no contact yet.
        """
