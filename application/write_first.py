"""Write to a debtor who agreed, without being asked: when, how, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.assess_agreement import Standing
from application.assess_contact import AssessContact
from application.conversation import Held
from application.following_templates import FollowingTemplates
from application.news_of_agreement import Word
from application.outgoing import MessageParcel, OutgoingMessage, TextParcel
from application.ports.clock import Clock
from application.ports.narrator import Speaker, VoiceContext
from application.ports.unit_of_work import UnitOfWorkFactory
from application.say import Say
from application.second_copy import in_view, instructions
from domain.identity.contact_rule import ContactRule, MayContact, MustNotContact
from domain.identity.debt import Debt
from domain.identity.debtor import Debtor, DebtorRecord
from domain.messaging.contact import Contact
from domain.messaging.service_window import ServiceWindow
from domain.negotiation.identity_again import lapsed_identity
from domain.negotiation.negotiation import Negotiation, say
from domain.negotiation.reply import Reply, ReplyKind
from domain.shared.calendar import business_date
from domain.shared.ids import MessageId

_WITH_CODES = frozenset({ReplyKind.REMINDER, ReplyKind.DUE_TODAY})
# They answer what the debtor just did: while the chat is open, they are no contact of ours to be counted.
_ANSWERS = frozenset({ReplyKind.PAYMENT_RECEIVED, ReplyKind.AGREEMENT_PAID, ReplyKind.OVERPAID})


@dataclass(frozen=True, slots=True)
class Written:
    """What becomes of a word: a message, a later moment for it, or neither when it is never to be said."""

    message: OutgoingMessage | None = None
    postponed_until: datetime | None = None
    was_free: bool = False


@dataclass(frozen=True, slots=True)
class WriteFirst:
    """Says a word to a debtor under the rules of contact: freely while their 24-hour window is open and they
    are known to be themselves, else by an approved template that gives nothing away.

    Raises:
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    assess: AssessContact
    templates: FollowingTemplates
    say: Say
    clock: Clock
    speaker: Speaker
    new_id: Callable[[], UUID]

    async def __call__(self, held: Held, standing: Standing, word: Word) -> Written:
        """Return the message that says `word`, or when to try again."""
        now = self.clock.now()
        negotiation, _ = lapsed_identity(held.negotiation, now)
        free = negotiation.verified and ServiceWindow(held.conversation.last_inbound_at).is_open(now)
        at = await self._allowed_from(held, standing, now, is_answer=free and word.kind in _ANSWERS)
        if at is None or at > now:
            return Written(postponed_until=at)
        parcel = (
            TextParcel(await self._text(held, standing, word), starts=word.kind not in _ANSWERS)
            if free
            else self.templates.of(word.kind, negotiation.first_name)
        )
        return (
            Written(self._message(held, standing, word, parcel, now), was_free=free) if parcel else Written()
        )

    async def _allowed_from(
        self, held: Held, standing: Standing, now: datetime, *, is_answer: bool
    ) -> datetime | None:
        """Return from when the debtor may be written to; None when a rule forbids it for good."""
        record = _as_agreed(held.debtor, held.negotiation, standing)
        async with self.uow() as uow:
            histories = await uow.debtors.contact_histories([record])
        match self.assess(record, histories[record.cpf], now):
            case MayContact(at):
                return at
            case MustNotContact(ContactRule.FREQUENCY) if is_answer:
                return self.assess.leaves_from(record, now)
            case MustNotContact(_, _, until):
                return until

    async def _text(self, held: Held, standing: Standing, word: Word) -> str:
        negotiation = held.negotiation
        voice = VoiceContext(
            business_date(self.clock.now()),
            negotiation.policy.empathy,
            self.speaker,
            negotiation.turns,
            held.last_text,
            negotiation.id,
        )
        return await self.say(_reply(negotiation, standing, word), voice)

    def _message(
        self, held: Held, standing: Standing, word: Word, parcel: MessageParcel, now: datetime
    ) -> OutgoingMessage:
        conversation = held.conversation
        return OutgoingMessage(
            key=f"{standing.agreement.id}.{word.keys[0]}",
            message_id=MessageId(self.new_id()),
            conversation_id=conversation.id,
            to=Contact(held.debtor.whatsapp_phone.digits, conversation.contact.user_id),
            parcel=parcel,
            available_at=now,
        )


def _reply(negotiation: Negotiation, standing: Standing, word: Word) -> Reply:
    reply = replace(say(negotiation, word.kind), received=word.received)
    entry = standing.account.entry(word.installment) if word.installment else None
    if entry is None:
        return reply
    document = standing.standing_document(entry.due.number) if word.kind in _WITH_CODES else None
    reply = replace(reply, installment=in_view(standing, entry, document))
    return replace(reply, payment=instructions(document)) if document else reply


def _as_agreed(debtor: Debtor, negotiation: Negotiation, standing: Standing) -> DebtorRecord:
    """Return the debtor as one who owes what was agreed, whatever the CRM tells of the debt by now."""
    agreement, debt = standing.agreement, negotiation.debt
    since = business_date(agreement.reached_at)
    owed = Debt(agreement.total, agreement.total, since, debt.creditor, debt.description)
    return replace(debtor.record, phone=debtor.whatsapp_phone, debts=(owed,))
