"""Where campaigns are kept, and what people may see of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from application.campaign import CampaignContact, CampaignProgress
from application.contact_list import Listed
from domain.identity.campaign import Campaign, ContactState
from domain.shared.ids import CampaignId


class Campaigns(Protocol):
    """Keeps the campaigns of one tenant, each with its list. Every answer is bounded."""

    async def add(self, campaign: Campaign, contacts: Sequence[Listed]) -> bool:
        """Keep a campaign; its contacts wait from its beginning on, rows without a CPF are refused already.

        False when there is one with this id: then nothing changes.
        """

    async def get(self, campaign_id: CampaignId) -> Campaign:
        """Return a campaign that is known to exist, and let nobody else change it in this transaction.

        Raises:
            NotFound: there is none with this id.
        """

    async def save(self, campaign: Campaign, now: datetime) -> None:
        """Replace its status; the contacts of a cancelled one that were not opened are cancelled too."""

    async def progress(self, campaign_id: CampaignId) -> CampaignProgress:
        """Return how far it has come.

        Raises:
            NotFound: there is none with this id.
        """

    async def latest(self, *, limit: int = 50, before: datetime | None = None) -> tuple[Campaign, ...]:
        """Return campaigns, the latest first, created before `before`."""

    async def contacts(
        self,
        campaign_id: CampaignId,
        *,
        after: int = -1,
        limit: int = 100,
        state: ContactState | None = None,
    ) -> tuple[CampaignContact, ...]:
        """Return contacts of a campaign in the order of its list, those with a place after `after`."""
