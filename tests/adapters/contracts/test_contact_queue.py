"""The promise of the ContactQueue port."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.unit_of_work import PostgresUnitOfWork
from application.campaign import QueuedContact
from application.contact_list import Listed
from application.ports.negotiation_repository import StaleAggregate
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.identity.campaign import Campaign, CampaignStatus, ContactState
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.identity.throughput import Throughput
from domain.messaging.contact import Contact
from domain.shared.cpf import Cpf
from domain.shared.ids import CampaignId, ConversationId, TenantId
from tests.adapters.contracts.kept import MINUTE, NOW, PHONE, SECOND, an_id

FAST = Throughput(6_000, 250)
OPT_OUT = MustNotContact(ContactRule.OPT_OUT)


async def a_campaign(uow_factory: UnitOfWorkFactory, people: int, at: datetime = NOW) -> Campaign:
    """A running campaign with so many people."""
    campaign = Campaign(CampaignId(an_id()), "Novembro", at)
    contacts = [Listed(place + 1, Cpf(f"{place:011d}")) for place in range(people)]
    async with uow_factory() as uow:
        assert await uow.campaigns.add(campaign, contacts)
        await uow.commit()
    return campaign


async def takes(
    uow_factory: UnitOfWorkFactory, most: int = 16, *, at: datetime = NOW, throughput: Throughput = FAST
) -> tuple[QueuedContact, ...]:
    """What one process takes."""
    async with uow_factory() as uow:
        taken = await uow.contact_queue.take(throughput, at, at + MINUTE, most)
        await uow.commit()
    return taken


async def opened(
    uow_factory: UnitOfWorkFactory, contacts: Sequence[QueuedContact], at: datetime = NOW
) -> None:
    """The contacts' conversations are open."""
    async with uow_factory() as uow:
        for contact in contacts:
            await uow.contact_queue.opened(contact, ConversationId(an_id()), at)
            await uow.contact_queue.count_start(at)
        await uow.commit()


async def counts(uow: UnitOfWork, campaign: Campaign) -> dict[ContactState, int]:
    """How many contacts are in each state."""
    return dict((await uow.campaigns.progress(campaign.id)).contacts)


async def test_contacts_are_taken_in_the_order_of_the_list_and_of_the_campaigns(
    uow_factory: UnitOfWorkFactory,
) -> None:
    newer = await a_campaign(uow_factory, 2, at=NOW + SECOND)
    older = await a_campaign(uow_factory, 2)

    taken = await takes(uow_factory, 3, at=NOW + MINUTE)

    assert sorted((each.campaign_id == newer.id, each.place) for each in taken) == [
        (False, 0),
        (False, 1),
        (True, 0),
    ]
    assert {each.campaign_id for each in taken} == {older.id, newer.id}


async def test_what_is_taken_is_taken_by_nobody_else(uow_factory: UnitOfWorkFactory) -> None:
    await a_campaign(uow_factory, 3)

    first, second, third = [await takes(uow_factory, 2) for _ in range(3)]

    assert [each.place for each in (*first, *second)] == [0, 1, 2]
    assert third == ()


async def test_many_who_take_at_once_never_take_one_twice_nor_more_than_may_begin(
    uow_factory: UnitOfWorkFactory,
) -> None:
    await a_campaign(uow_factory, 40)

    taken: list[QueuedContact] = []
    for _ in range(6):
        for each in await asyncio.gather(
            *(takes(uow_factory, 4, throughput=Throughput(600, 250)) for _ in range(6))
        ):
            taken.extend(each)

    assert sorted(each.place for each in taken) == list(range(10))


async def test_what_was_begun_in_this_minute_or_day_leaves_less_room(uow_factory: UnitOfWorkFactory) -> None:
    await a_campaign(uow_factory, 9)
    slow = Throughput(2, 3)
    for halves in range(3):
        at = NOW + halves * MINUTE / 2
        (one,) = await takes(uow_factory, at=at, throughput=slow)
        await opened(uow_factory, [one], at)
        assert await takes(uow_factory, at=at + MINUTE / 4, throughput=slow) == ()

    assert await takes(uow_factory, at=NOW + timedelta(hours=23), throughput=slow) == ()
    assert len(await takes(uow_factory, at=NOW + timedelta(hours=24), throughput=slow)) == 1


