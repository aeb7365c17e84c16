"""Keep what the provider told us, before it is acknowledged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.answer_stranger import AnswerStranger
from application.follow_refusal import FollowRefusal
from application.ports.clock import Clock
from application.ports.dispatcher import Dispatcher
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.ports.webhook_gate import InboundMessage, ProviderEvents, StatusUpdate
from application.refusal import Remedy
from domain.shared.ids import ConversationId, MessageId


@dataclass(frozen=True, slots=True)
class ReceiveEvents:
    """Commits every message and status of one webhook, then announces the conversations they belong to.

    A message seen before changes nothing. The provider is told 200 only after this returned. Each call keeps
    what it was given, so that a webhook cut short is made whole when the provider sends it again.

    Raises:
        StoreUnavailable: not all was kept; let the provider send it again.
    """

    at_once: UnitOfWorkFactory
    dispatcher: Dispatcher
    clock: Clock
    new_id: Callable[[], UUID]
    answer_stranger: AnswerStranger
    follow_refusal: FollowRefusal

    async def __call__(self, events: ProviderEvents) -> tuple[ConversationId, ...]:
        """Keep `events`; return the conversations in which something now waits."""
        if not events.messages and not events.statuses:
            return ()
        async with self.at_once() as uow:
            waiting = await self._accept(uow, events.messages) if events.messages else ()
            plain = [status for status in events.statuses if not _calls_for_more(status)]
            await uow.outbox.settle(plain, self.clock.now())
        for failure in filter(_calls_for_more, events.statuses):
            await self.follow_refusal.told(failure)
        for conversation_id in waiting:
            await self.dispatcher.nudge(conversation_id)
        return waiting

    async def _accept(
        self, uow: UnitOfWork, messages: Sequence[InboundMessage]
    ) -> tuple[ConversationId, ...]:
        now = self.clock.now()
        given = {MessageId(self.new_id()): message for message in messages}
        waiting: dict[ConversationId, None] = {}
        for accepted in await uow.inbox.accept(tuple(given.items()), now):
            thread = accepted.conversation_id
            if thread is None:
                thread = await self.answer_stranger(uow, given[accepted.message_id], now)
            waiting[thread] = None
        return tuple(waiting)


def _calls_for_more(status: StatusUpdate) -> bool:
    """Tell whether more follows from a status than that it is kept."""
    return status.refusal is not None and status.refusal.remedy is not Remedy.GIVE_UP
