"""Pause, resume or cancel a campaign."""

from collections.abc import Callable
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.identity.campaign import Campaign
from domain.shared.ids import CampaignId

type Move = Callable[[Campaign], Campaign]


@dataclass(frozen=True, slots=True)
class SteerCampaign:
    """Changes what becomes of those who wait; conversations that are open go on.

    Raises:
        NotFound: there is no such campaign.
        CampaignOver: it has ended.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, campaign_id: CampaignId, move: Move) -> None:
        """Move the campaign: `Campaign.paused`, `resumed` or `cancelled`."""
        async with self.uow() as uow:
            moved = move(await uow.campaigns.get(campaign_id))
            await uow.campaigns.save(moved, self.clock.now())
            await uow.commit()