async def test_the_latest_starts_are_known_by_their_moments_and_older_ones_by_their_minutes(
    uow_factory: UnitOfWorkFactory,
) -> None:
    seconds = (0.25, 7.5, 59)
    async with uow_factory() as uow:
        for second in reversed(seconds):
            await uow.contact_queue.count_start(NOW + second * SECOND)
        await uow.commit()
    async with uow_factory() as uow:
        assert await uow.contact_queue.starts(FAST, NOW + MINUTE) == tuple(
            NOW + second * SECOND for second in seconds
        )
        assert await uow.contact_queue.starts(FAST, NOW + 9 * MINUTE) == (NOW,) * 3


async def test_what_is_scheduled_for_later_takes_no_room_now(uow_factory: UnitOfWorkFactory) -> None:
    await a_campaign(uow_factory, 3)
    async with uow_factory() as uow:
        for _ in range(2):
            await uow.contact_queue.count_start(NOW + timedelta(hours=9))
        await uow.commit()
        assert await uow.contact_queue.starts(FAST, NOW) == (NOW + timedelta(hours=9),) * 2

    assert len(await takes(uow_factory, throughput=Throughput(6_000, 2))) == 2


async def test_a_postponed_contact_comes_back_at_its_moment(uow_factory: UnitOfWorkFactory) -> None:
    campaign = await a_campaign(uow_factory, 1)
    (contact,) = await takes(uow_factory)
    async with uow_factory() as uow:
        await uow.contact_queue.postponed(contact, NOW + MINUTE, blameless=False)
        assert (await uow.campaigns.progress(campaign.id)).next_at == NOW + MINUTE
        await uow.commit()

    assert await takes(uow_factory, at=NOW + 59 * SECOND) == ()
    (again,) = await takes(uow_factory, at=NOW + MINUTE)
    assert (again.attempts, again.token != contact.token) == (2, True)
    async with uow_factory() as uow:
        await uow.contact_queue.postponed(again, NOW + MINUTE, blameless=True)
        await uow.commit()
    (third,) = await takes(uow_factory, at=NOW + MINUTE)
    assert third.attempts == 1


async def test_each_contact_is_settled_once_by_who_has_it(uow_factory: UnitOfWorkFactory) -> None:
    campaign = await a_campaign(uow_factory, 2)
    first, second = await takes(uow_factory)
    conversation = ConversationId(an_id())
    async with uow_factory() as uow:
        await uow.contact_queue.opened(first, conversation, NOW)
        await uow.contact_queue.refused(second, OPT_OUT, NOW)
        await uow.contact_queue.refused(first, OPT_OUT, NOW)
        with pytest.raises(StaleAggregate):
            await uow.contact_queue.opened(second, conversation, NOW)
        assert await counts(uow, campaign) == {ContactState.OPENED: 1, ContactState.REFUSED: 1}
        shown = await uow.campaigns.contacts(campaign.id)
    assert [each.conversation_id for each in shown] == [conversation, None]
    assert [each.rule for each in shown] == [None, ContactRule.OPT_OUT]


async def test_of_a_paused_campaign_nobody_is_taken_and_what_was_taken_is_worth_nothing(
    uow_factory: UnitOfWorkFactory,
) -> None:
    campaign = await a_campaign(uow_factory, 2)
    (contact,) = await takes(uow_factory, 1)
    async with uow_factory() as uow:
        await uow.campaigns.save(campaign.paused(), NOW)
        await uow.commit()

    assert await takes(uow_factory) == ()
    async with uow_factory() as uow:
        with pytest.raises(StaleAggregate):
            await uow.contact_queue.opened(contact, ConversationId(an_id()), NOW)
    async with uow_factory() as uow:
        assert await uow.contact_queue.waiting() == 0
        await uow.campaigns.save(campaign, NOW)
        assert await uow.contact_queue.waiting() == 2
        await uow.commit()
    assert [each.place for each in await takes(uow_factory)] == [0, 1]


