"""Keep what the provider told us, before it is acknowledged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.answer_stranger import AnswerStranger
from application.ports.clock import Clock
from application.ports.dispatcher import Dispatcher
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.ports.webhook_gate import InboundMessage, ProviderEvents, StatusUpdate
from domain.shared.ids import ConversationId, MessageId


@dataclass(frozen=True, slots=True)
class ReceiveEvents:
    """Commits every message and status of one webhook, then announces the conversations they belong to.

    A message seen before changes nothing. The provider is told 200 only after this returned.

    Raises:
        StoreUnavailable: nothing was kept; let the provider send it again.
    """

    uow: UnitOfWorkFactory
    dispatcher: Dispatcher
    clock: Clock
    new_id: Callable[[], UUID]
    answer_stranger: AnswerStranger

    async def __call__(self, events: ProviderEvents) -> tuple[ConversationId, ...]:
        """Keep `events`; return the conversations in which something now waits."""
        now = self.clock.now()
        waiting: dict[ConversationId, None] = {}
        async with self.uow() as uow:
            # Conversations are taken in one order everywhere, so that two webhooks never wait for each other.
            for message in sorted(events.messages, key=_by_contact):
                conversation_id = await self._accept(uow, message, now)
                if conversation_id is not None:
                    waiting[conversation_id] = None
            for status in sorted(events.statuses, key=_by_message):
                await uow.outbox.settle(status, now)
            await uow.commit()
        for conversation_id in waiting:
            await self.dispatcher.nudge(conversation_id)
        return tuple(waiting)

    async def _accept(self, uow: UnitOfWork, message: InboundMessage, now: datetime) -> ConversationId | None:
        conversation_id = await uow.conversations.latest_with(message.contact)
        fresh = await uow.inbox.accept(message, MessageId(self.new_id()), conversation_id, now)
        if not fresh:
            return None
        return conversation_id or await self.answer_stranger(uow, message, now)


def _by_contact(message: InboundMessage) -> tuple[str, str]:
    return message.contact.phone or "", message.contact.user_id or ""


def _by_message(status: StatusUpdate) -> tuple[str, str]:
    return status.key or "", status.provider_message_id
