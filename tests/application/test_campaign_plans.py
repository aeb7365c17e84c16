"""The plan of a campaign over a real database: it agrees with the deed, and leaves no trace."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from application.contact_list import Listed
from domain.identity.campaign import CampaignStatus, ContactState
from domain.identity.contact_rule import ContactRule
from domain.shared.ids import TenantId
from tests.adapters.contracts.kept import an_agreement
from tests.application.office import MONDAY_NINE, Office, a_cpf, an_office, someone


async def test_planning_and_doing_agree_on_everybody(office: Office) -> None:
    plan = await office.container.plan_campaign()(office.list)
    campaign = await office.begins()

    # From turn to turn through the first two days; conversations end by silence before the next look.
    follow = office.container.follow_campaign()
    while (progress := await follow(campaign.id)).next_at is not None:
        office.clock.set(progress.next_at)
        await office.container.work_campaigns()()
        await office.ends()

    done = await office.became(campaign)
    planned = {
        row.row.line - 1: (
            row.refusal.rule if row.refusal else ContactState.OPENED,
            None if row.refusal else row.at,
        )
        for row in plan.rows
    }
    assert done == planned
    assert Counter(what for what, _ in done.values()) == {"opened": 38, "prescribed": 1, "frequency": 1}
    async with office.container.uow() as uow:
        assert (await uow.campaigns.get(campaign.id)).status is CampaignStatus.FINISHED


async def test_a_plan_leaves_no_trace(office: Office) -> None:
    await office.container.plan_campaign()(office.list)

    async with office.container.uow() as uow:
        assert await uow.campaigns.latest() == ()
        assert await uow.debtors.by_cpf(office.people[0].cpf) is None
        assert await uow.contact_queue.starts(office.container.throughput(), MONDAY_NINE) == ()


async def test_who_keeps_an_agreement_is_left_alone_in_the_plan_and_in_the_deed(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    office = an_office(engine, tenant, [someone(1, "31"), someone(2, "31")])
    opened = await office.container.open_conversation()(office.people[0].cpf)
    await office.ends()
    async with office.container.uow() as uow:
        negotiation = await uow.negotiations.get(opened.conversation_id)
        await uow.agreements.add(replace(an_agreement(negotiation), reached_at=office.clock.now()))
        await uow.commit()
    office.clock.advance(timedelta(days=1))

    plan = await office.container.plan_campaign()(office.list)
    campaign = await office.begins()
    await office.works()

    assert list(plan.by_rule) == [ContactRule.AGREEMENT_STANDS]
    assert [what for what, _ in (await office.became(campaign)).values()] == [
        ContactRule.AGREEMENT_STANDS,
        ContactState.OPENED,
    ]


async def test_a_long_list_is_asked_about_by_the_page_and_the_rest_one_by_one(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    people = [someone(number, "31") for number in range(1, 251)]
    office = an_office(engine, tenant, people)
    contacts = (*office.list, Listed(999, a_cpf(999)))

    plan = await office.container.plan_campaign()(contacts)

    assert len(plan.contacts) == 250
    assert [row.row.line for row in plan.by_rule[ContactRule.NOT_IN_CRM]] == [999]
    assert office.crm.asked == 1
