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
class NumberMoved:
    """WhatsApp told that whoever wrote from `left` writes from `to` now."""

    left: Phone
    to: Phone


@dataclass(frozen=True, slots=True)
class Debtor:
    """The aggregate of one person: who they are for the CRM and how WhatsApp knows them.

    `whatsapp_user_id` is the business-scoped id that stands in for a hidden phone, `moved` the last change of
    number that WhatsApp told of.
    """

    id: DebtorId
    record: DebtorRecord
    whatsapp_user_id: str | None = None
    version: int = 0
    moved: NumberMoved | None = None

    @property
    def first_name(self) -> str:
        """The first name, capitalised: all of the name that is ever used in the chat."""
        return self.record.name.split()[0].title()

    @property
    def whatsapp_phone(self) -> Phone:
        """The phone to write to: the CRM's, unless WhatsApp told that this very number moved to another."""
        moved = self.moved
        if moved is None or self.record.phone.digits not in moved.left.variants:
            return self.record.phone
        return moved.to

    def proves_identity(self, digits: str) -> bool:
        """Tell whether `digits`, three or more, open this debtor's CPF; in constant time."""
        return self.record.cpf.starts_with(digits)

    def refreshed(self, record: DebtorRecord) -> "Debtor":
        """Return this debtor as the CRM knows them now."""
        return replace(self, record=record)

    def known_on_whatsapp_as(self, user_id: str) -> "Debtor":
        """Return this debtor with the business-scoped id under which they wrote."""
        return replace(self, whatsapp_user_id=user_id)

    def moved_on_whatsapp(self, to: Phone | None, user_id: str | None) -> "Debtor":
        """Return this debtor under another number, or under another user id alone.

        A new number comes with a new user id, told or not: the old one is no longer theirs.
        """
        if to is None:
            return replace(self, whatsapp_user_id=user_id or self.whatsapp_user_id)
        return replace(self, whatsapp_user_id=user_id, moved=NumberMoved(self.record.phone, to))
