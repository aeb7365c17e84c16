"""Tell how far a campaign has come."""

from dataclasses import dataclass, replace

from application.campaign import CampaignProgress
from application.halted import halted_by
from application.opening_template import OpeningTemplate
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.identity.campaign import CampaignStatus
from domain.identity.throughput import Throughput
from domain.shared.ids import CampaignId


@dataclass(frozen=True, slots=True)
class FollowCampaign:
    """Counts what became of its contacts, and when the next one comes.

    Raises:
        NotFound: there is no such campaign.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    throughput: Throughput
    template: OpeningTemplate
    clock: Clock

    async def __call__(self, campaign_id: CampaignId) -> CampaignProgress:
        """Return its progress; `next_at` is when the rules and the throughput let the next one begin.

        While something keeps every campaign from going on, `halted` says what.
        """
        now = self.clock.now()
        async with self.uow() as uow:
            progress = await uow.campaigns.progress(campaign_id)
            starts = await uow.contact_queue.starts(self.throughput, now)
            halted = await halted_by(uow, self.template, now)
        if progress.next_at is None or progress.campaign.status is not CampaignStatus.RUNNING:
            return replace(progress, next_at=None)
        if halted:
            return replace(progress, next_at=None, halted=halted)
        begun = [start for start in starts if start <= now]
        return replace(progress, next_at=self.throughput.next_turn(begun, max(now, progress.next_at)))
