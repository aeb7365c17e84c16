"""The promise of the Conversations port."""

from datetime import timedelta

import pytest

from application.conversation import Conversation
from application.outgoing import TemplateParcel, TextParcel
from application.ports.messenger import ProviderMessageId
from application.ports.negotiation_repository import NotFound
from application.ports.recollection import Recollection, Remark
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.messaging.contact import Contact
from domain.negotiation.negotiation import Status
from domain.shared.ids import ConversationId
from tests.adapters.contracts.kept import (
    CONTACT,
    MINUTE,
    NOW,
    OTHER_CPF,
    PHONE,
    POLICY,
    SECOND,
    a_conversation,
    a_debtor,
    a_heard_message,
    a_hold,
    a_kept_debtor,
    a_report,
    a_turn,
    an_id,
    an_outgoing,
    queued,
    saved,
)

TIMEOUT = timedelta(seconds=POLICY.conversation_timeout_seconds)


async def due(
    uow_factory: UnitOfWorkFactory, after: timedelta = timedelta(), limit: int = 10
) -> list[ConversationId]:
    """What waits some time from now."""
    async with uow_factory() as uow:
        return list(await uow.conversations.due(NOW + after, limit))


async def test_a_conversation_knows_its_debtor_its_contact_and_when_it_was_last_written_in(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory, contact=Contact(PHONE, "BR.1"))
    await a_heard_message(uow_factory, negotiation.id, at=NOW + MINUTE)
    async with uow_factory() as uow:
        assert await uow.conversations.get(negotiation.id) == Conversation(
            negotiation.id, negotiation.debtor_id, Contact(PHONE, "BR.1"), NOW + MINUTE
        )


