"""Hold a message that we start to the rules of contact, also when it is late."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.assess_contact import AssessContact
from application.outgoing import OutgoingMessage, TemplateParcel, turn_key
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.identity.contact import ContactHistory
from domain.identity.contact_rule import ContactRule, MayContact, MustNotContact
from domain.identity.debtor import DebtorRecord

# When no hour is allowed within a month, the rules may be others tomorrow.
_ASK_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of whom a message is for; `is_latest` says that its conversation is their newest."""

    record: DebtorRecord
    history: ContactHistory
    is_latest: bool


@dataclass(frozen=True, slots=True)
class HoldToContactRules:
    """Tells whether a message that we start may leave for the debtor of a conversation.

    A retry, a pause of the sender, a process that was down or an operator who brings back what had failed may
    carry a message past the moment for which it was queued, and other messages may have left meanwhile: the
    rules are asked again when it is about to leave. A text that starts goes to somebody who has just written:
    only the hours are asked about.

    Raises:
        NotFound: there is no such conversation.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    assess: AssessContact

    async def __call__(self, message: OutgoingMessage, now: datetime) -> datetime | MustNotContact | None:
        """Return None when it may leave now, the moment before which it must not, or why it never may."""
        match self._decide(await self._known(message), message, now):
            case MayContact(at):
                return at if at > now else None
            case MustNotContact(ContactRule.NO_CONTACT_HOURS):
                return now + _ASK_AGAIN
            case MustNotContact(_, _, until) as forbidden:
                return until or forbidden

    def _decide(self, known: _Known, message: OutgoingMessage, now: datetime) -> MayContact | MustNotContact:
        record, history = known.record, known.history
        if not isinstance(message.parcel, TemplateParcel):
            at = self.assess.leaves_from(record, now)
            return MayContact(at) if at else MustNotContact(ContactRule.NO_CONTACT_HOURS)
        if message.key != turn_key(message.conversation_id, 0, 0):
            return self.assess.departure(record, history, now)
        if not known.is_latest:
            return MustNotContact(ContactRule.SUPERSEDED)
        # The conversation that is open is the one that this message opens.
        return self.assess(record, replace(history, being_talked_to=False), now)

    async def _known(self, message: OutgoingMessage) -> _Known:
        async with self.uow() as uow:
            conversation = await uow.conversations.get(message.conversation_id)
            debtor = await uow.debtors.get(conversation.debtor_id)
            record = replace(debtor.record, phone=debtor.whatsapp_phone)
            histories = await uow.debtors.contact_histories([record], message.message_id)
            is_latest = await uow.conversations.is_latest(conversation.id)
        return _Known(record, histories[record.cpf], is_latest)
