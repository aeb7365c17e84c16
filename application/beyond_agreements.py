"""What there is to talk about with a debtor beyond their agreements: asked when planning and when doing."""

from datetime import datetime

from application.ports.unit_of_work import UnitOfWork
from application.renegotiate import Renegotiate, Stake
from domain.identity.contact import ContactRules, collectable_debts
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.shared.calendar import business_date
from domain.shared.ids import DebtorId


async def beyond_agreements(
    uow: UnitOfWork,
    renegotiate: Renegotiate,
    rules: ContactRules,
    debtor_id: DebtorId,
    record: DebtorRecord,
    now: datetime,
) -> Stake | DebtorRecord | MustNotContact:
    """Return what is left of an agreement that broke, else the debtor with what no agreement is about.

    When agreements are about all that could be collected, the contact is forbidden.
    """
    today = business_date(now)
    left = await renegotiate.of_debtor(uow, debtor_id, record, today)
    if isinstance(left, Stake) or left.debts == record.debts:
        return left
    if not collectable_debts(left, rules, today):
        return MustNotContact(ContactRule.AGREEMENT_STANDS)
    return left
