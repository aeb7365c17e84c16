"""A chat with one debtor over the real engine and a real database: what is sent in, what is answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from adapters.clock.virtual import VirtualClock
from adapters.whatsapp.mock import MockMessenger
from application.ports.messenger import DocumentContent, OutboundMessage, TemplateContent, TextContent
from application.ports.webhook_gate import InboundMessage, ProviderEvents
from domain.messaging.contact import Contact
from domain.messaging.details import Attachment, MessageDetails
from domain.messaging.message import MessageType
from domain.shared.ids import ConversationId
from entrypoints.container import Container
from tests.adapters.contracts.kept import CONTACT, SECOND

PHOTO = MessageDetails(attachment=Attachment("987", "image/jpeg", "IMG_1.jpg"))


@dataclass(slots=True)
class Chat:
    """Everything a debtor may do; each `sends…` returns the texts that answer it."""

    container: Container
    clock: VirtualClock
    messenger: MockMessenger
    conversation_id: ConversationId
    contact: Contact = CONTACT
    _ids: Iterator[int] = field(default_factory=count)

    async def says(self, text: str) -> str:
        """Write a text; return the one that answers."""
        [answer] = await self.sends(text=text)
        return answer

    async def sends(
        self,
        type_: MessageType = "text",
        text: str = "",
        details: MessageDetails | None = None,
    ) -> list[str]:
        """Send one message of any type."""
        return await self.sends_at_once(self.a_message(type_, text, details))

    async def sends_at_once(self, *messages: InboundMessage) -> list[str]:
        """Send several messages in one webhook."""
        before = len(self.messenger.sent)
        self.clock.advance(10 * SECOND)
        events = ProviderEvents(messages)
        await self.container.note_events()(events)
        for conversation_id in await self.container.receive_events()(events):
            await self.container.work_conversation()(conversation_id)
        return [_text(message) for message in self.messenger.sent[before:]]

    def a_message(
        self,
        type_: MessageType = "text",
        text: str = "",
        details: MessageDetails | None = None,
        contact: Contact | None = None,
    ) -> InboundMessage:
        """A message that has not been sent yet."""
        wamid = f"wamid.{self.conversation_id}.{next(self._ids)}"
        message = InboundMessage(wamid, contact or self.contact, self.clock.now(), type_, text)
        return replace(message, details=details) if details else message

    @property
    def last(self) -> OutboundMessage:
        """The last message that was sent."""
        return self.messenger.sent[-1]

    async def view(self) -> dict[str, object]:
        """The conversation as the API would show it, as far as tests look."""
        async with self.container.uow() as uow:
            shown = await uow.views.conversation(self.conversation_id)
        assert shown is not None
        return {
            "phase": shown.phase,
            "status": shown.status,
            "verified": shown.verification.status == "verified",
            "outcome": shown.outcome,
            "notes": shown.outcome_notes or "",
            "agreed": shown.agreement_id is not None,
            "audit": [each.text for each in shown.audit],
        }


def _text(message: OutboundMessage) -> str:
    match message.content:
        case TextContent(body):
            return body
        case TemplateContent(preview=preview):
            return preview
        case DocumentContent(filename=filename):
            return filename
        case other:
            return str(other)


async def verified(chat: Chat) -> Chat:
    """The chat once the debtor has been recognised and offered something."""
    await chat.says("oi")
    assert "R$ 900,00" in await chat.says("529")
    return chat


async def agreed(chat: Chat) -> Chat:
    """The chat after an agreement."""
    await verified(chat)
    await chat.says("fechado")
    assert len(await chat.sends(text="sim")) == 2
    assert (await chat.view())["agreed"]
    return chat


async def number_changes(chat: Chat, to: Contact) -> list[str]:
    """WhatsApp tells that the debtor moved; whatever they do from now on comes from there."""
    answers = await chat.sends("system", details=MessageDetails(moved_to=to))
    chat.contact = to
    return answers


async def open_checks(chat: Chat) -> list[Attachment]:
    async with chat.container.uow() as uow:
        return [check.file for check in await uow.human_checks.waiting(10)]
