"""Open a conversation with the debtor of a CPF."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.opening_template import OpeningTemplate
from application.outgoing import OutgoingMessage, turn_key
from application.ports.clock import Clock
from application.ports.crm import Crm
from application.ports.dispatcher import Dispatcher
from application.ports.holiday_calendar import HolidayCalendar
from application.ports.negotiation_repository import ConversationAlreadyOpen, StaleAggregate
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.identity.contact import ContactRules, MustNotContact, collectable_debts, decide_contact
from domain.identity.debtor import Debtor, DebtorRecord
from domain.identity.states import time_zone_of
from domain.messaging.contact import Contact
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.negotiation import Negotiation, Status, open_negotiation
from domain.negotiation.policy import Policy
from domain.shared.calendar import business_date
from domain.shared.cpf import Cpf
from domain.shared.errors import RuleBroken
from domain.shared.ids import ConversationId, DebtorId, MessageId

NewId = Callable[[], UUID]


class DebtorNotFound(RuleBroken):
    """The CRM has no debtor with this CPF."""

    def __init__(self) -> None:
        super().__init__("o CRM não tem devedor com este CPF")


class ContactForbidden(RuleBroken):
    """A rule of contact forbids it; `decision` names the rule and when it ends, if it does."""

    def __init__(self, decision: MustNotContact) -> None:
        super().__init__(decision.explanation)
        self.decision = decision


class PhoneInUse(RuleBroken):
    """Another debtor's conversation is open on the same phone."""

    def __init__(self) -> None:
        super().__init__("há uma conversa aberta com outra pessoa neste mesmo telefone")


@dataclass(frozen=True, slots=True)
class Opened:
    """The conversation that is open now; `scheduled_for` is when its first message leaves, if later."""

    conversation_id: ConversationId
    scheduled_for: datetime | None
    already_open: bool = False


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """Fetches the debtor from the CRM and sends the approved template, when the rules of contact let it.

    A debtor with an active conversation keeps that one: asking twice opens one.

    Raises:
        DebtorNotFound: the CRM has none.
        ContactForbidden: a rule of contact says no.
        PhoneInUse: somebody else is being talked to on this phone.
        CrmUnavailable, StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    crm: Crm
    dispatcher: Dispatcher
    clock: Clock
    holidays: HolidayCalendar
    policy: Policy
    rules: ContactRules
    template: OpeningTemplate
    new_id: NewId

    async def __call__(self, cpf: Cpf) -> Opened:
        """Open a conversation with the debtor of `cpf`, now or at the next allowed moment."""
        record = await self.crm.find_debtor(cpf)
        if record is None:
            raise DebtorNotFound
        try:
            opened = await self._transact(record)
        except (ConversationAlreadyOpen, StaleAggregate):
            # Somebody opened it at the same moment: now it is found open.
            opened = await self._transact(record)
        await self.dispatcher.nudge(opened.conversation_id)
        return opened

    async def _transact(self, record: DebtorRecord) -> Opened:
        async with self.uow() as uow:
            opened = await self._open(uow, record, self.clock.now())
            await uow.commit()
        return opened

    async def _open(self, uow: UnitOfWork, record: DebtorRecord, now: datetime) -> Opened:
        debtor = await self._remember(uow, record)
        active = await uow.negotiations.active_of(debtor.id)
        if active is not None:
            return Opened(active.id, active.opened_at if active.opened_at > now else None, already_open=True)
        contact = Contact(record.phone.digits, debtor.whatsapp_user_id)
        await self._hold_phone_free(uow, contact)
        at = await self._when(uow, debtor, now)
        negotiation, opened = open_negotiation(
            ConversationId(self.new_id()),
            debtor.id,
            debtor.first_name,
            self._stake(record, now),
            self.policy,
            at,
        )
        await uow.negotiations.add(negotiation, contact, [opened], now)
        await uow.outbox.put([self._first_message(negotiation, contact, at)], now)
        return Opened(negotiation.id, at if at > now else None)

    async def _remember(self, uow: UnitOfWork, record: DebtorRecord) -> Debtor:
        known = await uow.debtors.by_cpf(record.cpf)
        debtor = known.refreshed(record) if known else Debtor(DebtorId(self.new_id()), record)
        if debtor != known:
            await uow.debtors.save(debtor)
        return debtor

    async def _hold_phone_free(self, uow: UnitOfWork, contact: Contact) -> None:
        """Refuse a second conversation on one phone: answers would go to the wrong person's."""
        latest = await uow.conversations.latest_with(contact)
        if latest is not None and (await uow.negotiations.get(latest)).status is Status.ACTIVE:
            raise PhoneInUse

    async def _when(self, uow: UnitOfWork, debtor: Debtor, now: datetime) -> datetime:
        history = await uow.debtors.contact_history(debtor.id)
        record = debtor.record
        year = business_date(now).year
        decision = decide_contact(
            record,
            history,
            self.rules,
            now,
            time_zone_of(record.uf, record.phone),
            self.holidays.holidays(record.uf, year, year + 1),
        )
        if isinstance(decision, MustNotContact):
            raise ContactForbidden(decision)
        return decision.at

    def _stake(self, record: DebtorRecord, now: datetime) -> DebtAtStake:
        """Return the debts of one creditor, the one with the oldest, as one: a person negotiates once."""
        collectable = collectable_debts(record, self.rules, business_date(now))
        oldest = min(collectable, key=lambda debt: debt.due_date)
        debts = [debt for debt in collectable if debt.creditor == oldest.creditor]
        return DebtAtStake(
            balance=sum((debt.amount for debt in debts[1:]), debts[0].amount),
            original_amount=sum((debt.original_amount for debt in debts[1:]), debts[0].original_amount),
            due_date=oldest.due_date,
            creditor=oldest.creditor,
            description=", ".join(dict.fromkeys(debt.description for debt in debts)),
        )

    def _first_message(self, negotiation: Negotiation, contact: Contact, at: datetime) -> OutgoingMessage:
        return OutgoingMessage(
            key=turn_key(negotiation.id, 0, 0),
            message_id=MessageId(self.new_id()),
            conversation_id=negotiation.id,
            to=contact,
            parcel=self.template.addressed_to(negotiation.first_name),
            available_at=at,
        )
