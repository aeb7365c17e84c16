"""Hand the outbox of a conversation to the channel, in order."""

import logging
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    ChoiceContent,
    Content,
    DeliveryUncertain,
    DocumentContent,
    MessageRejected,
    Messenger,
    MessengerUnavailable,
    OrderContent,
    OutboundMessage,
    SenderBlocked,
    TemplateContent,
    TextContent,
)
from application.ports.unit_of_work import UnitOfWorkFactory
from application.render_documents import RenderDocuments
from domain.messaging.service_window import ServiceWindow
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)

# Longer than rendering, upload and send take together; a holder that died is waited for this long,
# so that the statuses of what it may have sent can settle it first.
CLAIM = timedelta(seconds=45)
# The provider's first status comes within seconds; silence for this long means it never took the message.
RECONCILIATION = timedelta(minutes=1)
SENDER_PAUSE = timedelta(minutes=5)
_SLOWEST_RETRY = timedelta(minutes=10)
_JITTER = 0.25


class WindowClosed(Exception):
    """Free text may not leave more than 24 hours after the debtor last wrote."""


@dataclass(frozen=True, slots=True)
class DeliverMessages:
    """Sends what is due in a conversation, one by one: a later message never overtakes an earlier one.

    Each message is claimed before it is sent. When nobody can know whether the provider took it, its statuses
    are waited for before it is sent again. A sender that the provider refuses rests in every process, and is
    tried again after a while. Every unit of work here is one call; `chance` gives a number from 0 to 1.

    Raises:
        StoreUnavailable: try again.
    """

    at_once: UnitOfWorkFactory
    messenger: Messenger
    render: RenderDocuments
    clock: Clock
    chance: Callable[[], float]

    async def __call__(self, conversation_id: ConversationId) -> int:
        """Send everything that is due; return how many the provider accepted."""
        accepted = 0
        while (claimed := await self._claim(conversation_id)) is not None:
            accepted += await self._deliver(claimed)
            if claimed.is_last:
                break
        return accepted

    async def from_first(self, claimed: ClaimedMessage) -> int:
        """Send a message that is claimed already, and then what stands behind it."""
        accepted = int(await self._deliver(claimed))
        return accepted if claimed.is_last else accepted + await self(claimed.message.conversation_id)

    async def _claim(self, conversation_id: ConversationId) -> ClaimedMessage | None:
        now = self.clock.now()
        async with self.at_once() as uow:
            return await uow.outbox.claim(conversation_id, now, now + CLAIM)

    async def _deliver(self, claimed: ClaimedMessage) -> bool:
        message = claimed.message
        if claimed.doubtful:
            log.warning("message may leave twice", extra={"key": message.key})
        try:
            _hold_to_window(claimed, self.clock.now())
            content = await self._content(message.parcel)
            provider_id = await self.messenger.send(OutboundMessage(message.key, message.to, content))
        except MessengerUnavailable as unavailable:
            await self._give_back(message.key, self._wait(unavailable, claimed.attempts), unavailable.reason)
        except DeliveryUncertain:
            async with self.at_once() as uow:
                await uow.outbox.uncertain(message.key, self.clock.now() + RECONCILIATION)
        except (MessageRejected, WindowClosed) as rejected:
            await self._bury(message.key, str(rejected))
        except SenderBlocked as blocked:
            await self._block(message.key, blocked)
        else:
            async with self.at_once() as uow:
                await uow.outbox.sent(message.key, provider_id, self.clock.now())
            return True
        return False

    def _wait(self, unavailable: MessengerUnavailable, attempts: int) -> timedelta:
        """Return a wait that grows with each attempt, and is not the same for all who failed at once."""
        growth: int = unavailable.growth ** min(attempts - 1, 10)
        longest = max(_SLOWEST_RETRY, unavailable.retry_after)
        return min(unavailable.retry_after * growth, longest) * (1 + _JITTER * self.chance())

    async def _block(self, key: str, blocked: SenderBlocked) -> None:
        now = self.clock.now()
        async with self.at_once() as uow:
            if await uow.outbox.block_sender(now + SENDER_PAUSE, blocked.reason, now):
                log.error("sender blocked", extra={"reason": blocked.reason, "code": blocked.code})
        await self._give_back(key, timedelta(), blocked.reason)

    async def _content(self, parcel: MessageParcel) -> Content:
        match parcel:
            case TextParcel(body):
                return TextContent(body)
            case ChoiceContent() | OrderContent():
                return parcel
            case TemplateParcel():
                return await self._template(parcel)
            case SlipParcel():
                return await self._slip(parcel)
            case FileParcel(filename, media_type, data, caption):
                return DocumentContent(filename, media_type, b64decode(data), caption)

    async def _template(self, parcel: TemplateParcel) -> TemplateContent:
        return TemplateContent(
            parcel.name,
            parcel.language,
            parcel.parameters,
            parcel.preview,
            parcel.header,
            await self._slip(parcel.slip) if parcel.slip else None,
            parcel.buttons,
        )

    async def _slip(self, parcel: SlipParcel) -> DocumentContent:
        pdf = await self.render(parcel.agreement_id, parcel.installments)
        return DocumentContent(parcel.filename, "application/pdf", pdf, parcel.caption)

    async def _give_back(self, key: str, wait: timedelta, reason: str) -> None:
        async with self.at_once() as uow:
            await uow.outbox.retry(key, self.clock.now() + wait, reason)

    async def _bury(self, key: str, reason: str) -> None:
        log.warning("message never accepted", extra={"key": key, "reason": reason})
        async with self.at_once() as uow:
            await uow.outbox.bury(key, reason, self.clock.now())


def _hold_to_window(claimed: ClaimedMessage, now: datetime) -> None:
    if isinstance(claimed.message.parcel, TemplateParcel):
        return
    if not ServiceWindow(claimed.last_inbound_at).is_open(now):
        raise WindowClosed("fora da janela de 24 horas")
