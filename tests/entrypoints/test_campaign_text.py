"""How the terminal tells of a campaign."""

from datetime import UTC, datetime
from uuid import UUID

from application.campaign import CampaignProgress
from domain.identity.campaign import Campaign, CampaignStatus, ContactState
from domain.shared.ids import CampaignId
from entrypoints.campaign_report import PlanBody
from entrypoints.commands.campaign_text import campaign_text, plan_text


def test_a_cancelled_campaign_says_how_many_it_leaves_alone() -> None:
    began = datetime(2026, 11, 20, 12, tzinfo=UTC)
    campaign = Campaign(CampaignId(UUID(int=1)), "Novembro", began, CampaignStatus.CANCELLED)
    contacts = {ContactState.OPENED: 36, ContactState.CANCELLED: 24}
    told = campaign_text(CampaignProgress(campaign, contacts, {})).splitlines()
    assert told[1:] == ["  36 de 60: 36 abertas, 0 recusadas", "  24 já não serão procuradas"]


def test_one_is_told_as_one() -> None:
    began = datetime(2026, 11, 20, 12, tzinfo=UTC)
    campaign = Campaign(CampaignId(UUID(int=1)), "Novembro", began, CampaignStatus.CANCELLED)
    contacts = {ContactState.OPENED: 1, ContactState.REFUSED: 1, ContactState.CANCELLED: 1}
    told = campaign_text(CampaignProgress(campaign, contacts, {})).splitlines()
    assert told[1:] == ["  2 de 3: 1 aberta, 1 recusada", "  1 já não será procurada"]
    plan = PlanBody(
        dry_run=True,
        at=began,
        per_minute=60,
        per_day=250,
        total=1,
        contacts=1,
        refused=0,
        first_at=began,
        last_at=began,
        days=(),
        refusals=(),
        bad_rows=(),
        others_waiting=1,
    )
    assert plan_text(plan).splitlines()[-1] == (
        "Há 1 contato à espera em outras campanhas, que vem antes e não entra nesta conta."
    )
