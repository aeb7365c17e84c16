"""Find the debtor of a CPF in the CRM, complete enough to be contacted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from application.ports.crm import Crm, CrmRejected, CrmUnavailable, RecordUnusable
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf

# Which rule the field at fault breaks; any other field breaks the record.
_RULE_OF_FIELD: Mapping[str, ContactRule] = {
    "name": ContactRule.MISSING_NAME,
    "phone": ContactRule.INVALID_PHONE,
    "debt_amount": ContactRule.INVALID_AMOUNT,
    "original_amount": ContactRule.INVALID_AMOUNT,
    "creditor": ContactRule.MISSING_CREDITOR,
    "due_date": ContactRule.INVALID_DUE_DATE,
}


# A CRM with many more debtors than the list is not read to its end for it.
_LISTED_FOR_EACH = 2


@dataclass(frozen=True, slots=True)
class FindDebtor:
    """Asks the CRM; what it lacks is a rule that forbids the contact.

    Raises:
        CrmUnavailable: try again.
        CrmRejected: the CRM will not tell.
    """

    crm: Crm

    async def __call__(self, cpf: Cpf) -> DebtorRecord | MustNotContact:
        """Return the record, or why nobody can be contacted."""
        try:
            record = await self.crm.find_debtor(cpf)
        except RecordUnusable as unusable:
            rule = _RULE_OF_FIELD.get(unusable.field, ContactRule.INVALID_RECORD)
            return MustNotContact(rule, detail=unusable.fault)
        return record or MustNotContact(ContactRule.NOT_IN_CRM)

    async def listed(self, cpfs: Collection[Cpf]) -> Mapping[Cpf, DebtorRecord]:
        """Return those of `cpfs` whom the CRM tells of by the page: a hundredth of the requests.

        Whoever is not among them is asked about alone; a CRM that lists nobody tells of nobody.
        """
        try:
            listed = await self.crm.list_debtors(limit=_LISTED_FOR_EACH * len(cpfs))
        except (CrmRejected, CrmUnavailable):
            return {}
        return {record.cpf: record for record in listed if record.cpf in cpfs}
