"""How the terminal tells of a campaign."""

from datetime import UTC, datetime
from uuid import UUID

from application.campaign import CampaignProgress
from domain.identity.campaign import Campaign, CampaignStatus, ContactState
from domain.shared.ids import CampaignId
from entrypoints.commands.campaign_text import campaign_text


def test_a_cancelled_campaign_says_how_many_it_leaves_alone() -> None:
    began = datetime(2026, 11, 20, 12, tzinfo=UTC)
    campaign = Campaign(CampaignId(UUID(int=1)), "Novembro", began, CampaignStatus.CANCELLED)
    contacts = {ContactState.OPENED: 36, ContactState.CANCELLED: 24}
    told = campaign_text(CampaignProgress(campaign, contacts, {})).splitlines()
    assert told[1:] == ["  36 de 60: 36 abertas, 0 recusadas", "  24 já não serão procuradas"]