async def test_what_a_holder_forgets_is_given_back_when_its_time_is_over(
    uow_factory: UnitOfWorkFactory,
) -> None:
    await a_campaign(uow_factory, 1)
    (forgotten,) = await takes(uow_factory)
    await tidied(uow_factory, NOW + 59 * SECOND)
    assert await takes(uow_factory, at=NOW + 59 * SECOND) == ()

    await tidied(uow_factory, NOW + MINUTE)

    (again,) = await takes(uow_factory, at=NOW + MINUTE)
    assert again.token != forgotten.token
    async with uow_factory() as uow:
        with pytest.raises(StaleAggregate):
            await uow.contact_queue.opened(forgotten, ConversationId(an_id()), NOW)


async def test_a_campaign_in_which_nobody_waits_is_finished(uow_factory: UnitOfWorkFactory) -> None:
    campaign = await a_campaign(uow_factory, 1)
    (contact,) = await takes(uow_factory)
    await tidied(uow_factory)
    async with uow_factory() as uow:
        assert (await uow.campaigns.get(campaign.id)).status is CampaignStatus.RUNNING
        await uow.contact_queue.refused(contact, OPT_OUT, NOW)
        await uow.commit()

    assert await tidied(uow_factory)

    async with uow_factory() as uow:
        assert (await uow.campaigns.get(campaign.id)).status is CampaignStatus.FINISHED
    assert not await tidied(uow_factory)


async def test_starts_of_long_ago_are_forgotten(uow_factory: UnitOfWorkFactory) -> None:
    await a_campaign(uow_factory, 1)
    async with uow_factory() as uow:
        await uow.contact_queue.count_start(NOW - timedelta(days=9))
        await uow.contact_queue.count_start(NOW - timedelta(hours=23))
        await uow.commit()

    await tidied(uow_factory)

    async with uow_factory() as uow:
        assert await uow.contact_queue.starts(FAST, NOW - timedelta(days=8)) == (NOW - timedelta(hours=23),)


async def test_another_tenant_has_a_queue_of_its_own(
    engine: AsyncEngine, uow_factory: UnitOfWorkFactory
) -> None:
    campaign = await a_campaign(uow_factory, 1)
    async with PostgresUnitOfWork(engine, TenantId(f"other-{an_id()}")) as other:
        await other.contact_queue.count_start(NOW)
        assert await other.contact_queue.take(FAST, NOW, NOW + MINUTE, 9) == ()
        assert await other.contact_queue.waiting() == 0
        assert await other.campaigns.latest() == ()
        assert await other.campaigns.contacts(campaign.id) == ()
        await other.commit()
    async with uow_factory() as uow:
        assert await uow.contact_queue.starts(FAST, NOW) == ()


async def test_a_reserved_phone_is_reserved_in_any_of_its_forms(uow_factory: UnitOfWorkFactory) -> None:
    """Whoever reserves it second waits until the first is through."""
    order: list[str] = []

    async def reserves(who: str, phone: str, first: asyncio.Event, then: asyncio.Event) -> None:
        async with uow_factory() as uow:
            await first.wait()
            then.set()
            await uow.conversations.reserve(Contact(phone))
            order.append(f"{who} in")
            await asyncio.sleep(0.05)
            order.append(f"{who} out")

    at_once, second = asyncio.Event(), asyncio.Event()
    at_once.set()
    await asyncio.gather(
        reserves("one", PHONE, at_once, second), reserves("two", PHONE[:4] + PHONE[5:], second, second)
    )

    assert order in (["one in", "one out", "two in", "two out"], ["two in", "two out", "one in", "one out"])


async def tidied(uow_factory: UnitOfWorkFactory, at: datetime = NOW) -> bool:
    """Somebody looked after the queue; whether a campaign ran."""
    async with uow_factory() as uow:
        is_any_running = await uow.contact_queue.tidy(at)
        await uow.commit()
    return is_any_running
