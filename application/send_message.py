"""Send a message that somebody else wrote, through the same outbox."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.conversation import Conversation
from application.outgoing import FileParcel, OutgoingMessage, TextParcel, others_key
from application.ports.clock import Clock
from application.ports.dispatcher import Dispatcher
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.messaging.service_window import ServiceWindow
from domain.negotiation.events import EndReason
from domain.shared.errors import RuleBroken
from domain.shared.ids import ConversationId, MessageId

_SILENCED = frozenset({EndReason.OPTED_OUT, EndReason.WRONG_PERSON})


class OutsideServiceWindow(RuleBroken):
    """Free messages may leave only within 24 hours of the debtor's last one."""

    def __init__(self) -> None:
        super().__init__("o devedor não escreve há mais de 24 horas: só um modelo aprovado pode sair")


class NotTheirs(RuleBroken):
    """Whoever is there has not proven to be the debtor, is not, or asked for silence."""

    def __init__(self) -> None:
        super().__init__("quem está nesta conversa pediu silêncio, não é o devedor ou não confirmou quem é")


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Queues a text or a file for the debtor of a conversation; the same idempotency key sends it once.

    Raises:
        NotFound: there is no such conversation.
        NotTheirs: nobody there may read what is for the debtor.
        OutsideServiceWindow: the debtor wrote too long ago, or never.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    dispatcher: Dispatcher
    clock: Clock
    new_id: Callable[[], UUID]

    async def __call__(
        self, conversation_id: ConversationId, parcel: TextParcel | FileParcel, idempotency_key: str | None
    ) -> MessageId:
        """Queue `parcel`; return the message's id, the first one's when the key was used before."""
        now = self.clock.now()
        async with self.uow() as uow:
            message_id = await self._queue(uow, conversation_id, parcel, idempotency_key, now)
            await uow.commit()
        await self.dispatcher.nudge(conversation_id)
        return message_id

    async def _queue(
        self,
        uow: UnitOfWork,
        conversation_id: ConversationId,
        parcel: TextParcel | FileParcel,
        idempotency_key: str | None,
        now: datetime,
    ) -> MessageId:
        message_id = MessageId(self.new_id())
        key = _key(conversation_id, idempotency_key or str(message_id))
        queued = await uow.views.message_of_key(key)
        if queued is not None:
            return queued
        conversation = await uow.conversations.get(conversation_id)
        negotiation = await uow.negotiations.get(conversation_id)
        if (
            not negotiation.verified
            or negotiation.end in _SILENCED
            or await _wants_silence(uow, conversation)
        ):
            raise NotTheirs
        if not ServiceWindow(conversation.last_inbound_at).is_open(now):
            raise OutsideServiceWindow
        message = OutgoingMessage(key, message_id, conversation_id, conversation.contact, parcel, now)
        await uow.outbox.put([message], now)
        return await uow.views.message_of_key(key) or message_id


async def _wants_silence(uow: UnitOfWork, conversation: Conversation) -> bool:
    """Tell whether the debtor opted out, after an agreement too, and has not written since."""
    debtor = await uow.debtors.get(conversation.debtor_id)
    histories = await uow.debtors.contact_histories([debtor.record])
    return histories[debtor.record.cpf].wants_silence


def _key(conversation_id: ConversationId, idempotency_key: str) -> str:
    """Return a business key that says nothing of what the caller put into theirs."""
    return others_key(conversation_id, hashlib.sha256(idempotency_key.encode()).hexdigest()[:32])
