"""Have documents that stand no more be forgotten by whoever issued them."""

import logging
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.payment_issuer import IssueRejected, IssuerUnavailable, PaymentIssuer
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import AgreementId

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WithdrawDocuments:
    """Cancels, at their issuer, the documents whose place another took; each until the issuer knows.

    One that the issuer will not cancel is logged for a person and not asked about again.

    Raises:
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    issuer: PaymentIssuer
    clock: Clock

    async def __call__(self, agreement_id: AgreementId) -> bool:
        """Tell whether nothing is left to be cancelled."""
        async with self.uow() as uow:
            cancelled = await uow.second_copies.to_withdraw(agreement_id)
        for kept in cancelled:
            try:
                await self.issuer.cancel(kept.document)
            except IssuerUnavailable:
                return False
            except IssueRejected as rejected:
                extra = {"agreement": str(agreement_id), "reason": rejected.reason}
                log.error("document not cancelled by its issuer", extra=extra)
            async with self.uow() as uow:
                await uow.second_copies.withdrawn(agreement_id, kept.position, self.clock.now())
                await uow.commit()
        return True
