"""The promise of the Backlog port."""

from datetime import timedelta

from application.ports.backlog import BacklogView, Waiting
from application.ports.registrations import Remittance
from application.ports.unit_of_work import UnitOfWorkFactory
from tests.adapters.contracts.kept import (
    MINUTE,
    NOW,
    a_conversation,
    a_document,
    a_heard_message,
    a_hold,
    a_report,
    an_agreement,
    an_outgoing,
    queued,
)


async def backlog(uow_factory: UnitOfWorkFactory) -> BacklogView:
    """What waits now."""
    async with uow_factory() as uow:
        return await uow.backlog.at(NOW)


async def test_where_nothing_ever_happened_nothing_waits(uow_factory: UnitOfWorkFactory) -> None:
    nothing = Waiting(0, None)
    assert await backlog(uow_factory) == BacklogView(
        waiting={"inbound": nothing, "outbound": nothing, "outcome": nothing},
        dead={"inbound": 0, "outbound": 0, "outcome": 0, "boleto": 0},
    )


async def test_what_waits_is_counted_with_the_moment_of_the_oldest(uow_factory: UnitOfWorkFactory) -> None:
    conversation_id = (await a_conversation(uow_factory)).id
    await a_heard_message(uow_factory, conversation_id)
    await queued(
        uow_factory,
        an_outgoing(conversation_id, "old", at=NOW - 5 * MINUTE),
        an_outgoing(conversation_id, "new", at=NOW - MINUTE),
        an_outgoing(conversation_id, "tomorrow", at=NOW + timedelta(days=1)),
    )
    async with uow_factory() as uow:
        await uow.outcomes.put(a_report(conversation_id), NOW - 2 * MINUTE)
        await uow.commit()

    seen = await backlog(uow_factory)

    assert seen.active_conversations == 1
    assert seen.waiting["inbound"].count == 1
    assert seen.waiting["outbound"] == Waiting(2, NOW - 5 * MINUTE)
    assert seen.waiting["outcome"] == Waiting(1, NOW - 2 * MINUTE)


async def test_what_gave_up_waits_no_more_and_is_counted_apart(uow_factory: UnitOfWorkFactory) -> None:
    conversation_id = (await a_conversation(uow_factory)).id
    await queued(uow_factory, an_outgoing(conversation_id, "k"))
    await a_heard_message(uow_factory, conversation_id)
    held = await a_hold(uow_factory, conversation_id)
    async with uow_factory() as uow:
        await uow.turns.bury(held.lease, [held.inbound[0].message_id], "ValueError", NOW)
        await uow.outbox.bury("k", "número inválido", NOW)
        await uow.outcomes.put(a_report(conversation_id), NOW)
        await uow.outcomes.bury(conversation_id, "contrato desconhecido")
        await uow.commit()

    seen = await backlog(uow_factory)

    assert seen.dead == {"inbound": 1, "outbound": 1, "outcome": 1, "boleto": 0}
    assert {waiting.count for waiting in seen.waiting.values()} == {0}


async def test_a_boleto_that_the_bank_refused_waits_for_a_person(uow_factory: UnitOfWorkFactory) -> None:
    agreement, document = an_agreement(await a_conversation(uow_factory)), a_document(1)
    number = document.boleto.nosso_numero
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.registrations.put(agreement.id, (document,), NOW)
        taken = await uow.registrations.take("001", ("register",), 1)
        file = Remittance(1, "001", NOW.date(), 1, "1.REM", b"")
        await uow.registrations.sent(file, [known for _, known in taken], NOW)
        await uow.registrations.tell("001", number, "rejected", "CEP inválido", NOW)
        assert (await uow.backlog.at(NOW)).dead["boleto"] == 1

        await uow.registrations.ask_again("001", NOW)

        assert (await uow.backlog.at(NOW)).dead["boleto"] == 0


async def test_a_sender_is_stopped_until_its_time_is_over(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        await uow.outbox.block_sender(NOW + MINUTE, "token vencido", NOW)
        assert (await uow.backlog.at(NOW)).sender_stopped
        assert not (await uow.backlog.at(NOW + MINUTE)).sender_stopped
