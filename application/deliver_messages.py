"""Hand the outbox of a conversation to the channel, in order."""

import logging
from base64 import b64decode
from dataclasses import dataclass
from datetime import timedelta

from application.outgoing import (
    ClaimedMessage,
    FileParcel,
    MessageParcel,
    SlipParcel,
    TemplateParcel,
    TextParcel,
)
from application.ports.clock import Clock
from application.ports.messenger import (
    DeliveryUncertain,
    DocumentContent,
    MessageRejected,
    Messenger,
    MessengerUnavailable,
    OutboundMessage,
    SenderBlocked,
    TemplateContent,
    TextContent,
)
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from application.render_documents import RenderDocuments
from domain.messaging.service_window import ServiceWindow
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)

# Longer than rendering, upload and send take together; a holder that died is waited for this long,
# so that the statuses of what it may have sent can settle it first.
CLAIM = timedelta(seconds=45)
# The provider's first status comes within seconds; silence for this long means it never took the message.
RECONCILIATION = timedelta(minutes=5)
SENDER_PAUSE = timedelta(minutes=5)
_SLOWEST_RETRY = timedelta(minutes=10)


class WindowClosed(Exception):
    """Free text may not leave more than 24 hours after the debtor last wrote."""


@dataclass(frozen=True, slots=True)
class DeliverMessages:
    """Sends what is due in a conversation, one by one: a later message never overtakes an earlier one.

    Each message is claimed before it is sent. When nobody can know whether the provider took it, its
    statuses are waited for before it is sent again.

    Raises:
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    messenger: Messenger
    render: RenderDocuments
    clock: Clock

    async def __call__(self, conversation_id: ConversationId) -> int:
        """Send everything that is due; return how many the provider accepted."""
        accepted = 0
        while (claimed := await self._claim(conversation_id)) is not None:
            accepted += await self._deliver(claimed)
        return accepted

    async def _claim(self, conversation_id: ConversationId) -> ClaimedMessage | None:
        now = self.clock.now()
        async with self.uow() as uow:
            claimed = await uow.outbox.claim(conversation_id, now, now + CLAIM)
            await uow.commit()
        return claimed

    async def _deliver(self, claimed: ClaimedMessage) -> bool:
        message = claimed.message
        try:
            await self._hold_to_window(message.conversation_id, message.parcel)
            content = await self._content(message.parcel)
            provider_id = await self.messenger.send(OutboundMessage(message.key, message.to, content))
        except MessengerUnavailable as unavailable:
            wait = max(unavailable.retry_after, _backoff(claimed.attempts))
            await self._give_back(message.key, wait, unavailable.reason)
        except DeliveryUncertain:
            async with self.uow() as uow:
                await uow.outbox.uncertain(message.key, self.clock.now() + RECONCILIATION)
                await uow.commit()
        except (MessageRejected, WindowClosed) as rejected:
            await self._bury(message.key, str(rejected))
        except SenderBlocked as blocked:
            log.error("sender blocked", extra={"reason": blocked.reason, "code": blocked.code})
            await self._give_back(message.key, SENDER_PAUSE, blocked.reason)
        else:
            async with self.uow() as uow:
                await uow.outbox.sent(message.key, provider_id, self.clock.now())
                await uow.commit()
            return True
        return False

    async def _hold_to_window(self, conversation_id: ConversationId, parcel: MessageParcel) -> None:
        if isinstance(parcel, TemplateParcel):
            return
        async with self.uow() as uow:
            try:
                conversation = await uow.conversations.get(conversation_id)
            except NotFound:
                # A stranger's thread: it exists because they wrote a moment ago.
                return
        if not ServiceWindow(conversation.last_inbound_at).is_open(self.clock.now()):
            raise WindowClosed("fora da janela de 24 horas")

    async def _content(self, parcel: MessageParcel) -> TextContent | TemplateContent | DocumentContent:
        match parcel:
            case TextParcel(body):
                return TextContent(body)
            case TemplateParcel(name, language, parameters, preview):
                return TemplateContent(name, language, parameters, preview)
            case SlipParcel(agreement_id, installments, filename, caption):
                pdf = await self.render(agreement_id, installments)
                return DocumentContent(filename, "application/pdf", pdf, caption)
            case FileParcel(filename, media_type, data, caption):
                return DocumentContent(filename, media_type, b64decode(data), caption)

    async def _give_back(self, key: str, wait: timedelta, reason: str) -> None:
        async with self.uow() as uow:
            await uow.outbox.retry(key, self.clock.now() + wait, reason)
            await uow.commit()

    async def _bury(self, key: str, reason: str) -> None:
        log.warning("message never accepted", extra={"key": key, "reason": reason})
        async with self.uow() as uow:
            await uow.outbox.bury(key, reason, self.clock.now())
            await uow.commit()


def _backoff(attempts: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(attempts, 10)), _SLOWEST_RETRY)
