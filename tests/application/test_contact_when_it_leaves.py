"""Whatever carries a message past its moment, it leaves within the rules of contact."""

from dataclasses import replace
from datetime import UTC, timedelta
from random import Random

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from application.open_conversation import ContactForbidden
from application.outgoing import OutgoingMessage, TemplateParcel, turn_key
from domain.identity.contact_rule import ContactRule
from domain.identity.states import time_zone_of
from domain.shared.calendar import SAO_PAULO
from domain.shared.ids import ConversationId, TenantId
from tests.adapters.contracts.kept import an_outgoing
from tests.application.office import MINUTE, MONDAY_NINE, Office, an_office, someone

DAY = timedelta(days=1)


async def test_no_first_message_leaves_outside_the_hours_of_who_reads_it(office: Office) -> None:
    office.clock.set(MONDAY_NINE - timedelta(hours=4))
    await office.begins()

    for _ in range(40):
        await office.works(4, step=MINUTE / 4)
        office.clock.advance(36 * MINUTE)

    async with office.container.uow() as uow:
        conversations = await uow.views.conversations(limit=200)
        records = {each.id: await office.record(each.id) for each in conversations}
    assert len(conversations) >= 30
    for each in conversations:
        record = records[each.id]
        local = each.opened_at.astimezone(time_zone_of(record.uf, record.phone))
        assert 9 <= local.hour < 18


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
                record = await office.record(conversation_id)
                local = office.clock.now().astimezone(time_zone_of(record.uf, record.phone))
                assert 9 <= local.hour < 18
                assert local.weekday() < 5
    assert len(channel.sent) == 21


async def test_a_message_that_is_late_waits_for_the_hours_again(office: Office) -> None:
    opened = await office.container.open_conversation()(office.people[7].cpf)
    hold = office.container.hold_to_contact_rules()
    tonight = MONDAY_NINE.replace(hour=21)
    async with office.container.uow() as uow:
        first = await uow.outbox.claim(opened.conversation_id, MONDAY_NINE, tonight)
    assert first is not None

    assert opened.scheduled_for is None
    assert await hold(first.message, MONDAY_NINE) is None
    assert await hold(first.message, tonight) == MONDAY_NINE + DAY
    assert await hold(first.message, tonight.astimezone(UTC)) == MONDAY_NINE + DAY


