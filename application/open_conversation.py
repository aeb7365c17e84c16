"""Open a conversation with the debtor of a CPF."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.assess_contact import AssessContact
from application.beyond_agreements import beyond_agreements
from application.find_debtor import FindDebtor
from application.opening_template import OpeningTemplate
from application.outgoing import OutgoingMessage, turn_key
from application.ports.clock import Clock
from application.ports.dispatcher import Dispatcher
from application.ports.negotiation_repository import ConversationAlreadyOpen, StaleAggregate
from application.ports.telemetry import Counted, Telemetry
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.renegotiate import Renegotiate, Stake
from domain.identity.contact import collectable_debts
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.identity.debt import Debt
from domain.identity.debtor import Debtor, DebtorRecord
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
        super().__init__(f"{decision.explanation} [{decision.rule}]")
        self.decision = decision


class PhoneInUse(RuleBroken):
    """Another debtor's conversation is open on the same phone."""

    def __init__(self) -> None:
        super().__init__("há uma conversa aberta com outra pessoa neste mesmo telefone")


class NotYet(RuleBroken):
    """The debtor may be contacted, but not before `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__("o contato é permitido mais tarde")
        self.at = at


@dataclass(frozen=True, slots=True)
class Opened:
    """The conversation that is open now; `scheduled_for` is when its first message leaves, if later."""

    conversation_id: ConversationId
    scheduled_for: datetime | None
    already_open: bool = False


KeepToo = Callable[[UnitOfWork, Opened], Awaitable[None]]


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
    find_debtor: FindDebtor
    dispatcher: Dispatcher
    clock: Clock
    assess: AssessContact
    policy: Policy
    template: OpeningTemplate
    new_id: NewId
    telemetry: Telemetry
    renegotiate: Renegotiate

    async def __call__(self, cpf: Cpf) -> Opened:
        """Open a conversation with the debtor of `cpf`, now or at the next allowed moment."""
        opened = await self._opened(await self.find(cpf), None)
        if not opened.already_open:
            how = "scheduled" if opened.scheduled_for else "first"
            self.telemetry.count(Counted.CONVERSATIONS_OPENED, how)
        return opened

    async def find(self, cpf: Cpf) -> DebtorRecord:
        """Return the debtor of `cpf` as the CRM knows them, complete enough to be contacted."""
        found = await self.find_debtor(cpf)
        if isinstance(found, DebtorRecord):
            return found
        self.telemetry.count(Counted.CONTACTS_REFUSED, found.rule)
        if found.rule is ContactRule.NOT_IN_CRM:
            raise DebtorNotFound
        raise ContactForbidden(found)

    async def right_now(self, record: DebtorRecord, keep_too: KeepToo) -> Opened:
        """Open a conversation whose first message may leave now; what `keep_too` keeps is kept along with it.

        Raises:
            NotYet: it may leave later; nothing was kept.
        """
        opened = await self._opened(record, keep_too)
        if not opened.already_open:
            self.telemetry.count(Counted.CONVERSATIONS_OPENED, "campaign")
        return opened

    async def _opened(self, record: DebtorRecord, keep_too: KeepToo | None) -> Opened:
        try:
            try:
                opened = await self._transact(record, keep_too)
            except (ConversationAlreadyOpen, StaleAggregate):
                # Somebody opened it at the same moment: now it is found open.
                opened = await self._transact(record, keep_too)
        except ContactForbidden as forbidden:
            self.telemetry.count(Counted.CONTACTS_REFUSED, forbidden.decision.rule)
            raise
        await self.dispatcher.nudge(opened.conversation_id)
        return opened

    async def _transact(self, record: DebtorRecord, keep_too: KeepToo | None) -> Opened:
        async with self.uow() as uow:
            opened = await self._open(uow, record, self.clock.now(), at_once=keep_too is not None)
            if keep_too is not None and not opened.already_open:
                await keep_too(uow, opened)
            await uow.commit()
        return opened

    async def _open(self, uow: UnitOfWork, record: DebtorRecord, now: datetime, *, at_once: bool) -> Opened:
        debtor = await self._remember(uow, record)
        active = await uow.negotiations.active_of(debtor.id)
        if active is not None:
            return Opened(active.id, active.opened_at if active.opened_at > now else None, already_open=True)
        contact = Contact(debtor.whatsapp_phone.digits, debtor.whatsapp_user_id)
        await uow.conversations.reserve(contact)
        left = await self._left(uow, debtor.id, record, now)
        at = await self._when(uow, debtor, now)
        if at_once and at > now:
            raise NotYet(at)
        await self._hold_phone_free(uow, contact)
        stake = left if isinstance(left, Stake) else self._stake(left, now)
        negotiation = await self._begin(uow, debtor, contact, stake, at)
        await uow.contact_queue.count_start(at)
        return Opened(negotiation.id, at if at > now else None)

    async def _begin(
        self, uow: UnitOfWork, debtor: Debtor, contact: Contact, stake: Stake, at: datetime
    ) -> Negotiation:
        now = self.clock.now()
        negotiation, opened = open_negotiation(
            ConversationId(self.new_id()),
            debtor.id,
            debtor.first_name,
            stake.debt,
            stake.policy,
            at,
            renegotiates=stake.renegotiates,
        )
        await uow.negotiations.add(negotiation, contact, [opened], now)
        await uow.outbox.put([self._first_message(negotiation, contact, at)], now)
        return negotiation

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
        record = replace(debtor.record, phone=debtor.whatsapp_phone)
        histories = await uow.debtors.contact_histories([record])
        decision = self.assess(record, histories[record.cpf], now)
        if isinstance(decision, MustNotContact):
            raise ContactForbidden(decision)
        return decision.at

    async def _left(
        self, uow: UnitOfWork, debtor_id: DebtorId, record: DebtorRecord, now: datetime
    ) -> Stake | DebtorRecord:
        """Return what is left of an agreement that broke, else the debtor with what no agreement is about."""
        rules = self.assess.rules
        left = await beyond_agreements(uow, self.renegotiate, rules, debtor_id, record, now)
        if isinstance(left, MustNotContact):
            raise ContactForbidden(left)
        return left

    def _stake(self, record: DebtorRecord, now: datetime) -> Stake:
        collectable = collectable_debts(record, self.assess.rules, business_date(now))
        return Stake(_as_one(collectable), self.policy)

    def _first_message(self, negotiation: Negotiation, contact: Contact, at: datetime) -> OutgoingMessage:
        return OutgoingMessage(
            key=turn_key(negotiation.id, 0, 0),
            message_id=MessageId(self.new_id()),
            conversation_id=negotiation.id,
            to=contact,
            parcel=self.template.addressed_to(negotiation.first_name),
            available_at=at,
        )


def _as_one(collectable: tuple[Debt, ...]) -> DebtAtStake:
    """Return the debts of one creditor, the one with the oldest, as one: a person negotiates once."""
    oldest = min(collectable, key=lambda debt: debt.due_date)
    debts = [debt for debt in collectable if debt.creditor == oldest.creditor]
    return DebtAtStake(
        balance=sum((debt.amount for debt in debts[1:]), debts[0].amount),
        original_amount=sum((debt.original_amount for debt in debts[1:]), debts[0].original_amount),
        due_date=oldest.due_date,
        creditor=oldest.creditor,
        description=", ".join(dict.fromkeys(debt.description for debt in debts)),
    )
