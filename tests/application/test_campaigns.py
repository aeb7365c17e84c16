"""Campaigns over a real database: planning and doing agree, and nobody is contacted twice."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from adapters.crm.memory import MemoryCrm
from application.contact_list import Listed
from application.ports.crm import CrmUnavailable
from domain.identity.campaign import Campaign, CampaignStatus, ContactState
from domain.identity.contact_rule import ContactRule
from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.identity.states import time_zone_of
from domain.negotiation.events import EndReason
from domain.negotiation.negotiation import Status
from domain.shared.calendar import SAO_PAULO
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId, TenantId
from domain.shared.phone import Phone
from entrypoints.container import Container
from entrypoints.settings import load_settings
from tests.adapters.contracts.kept import an_agreement
from tests.application.engine_room import Channel

MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=SAO_PAULO)
MINUTE = timedelta(minutes=1)
DEBT = Debt(Decimal("100.00"), Decimal("100.00"), date(2025, 8, 10), "Lojas Aurora", "Cartão de loja")


class MoodyCrm(MemoryCrm):
    """A CRM that does not answer while it is `away`."""

    away = False
    asked = 0

    async def find_debtor(self, cpf: Cpf) -> DebtorRecord | None:
        """Find the debtor, or fail."""
        self.asked += 1
        if self.away:
            raise CrmUnavailable("fora do ar")
        return await super().find_debtor(cpf)


@dataclass(slots=True)
class Office:
    """A creditor with its debtors, a clock that moves on command, and a channel that accepts."""

    container: Container
    clock: VirtualClock
    crm: MoodyCrm
    people: list[DebtorRecord] = field(default_factory=list)

    @property
    def list(self) -> tuple[Listed, ...]:
        """Everybody."""
        return tuple(Listed(line, record.cpf) for line, record in enumerate(self.people, start=1))

    async def begins(self, contacts: Sequence[Listed] | None = None) -> Campaign:
        """A campaign with everybody, or with some."""
        return await self.container.start_campaign()(contacts or self.list)

    async def works(self, times: int = 1, *, step: timedelta = MINUTE) -> None:
        """Look at the queue, some times, with some time between."""
        for _ in range(times):
            await self.container.work_campaigns()()
            self.clock.advance(step)

    async def states(self, campaign: Campaign) -> Counter[ContactState]:
        """How many contacts are in each state."""
        async with self.container.uow() as uow:
            return Counter((await uow.campaigns.progress(campaign.id)).contacts)

    async def became(self, campaign: Campaign) -> dict[int, tuple[str, datetime | None]]:
        """What became of each contact: its state or rule, and the minute of those that were opened."""
        async with self.container.uow() as uow:
            contacts = await uow.campaigns.contacts(campaign.id, limit=1_000)
        return {
            each.place: (each.rule or each.state, each.at if each.state is ContactState.OPENED else None)
            for each in contacts
        }

    async def ends(self, reason: EndReason = EndReason.TIMED_OUT) -> None:
        """Every conversation that is open ends."""
        async with self.container.uow() as uow:
            for each in await uow.views.conversations(status="active", limit=200):
                negotiation = await uow.negotiations.get(each.id)
                over = replace(negotiation, status=Status.ABANDONED, end=reason)
                await uow.negotiations.save(over, (), self.clock.now())
            await uow.commit()


def a_cpf(number: int) -> Cpf:
    """A valid CPF of nobody."""
    base = f"{number:09d}"
    for _ in range(2):
        weighted = sum(
            int(digit) * weight for digit, weight in zip(reversed(base), range(2, 12), strict=False)
        )
        base += str(weighted * 10 % 11 % 10)
    return Cpf.parse(base)


def someone(number: int, area_code: str, **changes: object) -> DebtorRecord:
    """An invented debtor."""
    record = DebtorRecord(a_cpf(number), "Ana Lima", Phone(f"55{area_code}9{80000000 + number}"), (DEBT,))
    return replace(record, **changes)  # type: ignore[arg-type]


def an_office(
    engine: AsyncEngine, tenant: TenantId, people: Sequence[DebtorRecord], **contact: int
) -> Office:
    """Certobot with these debtors."""
    settings = load_settings({"CERTOBOT_WHATSAPP": "mock"})
    changed = msgspec.structs.replace(settings.contact, **contact)
    container = Container(settings=msgspec.structs.replace(settings, contact=changed))
    clock, crm = VirtualClock(MONDAY_NINE), MoodyCrm(people)
    container.tenant.override(tenant)
    container.engine.override(engine)
    container.clock.override(clock)
    container.crm.override(crm)
    container.messenger.override(Channel())
    return Office(container, clock, crm, list(people))


@pytest.fixture
def office(engine: AsyncEngine, tenant: TenantId) -> Office:
    """An office with people of five time zones, four a minute, thirty a day."""
    codes = ["11", "68", "92", "21", "31", "85", "81", "67"]
    people = [someone(number, codes[number % len(codes)]) for number in range(1, 41)]
    prescribed = replace(DEBT, due_date=date(2020, 1, 1))
    people[5] = replace(people[5], debts=(prescribed,))
    people[9] = replace(people[9], phone=people[8].phone)
    return an_office(engine, tenant, people, campaign_per_minute=4, daily_new_contacts=30)


async def test_planning_and_doing_agree_on_everybody(office: Office) -> None:
    plan = await office.container.plan_campaign()(office.list)
    campaign = await office.begins()

    # Minute by minute through the first two days; conversations end by silence before the next look.
    while office.clock.now() < MONDAY_NINE + timedelta(days=1, hours=3):
        await office.container.work_campaigns()()
        await office.ends()
        office.clock.advance(MINUTE if 8 <= office.clock.now().hour < 13 else timedelta(minutes=20))

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
        assert await uow.contact_queue.starts(MONDAY_NINE - timedelta(days=9)) == ()


async def test_no_first_message_leaves_outside_the_hours_of_who_reads_it(office: Office) -> None:
    office.clock.set(MONDAY_NINE - timedelta(hours=4))
    await office.begins()

    await office.works(40, step=timedelta(minutes=37))

    async with office.container.uow() as uow:
        conversations = await uow.views.conversations(limit=200)
        records = {each.id: await _record(office, each.id) for each in conversations}
    assert len(conversations) >= 30
    for each in conversations:
        record = records[each.id]
        local = each.opened_at.astimezone(time_zone_of(record.uf, record.phone))
        assert 9 <= local.hour < 18


async def _record(office: Office, conversation_id: ConversationId) -> DebtorRecord:
    async with office.container.uow() as uow:
        conversation = await uow.conversations.get(conversation_id)
        return (await uow.debtors.get(conversation.debtor_id)).record


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


async def test_the_caps_hold_across_campaigns_by_day_and_week_and_phone(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    ana, husband = someone(1, "31"), someone(2, "31")
    husband = replace(husband, phone=ana.phone)
    office = an_office(engine, tenant, [ana, husband])
    for days in range(14):
        office.clock.set(MONDAY_NINE + timedelta(days=days))
        await office.begins()
        await office.works()
        await office.ends()

    async with office.container.uow() as uow:
        opened = await uow.views.conversations(limit=200)
    written = sorted(each.opened_at.astimezone(SAO_PAULO).date() for each in opened)
    assert len(written) == len(set(written)) == 6
    for day in written:
        assert sum(timedelta() <= other - day < timedelta(days=7) for other in written) <= 3


async def test_what_a_killed_worker_had_taken_is_contacted_by_another(office: Office) -> None:
    campaign = await office.begins(office.list[2:5])
    async with office.container.uow() as uow:
        throughput = office.container.throughput()
        killed_with = await uow.contact_queue.take(
            throughput, office.clock.now(), office.clock.now() + 2 * MINUTE, 16
        )
        await uow.commit()
    assert len(killed_with) == 3

    await office.works(2)
    assert await office.states(campaign) == {ContactState.OPENING: 3}
    await office.works()

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
    await steer.pause(campaign.id)
    await office.works(5)
    assert (await office.states(campaign))[ContactState.OPENED] == opened > 0

    await steer.resume(campaign.id)
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


@pytest.mark.parametrize("seed", range(2))
async def test_whenever_somebody_gets_to_it_a_first_message_leaves_within_its_hours(
    office: Office, seed: int
) -> None:
    """Processes come and go at any hour; what they find due leaves only when it may."""
    chance = Random(seed)  # noqa: S311 -- a test that can be told again
    channel = office.container.messenger()
    waiting: list[ConversationId] = []
    for step in range(45):
        office.clock.advance(timedelta(minutes=chance.randrange(20, 14 * 60)))
        if step < 24 and step not in (5, 8, 9):
            opened = await office.container.open_conversation()(office.people[step].cpf)
            waiting.append(opened.conversation_id)
        for conversation_id in tuple(waiting):
            sent = len(channel.sent)
            await office.container.work_conversation()(conversation_id)
            if len(channel.sent) > sent:
                waiting.remove(conversation_id)
                record = await _record(office, conversation_id)
                local = office.clock.now().astimezone(time_zone_of(record.uf, record.phone))
                assert 9 <= local.hour < 18
                assert local.weekday() < 5
    assert len(channel.sent) == 21


async def test_a_message_that_is_late_waits_for_the_hours_again(office: Office) -> None:
    opened = await office.container.open_conversation()(office.people[7].cpf)
    hold = office.container.hold_to_contact_hours()
    tonight = MONDAY_NINE.replace(hour=21)

    assert opened.scheduled_for is None
    assert await hold(opened.conversation_id, MONDAY_NINE) is None
    assert await hold(opened.conversation_id, tonight) == MONDAY_NINE + timedelta(days=1)
    assert await hold(opened.conversation_id, tonight.astimezone(UTC)) == MONDAY_NINE + timedelta(days=1)


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

    await office.works()

    assert (await office.states(campaign)) == {ContactState.OPENED: 3}


async def test_progress_tells_when_the_next_one_comes(office: Office) -> None:
    campaign = await office.begins()
    follow = office.container.follow_campaign()
    assert (await follow(campaign.id)).next_at == MONDAY_NINE

    await office.works(step=timedelta(seconds=10))

    assert (await follow(campaign.id)).next_at == MONDAY_NINE + MINUTE
