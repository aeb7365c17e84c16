"""The promise of the Campaigns port."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.campaign import CampaignProgress
from application.contact_list import Listed
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.identity.campaign import Campaign, CampaignStatus, ContactState
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.identity.throughput import Throughput
from domain.shared.ids import CampaignId
from tests.adapters.contracts.kept import CPF, MINUTE, NOW, OTHER_CPF, an_id

BAD_ROW = Listed(3, None, MustNotContact(ContactRule.INVALID_CPF, detail="falta o CPF"))
LIST = (Listed(2, CPF), BAD_ROW, Listed(4, OTHER_CPF))
FAST = Throughput(60, 250)


def a_campaign(name: str = "Novembro") -> Campaign:
    """A campaign nobody has kept yet."""
    return Campaign(CampaignId(an_id()), name, NOW)


async def kept(
    uow_factory: UnitOfWorkFactory, campaign: Campaign, contacts: tuple[Listed, ...] = LIST
) -> None:
    """The campaign, kept with its list."""
    async with uow_factory() as uow:
        assert await uow.campaigns.add(campaign, contacts)
        await uow.commit()


async def test_a_new_campaign_runs_and_everybody_with_a_cpf_waits(uow_factory: UnitOfWorkFactory) -> None:
    campaign = a_campaign()
    await kept(uow_factory, campaign)

    async with uow_factory() as uow:
        assert await uow.campaigns.get(campaign.id) == campaign
        progress = await uow.campaigns.progress(campaign.id)
    assert progress == CampaignProgress(
        campaign,
        {ContactState.WAITING: 2, ContactState.REFUSED: 1},
        {ContactRule.INVALID_CPF: 1},
        next_at=NOW,
    )
    assert progress.total == 3


async def test_the_same_id_again_changes_nothing(uow_factory: UnitOfWorkFactory) -> None:
    campaign = a_campaign()
    await kept(uow_factory, campaign)

    async with uow_factory() as uow:
        assert not await uow.campaigns.add(replace(campaign, name="Outra"), LIST[:1])
        await uow.commit()
    async with uow_factory() as uow:
        assert (await uow.campaigns.get(campaign.id)).name == "Novembro"
        assert (await uow.campaigns.progress(campaign.id)).total == 3


async def test_contacts_come_in_the_order_of_the_list_and_page_by_page(
    uow_factory: UnitOfWorkFactory,
) -> None:
    campaign = a_campaign()
    await kept(uow_factory, campaign)

    async with uow_factory() as uow:
        first, second = await uow.campaigns.contacts(campaign.id, limit=2)
        (third,) = await uow.campaigns.contacts(campaign.id, after=second.place)
        (refused,) = await uow.campaigns.contacts(campaign.id, state=ContactState.REFUSED)
        assert await uow.campaigns.contacts(campaign.id, after=third.place) == ()
    assert [each.line for each in (first, second, third)] == [2, 3, 4]
    assert (first.cpf_masked, first.state, first.at) == (CPF.masked, ContactState.WAITING, NOW)
    assert refused == second
    assert (second.cpf_masked, second.rule) == ("", ContactRule.INVALID_CPF)
    assert second.explanation == "O CPF não é válido. (falta o CPF)"


async def test_a_cancelled_campaign_cancels_who_waits_and_nobody_else(uow_factory: UnitOfWorkFactory) -> None:
    campaign = a_campaign()
    await kept(uow_factory, campaign)
    later = NOW + MINUTE
    async with uow_factory() as uow:
        (taken,) = await uow.contact_queue.take(FAST, NOW, later, 1)
        await uow.campaigns.save(campaign.cancelled(), later)
        await uow.commit()

    async with uow_factory() as uow:
        progress = await uow.campaigns.progress(campaign.id)
        contacts = await uow.campaigns.contacts(campaign.id)
        await uow.contact_queue.refused(taken, MustNotContact(ContactRule.OPT_OUT), later)
        assert await uow.campaigns.progress(campaign.id) == progress
    assert progress.campaign.status is CampaignStatus.CANCELLED
    assert progress.contacts == {ContactState.CANCELLED: 2, ContactState.REFUSED: 1}
    assert [each.at for each in contacts] == [later, NOW, later]


async def test_the_latest_campaigns_come_first(uow_factory: UnitOfWorkFactory) -> None:
    older, newer = a_campaign("Outubro"), replace(a_campaign(), created_at=NOW + timedelta(days=1))
    for campaign in (older, newer):
        await kept(uow_factory, campaign)

    async with uow_factory() as uow:
        assert await uow.campaigns.latest() == (newer, older)
        assert await uow.campaigns.latest(limit=1) == (newer,)
        assert await uow.campaigns.latest(before=newer.created_at) == (older,)


async def test_a_campaign_that_is_not_there_is_not_found(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        for missing in (uow.campaigns.get, uow.campaigns.progress):
            with pytest.raises(NotFound):
                await missing(CampaignId(an_id()))
        assert await uow.campaigns.latest() == ()
