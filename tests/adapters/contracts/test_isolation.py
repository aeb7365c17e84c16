"""What belongs to one tenant or one conversation is seen by no other."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.unit_of_work import PostgresUnitOfWork
from application.outgoing import TextParcel
from application.ports.messenger import ProviderMessageId
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.messaging.contact import Contact
from domain.negotiation.events import ConversationOpened
from domain.negotiation.negotiation import Negotiation
from domain.shared.cpf import Cpf
from domain.shared.ids import MessageId, TenantId, agreement_id_of
from tests.adapters.contracts.kept import (
    CONTACT,
    CPF,
    MINUTE,
    NOW,
    OTHER_CPF,
    a_conversation,
    a_debtor,
    a_document,
    a_heard_message,
    a_hold,
    a_kept_debtor,
    a_negotiation,
    a_report,
    an_agreement,
    an_id,
    an_inbound,
    an_outgoing,
    answered,
    queued,
)
from tests.adapters.contracts.test_our_numbers import SERIES


async def test_two_tenants_never_see_each_others_rows(
    engine: AsyncEngine, uow_factory: UnitOfWorkFactory
) -> None:
    ours = await a_conversation(uow_factory)
    heard = await a_heard_message(uow_factory, ours.id)
    await queued(uow_factory, an_outgoing(ours.id, "k"))
    agreement = an_agreement(ours)
    async with uow_factory() as uow:
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [a_document(1)])
        assert await uow.our_numbers.allot(agreement.id, 2, SERIES) == (1, 2)
        await uow.registrations.put(agreement.id, [a_document(1)], NOW)
        await uow.outcomes.put(a_report(ours.id), NOW)
        await uow.commit()

    later = NOW + 60 * MINUTE
    async with PostgresUnitOfWork(engine, TenantId(f"other-{an_id()}")) as other:
        assert await other.debtors.by_cpf(CPF) is None
        histories = await other.debtors.contact_histories([a_debtor().record])
        assert histories[CPF].contacts == ()
        assert await other.negotiations.active_of(ours.debtor_id) is None
        assert await other.agreements.documents(agreement.id) == ()
        assert await other.our_numbers.allot(agreement_id_of(ours.id), 1, SERIES) == (1,)
        assert await other.registrations.states(agreement.id) == {}
        assert await other.registrations.take("001", ("register",), 10) == ()
        assert await other.registrations.remittance() is None
        assert await other.conversations.latest_with(CONTACT) is None
        assert await other.conversations.last_text_to(ours.id) is None
        assert await other.turns.hold(ours.id, NOW, later) is None
        assert await other.conversations.due(later, 10) == ()
        assert await other.outbox.claim(ours.id, later, later) is None
        assert await other.outcomes.claim(ours.id, later, later) is None
        assert await other.views.conversation(ours.id) is None
        assert await other.views.conversations() == ()
        assert await other.views.agreement(agreement.id) is None
        assert await other.views.message(heard) is None
        assert await other.views.message_of_key("k") is None
        for missing in (
            other.debtors.get(ours.debtor_id),
            other.negotiations.get(ours.id),
            other.conversations.get(ours.id),
            other.agreements.get(agreement.id),
        ):
            with pytest.raises(NotFound):
                await missing


async def test_two_conversations_never_share_what_is_theirs(uow_factory: UnitOfWorkFactory) -> None:
    ours = await a_busy_conversation(uow_factory, CPF, "5511999990001", "a nossa")
    theirs = await a_busy_conversation(uow_factory, OTHER_CPF, "5521999990002", "a deles")
    async with uow_factory() as uow:
        await uow.outbox.sent(f"{theirs.id}.0", ProviderMessageId("wamid.b"), NOW)
        await uow.outcomes.reported(theirs.id, NOW)
        await uow.commit()
    await answered(uow_factory, theirs.id)
    await a_hold(uow_factory, theirs.id, at=NOW + 60 * MINUTE)

    async with uow_factory() as uow:
        assert (await uow.debtors.get(ours.debtor_id)).record.cpf == CPF
        assert (await uow.negotiations.get(ours.id)).id == ours.id
        assert await uow.negotiations.active_of(ours.debtor_id) == ours
        kept = await uow.conversations.get(ours.id)
        assert (kept.debtor_id, kept.contact.phone) == (ours.debtor_id, "5511999990001")
        assert (await uow.conversations.get(theirs.id)).contact.phone == "5521999990002"
        assert await uow.conversations.latest_with(Contact("5511999990001")) == ours.id
        assert await uow.conversations.last_text_to(ours.id) == "a nossa"
        assert (await uow.agreements.get(agreement_id_of(ours.id))).conversation_id == ours.id
        assert len(await uow.agreements.documents(agreement_id_of(ours.id))) == 1
        view = await uow.views.conversation(ours.id)
        assert view is not None
        assert [message.text for message in view.messages] == ["a nossa", "a nossa"]
        assert [message.status for message in view.messages] == ["received", "pending"]
        assert (view.agreement_id, view.outcome_reported, len(view.audit)) == (
            agreement_id_of(ours.id),
            False,
            1,
        )
        agreement = await uow.views.agreement(agreement_id_of(ours.id))
        assert agreement is not None
        assert (agreement.conversation_id, len(agreement.installments)) == (ours.id, 2)
        held = await uow.turns.hold(ours.id, NOW, NOW + MINUTE)
        assert held is not None
        assert [each.text for each in held.inbound] == ["a nossa"]
        assert held.debtor.record.cpf == CPF
        assert await uow.turns.release(held.lease)
        assert await uow.turns.hold(theirs.id, NOW + 60 * MINUTE, NOW + 61 * MINUTE) is None
        claimed = await uow.outbox.claim(ours.id, NOW, NOW + MINUTE)
        assert claimed is not None
        assert claimed.message.conversation_id == ours.id
        assert await uow.outbox.claim(theirs.id, NOW, NOW + MINUTE) is None
        assert await uow.outcomes.claim(theirs.id, NOW, NOW + MINUTE) is None
        outcome = await uow.outcomes.claim(ours.id, NOW, NOW + MINUTE)
        assert outcome is not None
        assert outcome[0].conversation_id == ours.id


async def a_busy_conversation(uow_factory: UnitOfWorkFactory, cpf: Cpf, phone: str, text: str) -> Negotiation:
    """A conversation in which there is one of everything."""
    debtor = await a_kept_debtor(uow_factory, a_debtor(cpf=cpf))
    negotiation = a_negotiation(debtor.id)
    agreement = an_agreement(negotiation)
    opened = ConversationOpened(policy_version="2026-11")
    async with uow_factory() as uow:
        await uow.negotiations.add(negotiation, Contact(phone), (opened,), NOW)
        await uow.inbox.accept([(MessageId(an_id()), an_inbound(text, contact=Contact(phone)))], NOW)
        await uow.outbox.put([an_outgoing(negotiation.id, f"{negotiation.id}.0", TextParcel(text))], NOW)
        await uow.agreements.add(agreement)
        await uow.agreements.add_documents(agreement.id, [a_document(1)])
        await uow.outcomes.put(a_report(negotiation.id), NOW)
        await uow.commit()
    return negotiation


async def test_two_tenants_may_use_the_same_ids_and_keys(
    engine: AsyncEngine, uow_factory: UnitOfWorkFactory
) -> None:
    ours = await a_conversation(uow_factory)
    inbound = an_inbound()
    message_id = MessageId(an_id())
    for factory in (uow_factory, lambda: PostgresUnitOfWork(engine, TenantId(f"other-{an_id()}"))):
        async with factory() as uow:
            assert await uow.inbox.accept([(message_id, inbound)], NOW)
            await uow.outbox.put([an_outgoing(ours.id, "k")], NOW)
            assert await uow.views.message_of_key("k") is not None
            await uow.commit()