async def test_an_unknown_conversation_is_not_found(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        with pytest.raises(NotFound):
            await uow.conversations.get(ConversationId(an_id()))


@pytest.mark.parametrize(
    ("opened_with", "written_from"),
    [
        (Contact("5511999990001"), Contact("5511999990001")),
        (Contact("5511999990001"), Contact("551199990001")),
        (Contact("551199990001"), Contact("5511999990001")),
        (Contact("5511999990001", "BR.1"), Contact(None, "BR.1")),
        (Contact("5511999990001"), Contact("5511999990001", "BR.9")),
        (Contact(None, "BR.1"), Contact("5511999990001", "BR.1")),
    ],
    ids=[
        "as given",
        "without the ninth digit",
        "with the ninth digit",
        "user id",
        "phone and new id",
        "id and new phone",
    ],
)
async def test_one_person_is_found_in_whatever_form_they_write(
    uow_factory: UnitOfWorkFactory, opened_with: Contact, written_from: Contact
) -> None:
    negotiation = await a_conversation(uow_factory, contact=opened_with)
    async with uow_factory() as uow:
        assert await uow.conversations.latest_with(written_from) == negotiation.id


@pytest.mark.parametrize(
    "stranger", [Contact("5511999990002"), Contact(None, "BR.2"), Contact("12"), Contact("552199990001")]
)
async def test_somebody_else_is_not_found(uow_factory: UnitOfWorkFactory, stranger: Contact) -> None:
    await a_conversation(uow_factory, contact=Contact(PHONE, "BR.1"))
    await a_conversation(
        uow_factory,
        debtor=await a_kept_debtor(uow_factory, a_debtor(cpf=OTHER_CPF)),
        contact=Contact("5511988880000"),
    )
    async with uow_factory() as uow:
        assert await uow.conversations.latest_with(stranger) is None


async def test_the_latest_conversation_of_a_debtor_knows_that_it_is(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    older = await a_conversation(uow_factory, debtor=debtor)
    await saved(uow_factory, older, status=Status.ABANDONED)
    other = await a_kept_debtor(uow_factory, a_debtor(cpf=OTHER_CPF))
    await a_conversation(uow_factory, debtor=other, at=NOW + MINUTE)
    async with uow_factory() as uow:
        assert await uow.conversations.is_latest(older.id)

    newer = await a_conversation(uow_factory, debtor=debtor, contact=Contact(None, "BR.2"), at=NOW + SECOND)

    async with uow_factory() as uow:
        assert await uow.conversations.is_latest(newer.id)
        assert not await uow.conversations.is_latest(older.id)


async def test_the_latest_conversation_with_a_contact_is_found(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    past = await a_conversation(uow_factory, debtor=debtor)
    await saved(uow_factory, past, status=Status.ABANDONED)
    present = await a_conversation(uow_factory, debtor=debtor, at=NOW + MINUTE)
    async with uow_factory() as uow:
        assert await uow.conversations.latest_with(CONTACT) == present.id


async def test_the_text_we_sent_last_is_remembered(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        assert await uow.conversations.last_text_to(negotiation.id) is None
    await queued(
        uow_factory,
        an_outgoing(negotiation.id, "0", TemplateParcel("abertura", "pt_BR", (), "modelo")),
        an_outgoing(negotiation.id, "1", TextParcel("um")),
        an_outgoing(negotiation.id, "2", TextParcel("dois")),
        an_outgoing(negotiation.id, "3", TemplateParcel("lembrete", "pt_BR", (), "modelo")),
    )
    await a_heard_message(uow_factory, negotiation.id, "três")
    async with uow_factory() as uow:
        assert await uow.conversations.last_text_to(negotiation.id) == "dois"


async def test_nothing_is_due_in_a_conversation_in_which_nothing_waits(
    uow_factory: UnitOfWorkFactory,
) -> None:
    await a_conversation(uow_factory)
    assert await due(uow_factory) == []


async def test_an_unanswered_message_is_due_unless_somebody_is_at_it(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id)
    assert await due(uow_factory) == [negotiation.id]
    held = await a_hold(uow_factory, negotiation.id)
    assert await due(uow_factory) == []
    assert await due(uow_factory, MINUTE) == [negotiation.id]
    async with uow_factory() as uow:
        await uow.turns.keep(a_turn(held), NOW, NOW + MINUTE)
        await uow.commit()
    assert await due(uow_factory, MINUTE) == []


async def test_a_message_that_must_leave_is_due_at_its_moment(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    await queued(
        uow_factory,
        an_outgoing(negotiation.id, "first", at=NOW + MINUTE),
        an_outgoing(negotiation.id, "second", at=NOW),
    )
    assert await due(uow_factory) == []
    assert await due(uow_factory, MINUTE) == [negotiation.id]
    async with uow_factory() as uow:
        assert await uow.outbox.claim(negotiation.id, NOW + MINUTE, NOW + 2 * MINUTE) is not None
        await uow.commit()
    assert await due(uow_factory, MINUTE) == []
    assert await due(uow_factory, 2 * MINUTE) == [negotiation.id]
    async with uow_factory() as uow:
        await uow.outbox.sent("first", ProviderMessageId("wamid.1"), NOW)
        await uow.commit()
    assert await due(uow_factory) == [negotiation.id]
    async with uow_factory() as uow:
        await uow.outbox.bury("second", "recusada", NOW)
        await uow.commit()
    assert await due(uow_factory, 2 * MINUTE) == []


async def test_an_answer_is_due_though_a_template_that_stands_before_it_leaves_later(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    reminder = TemplateParcel("lembrete", "pt_BR", ("Maria",), "Oi, Maria")
    await queued(
        uow_factory,
        an_outgoing(negotiation.id, "reminder", reminder, at=NOW + 60 * MINUTE),
        an_outgoing(negotiation.id, "answer", at=NOW + SECOND),
    )
    assert await due(uow_factory) == []
    assert await due(uow_factory, SECOND) == [negotiation.id]


async def test_an_outcome_the_crm_does_not_have_is_due_until_it_has(uow_factory: UnitOfWorkFactory) -> None:
    negotiation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        await uow.outcomes.put(a_report(negotiation.id), NOW)
        await uow.commit()
    assert await due(uow_factory) == [negotiation.id]
    async with uow_factory() as uow:
        await uow.outcomes.retry(negotiation.id, NOW + MINUTE, "fora do ar")
        await uow.commit()
    assert await due(uow_factory) == []
    assert await due(uow_factory, MINUTE) == [negotiation.id]
    async with uow_factory() as uow:
        await uow.outcomes.reported(negotiation.id, NOW)
        await uow.commit()
    assert await due(uow_factory, MINUTE) == []


async def test_a_silence_that_lasted_too_long_is_due_while_the_conversation_is_active(
    uow_factory: UnitOfWorkFactory,
) -> None:
    negotiation = await a_conversation(uow_factory)
    assert await due(uow_factory, TIMEOUT - SECOND) == []
    assert await due(uow_factory, TIMEOUT) == [negotiation.id]
    await saved(uow_factory, negotiation, status=Status.ABANDONED)
    assert await due(uow_factory, TIMEOUT) == []


async def test_every_due_conversation_is_named_once_the_longest_waiting_first(
    uow_factory: UnitOfWorkFactory,
) -> None:
    patient = await a_conversation(uow_factory)
    other = await a_kept_debtor(uow_factory, a_debtor(cpf=OTHER_CPF))
    busy = await a_conversation(uow_factory, debtor=other, contact=Contact(None, "BR.2"))
    for seconds in (1, 2, 3):
        at = NOW + seconds * SECOND
        await a_heard_message(uow_factory, busy.id, at=at, contact=Contact(None, "BR.2"))
    await queued(uow_factory, an_outgoing(busy.id, "k"))
    await queued(uow_factory, an_outgoing(patient.id, "l", at=NOW - MINUTE))
    assert await due(uow_factory, MINUTE) == [patient.id, busy.id]
    assert await due(uow_factory, MINUTE, limit=1) == [patient.id]


async def test_a_conversation_is_remembered_by_its_latest_words_and_by_who_must_not_be_named(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)
    negotiation = await a_conversation(uow_factory, debtor=debtor)
    for number in range(3):
        await a_heard_message(uow_factory, negotiation.id, text=f"mensagem {number}")

    async with uow_factory() as uow:
        remembered = await uow.conversations.recollection(negotiation.id, 2)

    assert remembered.remarks == (
        Remark(ours=False, text="mensagem 1"),
        Remark(ours=False, text="mensagem 2"),
    )
    assert remembered.name == debtor.record.name
    assert remembered.cpf == debtor.record.cpf.digits
    assert debtor.record.phone.digits in remembered.phones


async def test_nothing_is_remembered_of_a_conversation_that_never_was(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert await uow.conversations.recollection(ConversationId(an_id()), 5) == Recollection()
