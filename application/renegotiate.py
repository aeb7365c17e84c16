"""What a debtor whose agreement broke may negotiate: what is left of it, and no second discount."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from application.assess_agreement import AssessAgreement, Standing
from application.ports.unit_of_work import UnitOfWork
from domain.identity.debtor import DebtorRecord
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.policy import Policy
from domain.shared.calendar import business_date
from domain.shared.ids import AgreementId, DebtorId


@dataclass(frozen=True, slots=True)
class Stake:
    """What a new conversation is about, and under which policy; it may renegotiate a broken agreement."""

    debt: DebtAtStake
    policy: Policy
    renegotiates: AgreementId | None = None


@dataclass(frozen=True, slots=True)
class Renegotiate:
    """Finds the stake of a new negotiation after a broken agreement.

    What was paid counts, what the agreement had forgiven stays forgiven, and being late costs what the policy
    says of late payments: nothing worse than that. Nor does breaking agreements lower the least that the debt
    may cost, however often it happens.
    """

    assess: AssessAgreement
    policy: Policy

    async def __call__(
        self, uow: UnitOfWork, agreement_id: AgreementId, debt: DebtAtStake, today: date
    ) -> Stake | None:
        """Return what is left of the agreement, `debt` being what it was about; None unless it is broken."""
        standing = await self.assess(uow, agreement_id, today)
        if standing.status is not AgreementStatus.BROKEN:
            return None
        balance = standing.account.remaining
        original, paid = await self._from_the_start(uow, standing, today)
        return Stake(
            replace(debt, balance=balance),
            self.policy.renegotiating(original, paid, balance),
            agreement_id,
        )

    async def of_debtor(
        self, uow: UnitOfWork, debtor_id: DebtorId, record: DebtorRecord, today: date
    ) -> Stake | DebtorRecord:
        """Return what is left of the agreement that broke, if one did, else what no agreement is about.

        A debt that an agreement was reached about is negotiated no more, whatever the CRM says of it, unless
        that agreement broke; a debt that is younger than the agreement is another one.
        """
        for agreement in await uow.agreements.of_debtor(debtor_id):
            debt = (await uow.negotiations.get(agreement.conversation_id)).debt
            if agreement.status is not AgreementStatus.RENEGOTIATED:
                stake = await self(uow, agreement.id, debt, today)
                if stake is not None:
                    return stake
            since = business_date(agreement.reached_at)
            others = [
                each for each in record.debts if each.creditor != debt.creditor or each.due_date > since
            ]
            record = replace(record, debts=tuple(others))
        return record

    async def _from_the_start(
        self, uow: UnitOfWork, standing: Standing, today: date
    ) -> tuple[Decimal, Decimal]:
        """Return what was owed before the first of these agreements, and all that was paid since."""
        paid = standing.account.paid
        while standing.agreement.renegotiates is not None:
            standing = await self.assess(uow, standing.agreement.renegotiates, today)
            paid += standing.account.paid
        return standing.agreement.original_amount, paid
