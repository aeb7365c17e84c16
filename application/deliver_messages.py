"""Hand the outbox of a conversation to the channel, in order."""

import asyncio
import logging
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.backoff import wait_after
from application.follow_refusal import FollowRefusal
from application.hold_to_contact_rules import HoldToContactRules
from application.outgoing import (
    ClaimedMessage,
    FileParcel,
    MessageParcel,
    OutgoingMessage,
    SlipParcel,
    TemplateParcel,
    TextParcel,
    turn_key,
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
    ProviderMessageId,
    SenderBlocked,
    TemplateContent,
    TextContent,
)
from application.ports.outbox import NOT_NEEDED
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from application.refusal import Refusal, Remedy
from application.render_documents import RenderDocuments
from domain.identity.contact_rule import MustNotContact
from domain.messaging.service_window import ServiceWindow
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)

# Longer than rendering, upload and send take together; a holder that died is waited for this long,
# so that the statuses of what it may have sent can settle it first.
CLAIM = timedelta(seconds=45)
# The provider's first status comes within seconds; silence for this long means it never took the message.
RECONCILIATION = timedelta(minutes=1)
# Between two tries to keep what the provider calls a message that it took: together less than a claim lasts,
# and none longer than the statuses of a lost process are waited for.
_KEEP_AGAIN_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)
_WINDOW_CLOSED = Refusal(Remedy.TEMPLATE, "fora da janela de 24 horas")


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
    follow_refusal: FollowRefusal
    hold_to_contact_rules: HoldToContactRules
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

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
        if claimed.doubtful:
            log.warning("message may leave twice", extra={"key": claimed.message.key})
        return not await self._stays(claimed) and await self._send(claimed)

    async def _stays(self, claimed: ClaimedMessage) -> bool:
        """Tell whether the message must not leave now, and keep what becomes of it."""
        message, now = claimed.message, self.clock.now()
        if _window_is_closed(claimed, now):
            await self.follow_refusal(claimed, _WINDOW_CLOSED)
            return True
        if _is_needless(claimed):
            async with self.at_once() as uow:
                await uow.outbox.bury(message.key, NOT_NEEDED, now)
            return True
        held = await self._held(message, now)
        if held is None:
            return False
        async with self.at_once() as uow:
            if isinstance(held, MustNotContact):
                await uow.outbox.bury(message.key, held.explanation, now)
            else:
                await uow.outbox.retry(message.key, held, "espera pelas regras de contato", counted=False)
        return True

    async def _send(self, claimed: ClaimedMessage) -> bool:
        message = claimed.message
        try:
            content = await self._content(message.parcel)
            provider_id = await self.messenger.send(OutboundMessage(message.key, message.to, content))
        except MessengerUnavailable as unavailable:
            await self._give_back(claimed, unavailable)
        except DeliveryUncertain:
            async with self.at_once() as uow:
                await uow.outbox.uncertain(message.key, self.clock.now() + RECONCILIATION)
        except MessageRejected as rejected:
            await self.follow_refusal(claimed, Refusal(rejected.remedy, rejected.reason, rejected.code))
        except SenderBlocked as blocked:
            await self.follow_refusal(claimed, Refusal(Remedy.STOP_SENDER, blocked.reason, blocked.code))
        else:
            await self._record(message, provider_id)
            return True
        return False

    async def _held(self, message: OutgoingMessage, now: datetime) -> datetime | MustNotContact | None:
        """Return why a message that we start must not leave now, or until when, if it must not."""
        return await self.hold_to_contact_rules(message, now) if _is_started_by_us(message.parcel) else None

    async def _record(self, message: OutgoingMessage, provider_id: ProviderMessageId) -> None:
        """Keep that the provider took a message, or it would leave twice for a database that was away."""
        for seconds in _KEEP_AGAIN_SECONDS:
            try:
                await self._keep_sent(message, provider_id)
            except StoreUnavailable:
                await self.pause(seconds)
            else:
                return
        await self._keep_sent(message, provider_id)

    async def _keep_sent(self, message: OutgoingMessage, provider_id: ProviderMessageId) -> None:
        async with self.at_once() as uow:
            await uow.outbox.sent(message.key, provider_id, self.clock.now())
            if isinstance(message.parcel, TemplateParcel):
                await uow.templates.accepted(message.parcel.name, message.parcel.language)

    async def _give_back(self, claimed: ClaimedMessage, unavailable: MessengerUnavailable) -> None:
        attempts = claimed.attempts if unavailable.asked else 1
        wait = wait_after(attempts, unavailable.retry_after, unavailable.growth, self.chance())
        async with self.at_once() as uow:
            await uow.outbox.retry(
                claimed.message.key,
                self.clock.now() + wait,
                unavailable.reason,
                counted=unavailable.asked,
            )

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


def _is_started_by_us(parcel: MessageParcel) -> bool:
    match parcel:
        case TemplateParcel(answers=answers):
            return not answers
        case TextParcel(starts=starts):
            return starts
        case _:
            return False


def _is_needless(claimed: ClaimedMessage) -> bool:
    """Tell whether this would open a conversation in which the debtor has written already."""
    message = claimed.message
    opens = message.key == turn_key(message.conversation_id, 0, 0)
    return opens and claimed.last_inbound_at is not None


def _window_is_closed(claimed: ClaimedMessage, now: datetime) -> bool:
    """Free text may not leave more than 24 hours after the debtor last wrote."""
    if isinstance(claimed.message.parcel, TemplateParcel):
        return False
    return not ServiceWindow(claimed.last_inbound_at).is_open(now)
