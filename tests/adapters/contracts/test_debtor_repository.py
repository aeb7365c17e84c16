"""The promise of the DebtorRepository port."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from application.outgoing import TemplateParcel, turn_key
from application.ports.messenger import ProviderMessageId
from application.ports.negotiation_repository import NotFound, StaleAggregate
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.identity.contact import ContactHistory
from domain.identity.debtor import Debtor
from domain.messaging.contact import Contact
from domain.negotiation.events import EndReason
from domain.negotiation.negotiation import Negotiation, Status
from domain.shared.ids import DebtorId
from domain.shared.phone import Phone
from tests.adapters.contracts.kept import (
    CONTACT,
    CPF,
    DEBT,
    MINUTE,
    NOW,
    OTHER_CPF,
    PHONE,
    a_debtor,
    a_heard_message,
    a_kept_debtor,
    a_negotiation,
    an_agreement,
    an_id,
    an_outgoing,
)

OTHER_PHONE = "5521999990002"


async def test_a_kept_debtor_comes_back_whole(uow_factory: UnitOfWorkFactory) -> None:
    older = replace(DEBT, amount=Decimal("80.05"), description="Plano “família”")
    debtor = replace(a_debtor(debts=(DEBT, older)), whatsapp_user_id="BR.1")
    async with uow_factory() as uow:
        await uow.debtors.save(debtor)
        assert await uow.debtors.get(debtor.id) == replace(debtor, version=1)
        assert await uow.debtors.by_cpf(CPF) == replace(debtor, version=1)


async def test_a_debtor_without_debts_is_kept_too(uow_factory: UnitOfWorkFactory) -> None:
    kept = await a_kept_debtor(uow_factory, a_debtor(debts=()))
    assert kept.record.debts == ()


async def test_saving_replaces_the_debts(uow_factory: UnitOfWorkFactory) -> None:
    kept = await a_kept_debtor(uow_factory, a_debtor(debts=(DEBT, DEBT, DEBT)))
    record = replace(kept.record, debts=(replace(DEBT, amount=Decimal("500.00")),))
    async with uow_factory() as uow:
        await uow.debtors.save(kept.refreshed(record))
        assert (await uow.debtors.get(kept.id)).record == record


async def test_an_unknown_debtor_is_not_found(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert await uow.debtors.by_cpf(CPF) is None
        with pytest.raises(NotFound):
            await uow.debtors.get(DebtorId(an_id()))


async def test_saving_what_somebody_saved_meanwhile_is_stale(uow_factory: UnitOfWorkFactory) -> None:
    kept = await a_kept_debtor(uow_factory)
    async with uow_factory() as uow:
        await uow.debtors.save(kept.known_on_whatsapp_as("BR.1"))
        await uow.commit()
    async with uow_factory() as uow:
        with pytest.raises(StaleAggregate):
            await uow.debtors.save(kept.known_on_whatsapp_as("BR.2"))


async def test_two_who_meet_the_same_cpf_at_once_keep_one_debtor(uow_factory: UnitOfWorkFactory) -> None:
    async def meet() -> bool:
        async with uow_factory() as uow:
            try:
                await uow.debtors.save(a_debtor())
            except StaleAggregate:
                return False
            await uow.commit()
            return True

    assert sorted(await asyncio.gather(meet(), meet(), meet())) == [False, False, True]


async def test_what_postgres_cannot_keep_does_not_keep_a_debtor_out(uow_factory: UnitOfWorkFactory) -> None:
    odd = a_debtor()
    odd = replace(odd, record=replace(odd.record, name="Maria\x00 Souza\ud800"))
    assert (await a_kept_debtor(uow_factory, odd)).record.name == "Maria Souza?"


async def test_a_debtor_never_contacted_has_no_history(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    async with uow_factory() as uow:
        assert await history_of(uow, debtor) == ContactHistory()


async def test_the_history_tells_every_contact_and_how_it_ended(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    ends = (EndReason.VERIFICATION_FAILED, EndReason.OPTED_OUT, EndReason.WRONG_PERSON, EndReason.REFUSED)
    opened = [NOW + timedelta(days=day) for day in range(len(ends))]
    for at, reason in reversed(list(zip(opened, ends, strict=True))):
        await _an_ended_conversation(uow_factory, debtor, replace(a_negotiation(debtor.id, at), end=reason))

    async with uow_factory() as uow:
        history = await history_of(uow, debtor)
    assert history == ContactHistory(
        contacts=tuple(opened),
        failed_verifications=(opened[0] + MINUTE,),
        opted_out_at=opened[1] + MINUTE,
        wrong_number_at=opened[2] + MINUTE,
    )


async def test_the_history_of_one_debtor_tells_nothing_of_another(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    other = await a_kept_debtor(uow_factory, on_phone(OTHER_PHONE, a_debtor(cpf=OTHER_CPF)))
    await _an_ended_conversation(uow_factory, other, a_negotiation(other.id), Contact(OTHER_PHONE))
    async with uow_factory() as uow:
        assert await history_of(uow, debtor) == ContactHistory()
        assert (await history_of(uow, other)).contacts == (NOW,)


async def test_a_conversation_the_debtor_came_back_to_is_no_contact_of_ours(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)
    resumed = replace(a_negotiation(debtor.id), resumed=True, end=EndReason.TIMED_OUT)
    await _an_ended_conversation(uow_factory, debtor, resumed)
    async with uow_factory() as uow:
        assert (await history_of(uow, debtor)).contacts == ()


async def test_the_history_knows_when_the_debtor_wrote_last(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    for day in range(2):
        negotiation = replace(a_negotiation(debtor.id, NOW + timedelta(days=day)), end=EndReason.REFUSED)
        await _an_ended_conversation(uow_factory, debtor, negotiation)
        await a_heard_message(uow_factory, negotiation.id, at=NOW + timedelta(days=day, hours=1))
    async with uow_factory() as uow:
        history = await history_of(uow, debtor)
    assert history.last_inbound_at == NOW + timedelta(days=1, hours=1)


async def test_who_shares_a_phone_shares_how_often_it_was_written_to_and_a_request_for_silence(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)
    without_ninth_digit = PHONE[:4] + PHONE[5:]
    husband = await a_kept_debtor(uow_factory, on_phone(without_ninth_digit, a_debtor(cpf=OTHER_CPF)))
    for days, reason in enumerate((EndReason.OPTED_OUT, EndReason.WRONG_PERSON, EndReason.DISPUTED)):
        at = NOW + timedelta(days=days)
        ended = replace(a_negotiation(husband.id, at), end=reason)
        await _an_ended_conversation(uow_factory, husband, ended, Contact(without_ninth_digit))
    async with uow_factory() as uow:
        history = await history_of(uow, debtor)
    assert history == ContactHistory(
        contacts=(NOW, NOW + timedelta(days=1), NOW + timedelta(days=2)), opted_out_at=NOW + MINUTE
    )


async def test_a_wrong_number_is_forgotten_with_the_number(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    wrong = replace(a_negotiation(debtor.id), end=EndReason.WRONG_PERSON)
    await _an_ended_conversation(uow_factory, debtor, wrong)
    async with uow_factory() as uow:
        assert (await history_of(uow, debtor)).wrong_number_at == NOW + MINUTE
        moved = on_phone(OTHER_PHONE, debtor)
        assert await history_of(uow, moved) == ContactHistory(contacts=(NOW,))


async def test_a_dispute_and_an_open_conversation_are_told(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    disputed = replace(a_negotiation(debtor.id), end=EndReason.DISPUTED)
    await _an_ended_conversation(uow_factory, debtor, disputed)
    async with uow_factory() as uow:
        await uow.negotiations.add(a_negotiation(debtor.id, NOW + timedelta(days=9)), CONTACT, (), NOW)
        history = await history_of(uow, debtor)
    assert (history.disputed_at, history.being_talked_to) == (NOW + MINUTE, True)


async def test_that_an_agreement_was_reached_is_told(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    negotiation = a_negotiation(debtor.id)
    await _an_ended_conversation(uow_factory, debtor, negotiation)
    async with uow_factory() as uow:
        assert not (await history_of(uow, debtor)).has_agreed
        await uow.agreements.add(an_agreement(negotiation))
        assert (await history_of(uow, debtor)).has_agreed


async def test_a_template_that_leaves_later_is_a_contact_too(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    negotiation = a_negotiation(debtor.id)
    await _an_ended_conversation(uow_factory, debtor, negotiation)
    reminder = TemplateParcel("lembrete", "pt_BR", (), "Oi!")
    later = NOW + timedelta(days=2)
    async with uow_factory() as uow:
        await uow.outbox.put([an_outgoing(negotiation.id, "opening", reminder)], NOW)
        await uow.outbox.put([an_outgoing(negotiation.id, "reminder", reminder)], later)
        await uow.outbox.put([an_outgoing(negotiation.id, "text")], later + MINUTE)
        assert (await history_of(uow, debtor)).contacts == (NOW, later)


async def test_the_first_template_is_a_contact_when_it_leaves_and_none_while_it_is_leaving(
    uow_factory: UnitOfWorkFactory,
) -> None:
    debtor = await a_kept_debtor(uow_factory)
    negotiation = a_negotiation(debtor.id)
    await _an_ended_conversation(uow_factory, debtor, negotiation)
    template, late = TemplateParcel("abertura", "pt_BR", (), "Oi!"), NOW + timedelta(days=1)
    opening = an_outgoing(negotiation.id, turn_key(negotiation.id, 0, 0), template)
    reminder = an_outgoing(negotiation.id, "reminder", template)
    async with uow_factory() as uow:
        await uow.outbox.put([opening], NOW - MINUTE)
        await uow.outbox.put([reminder], NOW + MINUTE)
        assert (await history_of(uow, debtor)).contacts == (NOW, NOW + MINUTE)
        await uow.outbox.sent(opening.key, ProviderMessageId("wamid.1"), late)
        assert (await history_of(uow, debtor)).contacts == (NOW + MINUTE, late)

        of_opening = await uow.debtors.contact_histories([debtor.record], opening.message_id)
        of_reminder = await uow.debtors.contact_histories([debtor.record], reminder.message_id)

    assert of_opening[CPF].contacts == (NOW + MINUTE,)
    assert of_reminder[CPF].contacts == (late,)


async def test_many_are_asked_about_at_once(uow_factory: UnitOfWorkFactory) -> None:
    debtor = await a_kept_debtor(uow_factory)
    await _an_ended_conversation(uow_factory, debtor, a_negotiation(debtor.id))
    stranger = on_phone(OTHER_PHONE, a_debtor(cpf=OTHER_CPF)).record
    async with uow_factory() as uow:
        histories = await uow.debtors.contact_histories([stranger, debtor.record])
        assert await uow.debtors.contact_histories([]) == {}
    assert histories == {OTHER_CPF: ContactHistory(), CPF: ContactHistory(contacts=(NOW,))}


async def _an_ended_conversation(
    uow_factory: UnitOfWorkFactory, debtor: Debtor, negotiation: Negotiation, contact: Contact = CONTACT
) -> None:
    ended = replace(
        negotiation, status=Status.FAILED, last_activity_at=negotiation.opened_at + MINUTE, version=0
    )
    assert ended.debtor_id == debtor.id
    async with uow_factory() as uow:
        await uow.negotiations.add(ended, contact, (), ended.opened_at)
        await uow.commit()


def on_phone(phone: str, debtor: Debtor) -> Debtor:
    """The debtor, as a CRM that has another phone of theirs knows them."""
    return debtor.refreshed(replace(debtor.record, phone=Phone.parse(phone)))


async def history_of(uow: UnitOfWork, debtor: Debtor) -> ContactHistory:
    """What past conversations tell about contacting one debtor."""
    return (await uow.debtors.contact_histories([debtor.record]))[debtor.record.cpf]