async def test_a_first_message_that_was_kept_back_counts_on_the_day_on_which_it_leaves(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    office = an_office(engine, tenant, [someone(1, "31")])
    opened = await stopped_while_opening(office)
    office.clock.set(MONDAY_NINE + DAY)
    await office.container.work_conversation()(opened)
    assert len(sent(office)) == 1
    await office.ends()

    with pytest.raises(ContactForbidden) as refused:
        await office.container.open_conversation()(office.people[0].cpf)

    assert refused.value.decision.rule is ContactRule.FREQUENCY


async def test_of_two_first_messages_that_a_stopped_sender_kept_back_the_newer_leaves(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    office = an_office(engine, tenant, [someone(1, "31")])
    older = await stopped_while_opening(office)
    await office.ends()
    office.clock.set(MONDAY_NINE + DAY)
    newer = await office.container.open_conversation()(office.people[0].cpf)

    for _ in range(2):
        for conversation_id in (older, newer.conversation_id):
            await office.container.work_conversation()(conversation_id)
        office.clock.advance(DAY)

    assert sent(office) == [turn_key(newer.conversation_id, 0, 0)]
    async with office.container.uow() as uow:
        (dead,) = await uow.dead_letters.all(9)
    assert dead.reason == "Uma conversa mais nova com este devedor já foi aberta."


async def test_what_failed_is_not_brought_back_once_a_newer_conversation_was_opened(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    office = an_office(engine, tenant, [someone(1, "31")])
    older = await failed_while_opening(office)
    office.clock.advance(DAY)
    newer = await office.container.open_conversation()(office.people[0].cpf)
    await office.container.work_conversation()(newer.conversation_id)

    async with office.container.uow() as uow:
        assert await uow.dead_letters.revive(office.clock.now()) == 0
        (dead,) = await uow.dead_letters.all(9)
        await uow.commit()
    await office.container.work_conversation()(older)

    assert (dead.conversation_id, dead.stays_for) == (older, "newer_conversation")
    assert sent(office) == [turn_key(newer.conversation_id, 0, 0)]


async def test_what_failed_alone_is_brought_back_and_leaves(engine: AsyncEngine, tenant: TenantId) -> None:
    office = an_office(engine, tenant, [someone(1, "31")])
    opened = await failed_while_opening(office)
    async with office.container.uow() as uow:
        assert await uow.dead_letters.revive(office.clock.now()) == 1
        await uow.commit()

    await office.container.work_conversation()(opened)

    assert sent(office) == [turn_key(opened, 0, 0)]


async def test_a_first_message_brought_back_to_who_shares_a_phone_waits_for_another_day(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    ana, husband = someone(1, "31"), someone(2, "31")
    office = an_office(engine, tenant, [ana, replace(husband, phone=ana.phone)])
    to_ana = await failed_while_opening(office)
    office.clock.advance(DAY)
    to_him = await office.container.open_conversation()(husband.cpf)
    await office.container.work_conversation()(to_him.conversation_id)
    async with office.container.uow() as uow:
        assert await uow.dead_letters.revive(office.clock.now()) == 1
        await uow.commit()

    await office.container.work_conversation()(to_ana)
    assert sent(office) == [turn_key(to_him.conversation_id, 0, 0)]
    office.clock.advance(DAY)
    await office.container.work_conversation()(to_ana)

    assert sent(office) == [turn_key(to_him.conversation_id, 0, 0), turn_key(to_ana, 0, 0)]


async def test_a_reminder_brought_back_waits_when_another_one_left_today(
    engine: AsyncEngine, tenant: TenantId
) -> None:
    office = an_office(engine, tenant, [someone(1, "31")])
    opened = (await office.container.open_conversation()(office.people[0].cpf)).conversation_id
    await office.container.work_conversation()(opened)
    reminder = TemplateParcel("lembrete_do_combinado", "pt_BR", ("Ana",), "Oi, Ana!")
    for key in ("first", "second"):
        office.clock.advance(DAY)
        await queued_at(office, an_outgoing(opened, f"{opened}.{key}", reminder, at=office.clock.now()))
        if key == "first":
            async with office.container.uow() as uow:
                await uow.outbox.bury(f"{opened}.{key}", "fora do ar", office.clock.now())
                await uow.commit()
        await office.container.work_conversation()(opened)
    async with office.container.uow() as uow:
        assert await uow.dead_letters.revive(office.clock.now()) == 1
        await uow.commit()

    await office.container.work_conversation()(opened)
    assert sent(office)[1:] == [f"{opened}.second"]
    office.clock.advance(DAY)
    await office.container.work_conversation()(opened)

    assert sent(office)[1:] == [f"{opened}.second", f"{opened}.first"]


async def stopped_while_opening(office: Office) -> ConversationId:
    """A conversation opened on Monday, whose first message waits until tomorrow: the sender is stopped."""
    now = office.clock.now()
    async with office.container.uow() as uow:
        await uow.outbox.block_sender(now + timedelta(hours=12), "conta suspensa", now)
        await uow.commit()
    opened = await office.container.open_conversation()(office.people[0].cpf)
    await office.container.work_conversation()(opened.conversation_id)
    assert sent(office) == []
    return opened.conversation_id


async def failed_while_opening(office: Office) -> ConversationId:
    """A conversation whose first message failed for good, and which silence has ended."""
    opened = await office.container.open_conversation()(office.people[0].cpf)
    async with office.container.uow() as uow:
        await uow.outbox.bury(turn_key(opened.conversation_id, 0, 0), "fora do ar", office.clock.now())
        await uow.commit()
    await office.ends()
    return opened.conversation_id


async def queued_at(office: Office, message: OutgoingMessage) -> None:
    """The message is in the outbox since its own moment."""
    async with office.container.uow() as uow:
        await uow.outbox.put([message], message.available_at)
        await uow.commit()


def sent(office: Office) -> list[str]:
    """The keys of what the channel took, in order."""
    return list(office.container.messenger().sent)
