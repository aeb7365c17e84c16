"""Pause, resume or cancel a campaign."""

from collections.abc import Callable
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.identity.campaign import Campaign
from domain.shared.ids import CampaignId


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

    async def pause(self, campaign_id: CampaignId) -> None:
        """Contact nobody until it is resumed."""
        await self._move(campaign_id, Campaign.paused)

    async def resume(self, campaign_id: CampaignId) -> None:
        """Go on where it was."""
        await self._move(campaign_id, Campaign.resumed)

    async def cancel(self, campaign_id: CampaignId) -> None:
        """Contact nobody more, for good."""
        await self._move(campaign_id, Campaign.cancelled)

    async def _move(self, campaign_id: CampaignId, move: Callable[[Campaign], Campaign]) -> None:
        async with self.uow() as uow:
            moved = move(await uow.campaigns.get(campaign_id))
            await uow.campaigns.save(moved, self.clock.now())
            await uow.commit()
