"""The queue of campaigns over a real database: everybody in it is looked at, and nobody twice."""

import asyncio
from collections import Counter
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from application.contact_list import Listed
from domain.identity.campaign import Campaign, ContactState
from domain.identity.contact_rule import ContactRule
from domain.identity.throughput import Throughput
from domain.negotiation.events import EndReason
from domain.shared.ids import TenantId
from tests.application.office import MINUTE, MONDAY_NINE, Office, a_cpf, an_office, someone


async def test_many_workers_and_many_campaigns_contact_each_debtor_once(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    people = [someone(number, "31") for number in range(1, 31)]
    office = an_office(engine, tenant, people, campaign_per_minute=1_000, daily_new_contacts=1_000)
    campaigns = [await office.begins() for _ in range(3)]

    work = office.container.work_campaigns()
    await asyncio.gather(*(work() for _ in range(4)))
    await office.works(3)

    states = [await office.states(campaign) for campaign in campaigns]
    assert sum(states, Counter()) == {ContactState.OPENED: 30, ContactState.REFUSED: 60}
    async with office.container.uow() as uow:
        assert len(await uow.views.conversations(limit=200)) == 30


async def test_those_of_one_minute_are_contacted_one_after_the_other(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    people = [someone(number, "31") for number in range(1, 9)]
    office = an_office(engine, tenant, people, campaign_per_minute=60)
    campaign = await office.begins()

    opened: list[int] = []
    for _ in range(6):
        await office.works(step=timedelta(seconds=1))
        opened.append((await office.states(campaign))[ContactState.OPENED])

    assert opened == [1, 2, 3, 4, 5, 6]


async def test_what_a_killed_worker_had_taken_is_contacted_by_another(office: Office) -> None:
    campaign = await office.begins(office.list[2:5])
    async with office.container.uow() as uow:
        now, all_at_once = office.clock.now(), Throughput(6_000, 30)
        killed_with = await uow.contact_queue.take(all_at_once, now, now + 2 * MINUTE, 16)
        await uow.commit()
    assert len(killed_with) == 3

    await office.works(2)
    assert await office.states(campaign) == {ContactState.OPENING: 3}
    await office.works(3)

    assert await office.states(campaign) == {ContactState.OPENED: 3}
    async with office.container.uow() as uow:
        assert len(await uow.views.conversations()) == 3


async def test_a_crm_that_is_away_costs_time_and_nobody(engine: AsyncEngine, tenant: TenantId) -> None:
    office = an_office(engine, tenant, [someone(1, "31"), someone(2, "31")])
    campaign = await office.begins()
    office.crm.away = True
    await office.works(5)
    assert await office.states(campaign) == {ContactState.WAITING: 2}
    office.crm.away = False

    await office.works(10)

    assert await office.states(campaign) == {ContactState.OPENED: 2}


async def test_paused_nobody_is_contacted_and_resumed_it_goes_on(office: Office) -> None:
    campaign = await office.begins()
    steer = office.container.steer_campaign()
    await office.works()
    opened = (await office.states(campaign))[ContactState.OPENED]
    await steer(campaign.id, Campaign.paused)
    await office.works(5)
    assert (await office.states(campaign))[ContactState.OPENED] == opened > 0

    await steer(campaign.id, Campaign.resumed)
    await office.works()

    assert (await office.states(campaign))[ContactState.OPENED] > opened


async def test_who_opted_out_disputes_or_is_not_there_is_refused_by_name(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    people = [someone(number, "31") for number in range(1, 4)]
    office = an_office(engine, tenant, people)
    for record, reason in zip(
        people, (EndReason.OPTED_OUT, EndReason.DISPUTED, EndReason.WRONG_PERSON), strict=True
    ):
        await office.container.open_conversation()(record.cpf)
        await office.ends(reason)
    office.clock.advance(timedelta(days=8))
    campaign = await office.begins([*office.list, Listed(9, a_cpf(99))])

    await office.works()

    assert [what for what, _ in (await office.became(campaign)).values()] == [
        ContactRule.OPT_OUT,
        ContactRule.DISPUTED,
        ContactRule.WRONG_NUMBER,
        ContactRule.NOT_IN_CRM,
    ]


async def test_while_the_number_or_the_template_is_refused_nobody_is_contacted(office: Office) -> None:
    campaign = await office.begins(office.list[2:5])
    follow, now = office.container.follow_campaign(), office.clock.now()
    template = office.container.opening_template()
    async with office.container.uow() as uow:
        await uow.outbox.block_sender(now + MINUTE, "conta suspensa", now)
        await uow.templates.refused(template.name, template.language, "pausado", now)
        await uow.commit()

    assert "recusa o nosso número (conta suspensa)" in (await follow(campaign.id)).halted
    await office.works()
    assert "recusa o modelo" in (await follow(campaign.id)).halted
    await office.works()
    async with office.container.uow() as uow:
        await uow.templates.accepted(template.name, template.language)
        await uow.commit()
    assert (await office.states(campaign)) == {ContactState.WAITING: 3}

    await office.works(3)

    assert (await office.states(campaign)) == {ContactState.OPENED: 3}


async def test_progress_tells_when_the_next_one_comes(office: Office) -> None:
    campaign = await office.begins()
    follow = office.container.follow_campaign()
    assert (await follow(campaign.id)).next_at == MONDAY_NINE

    await office.works(step=timedelta(seconds=10))

    assert (await follow(campaign.id)).next_at == MONDAY_NINE + MINUTE / 4
