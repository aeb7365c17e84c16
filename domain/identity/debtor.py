"""The person who owes."""

from dataclasses import dataclass, field, replace

from domain.identity.debt import Debt
from domain.shared.cpf import Cpf
from domain.shared.ids import DebtorId
from domain.shared.phone import Phone


@dataclass(frozen=True, slots=True)
class DebtorRecord:
    """A debtor as the creditor's CRM knows them; `uf` is the two-letter state, when known."""

    cpf: Cpf
    name: str = field(repr=False)
    phone: Phone
    debts: tuple[Debt, ...]
    email: str | None = field(default=None, repr=False)
    uf: str | None = None


@dataclass(frozen=True, slots=True)
class Debtor:
    """The aggregate of one person: who they are for the CRM and how WhatsApp knows them.

    `whatsapp_user_id` is the business-scoped id that stands in for a hidden phone.
    """

    id: DebtorId
    record: DebtorRecord
    whatsapp_user_id: str | None = None
    version: int = 0

    @property
    def first_name(self) -> str:
        """The first name, capitalised: all of the name that is ever used in the chat."""
        return self.record.name.split()[0].title()

    def proves_identity(self, digits: str) -> bool:
        """Tell whether `digits`, three or more, open this debtor's CPF; in constant time."""
        return self.record.cpf.starts_with(digits)

    def refreshed(self, record: DebtorRecord) -> "Debtor":
        """Return this debtor as the CRM knows them now."""
        return replace(self, record=record)

    def known_on_whatsapp_as(self, user_id: str) -> "Debtor":
        """Return this debtor with the business-scoped id under which they wrote."""
        return replace(self, whatsapp_user_id=user_id)
