"""Answer someone with whom no conversation was ever opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from application.outgoing import OutgoingMessage, TextParcel
from application.ports.narrator import Speaker
from application.ports.unit_of_work import UnitOfWork
from application.ports.webhook_gate import InboundMessage
from domain.messaging.contact import Contact
from domain.shared.calendar import business_date
from domain.shared.ids import ConversationId, MessageId

_ASKS_NOTHING = frozenset({"reaction", "system"})


@dataclass(frozen=True, slots=True)
class AnswerStranger:
    """Tells a stranger, once a day, that nothing is open for them here; nothing is disclosed.

    Who only looks like a stranger, because they write under another number or user id than before, is handed
    over to their conversation instead.
    """

    speaker: Speaker
    new_id: Callable[[], UUID]

    async def __call__(self, uow: UnitOfWork, message: InboundMessage, now: datetime) -> ConversationId:
        """Queue the answer in the transaction at hand; return the thread in which something waits now."""
        known = await uow.known_contacts.adopt(message, now)
        if known is not None:
            return known
        thread = thread_with(message.contact)
        if message.type in _ASKS_NOTHING:
            return thread
        answer = OutgoingMessage(
            key=f"{thread}.{business_date(now)}",
            message_id=MessageId(self.new_id()),
            conversation_id=thread,
            to=message.contact,
            parcel=TextParcel(self._text()),
            available_at=now,
        )
        await uow.outbox.put([answer], now)
        return thread

    def _text(self) -> str:
        where = " ou ".join(part for part in (self.speaker.phone, self.speaker.site) if part)
        official = f" Se precisar de algo, fale com a gente em {where}." if where else ""
        return f"Olá! Sou um assistente digital e não há atendimento aberto para este número.{official}"


def thread_with(contact: Contact) -> ConversationId:
    """Return the id of the thread with somebody we know nothing of: always the same for the same contact."""
    return ConversationId(uuid5(NAMESPACE_OID, f"stranger {contact.user_id or contact.phone}"))
