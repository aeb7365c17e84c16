"""The conversation as the engine sees it: whom it is with, what waits in it, and who holds it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.debtor import Debtor
from domain.messaging.contact import Contact
from domain.messaging.details import NOTHING_ELSE, MessageDetails
from domain.messaging.message import MessageType
from domain.negotiation.negotiation import Negotiation
from domain.shared.ids import ConversationId, DebtorId, MessageId


@dataclass(frozen=True, slots=True)
class Conversation:
    """One thread with one contact; `last_inbound_at` opens the 24-hour window."""

    id: ConversationId
    debtor_id: DebtorId
    contact: Contact
    last_inbound_at: datetime | None


@dataclass(frozen=True, slots=True)
class PendingInbound:
    """One inbound message that no turn has answered yet; `contact` is who wrote it, as the provider told.

    `details` is what came along, `provider_message_id` the provider's name for the message.
    """

    message_id: MessageId
    contact: Contact
    type: MessageType
    text: str
    sent_at: datetime
    details: MessageDetails = NOTHING_ELSE
    provider_message_id: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """A hold on one conversation; whoever takes it after us makes our token worthless."""

    conversation_id: ConversationId
    token: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation under `lease`, with all that a turn needs; nothing in `inbound` means that the time of
    the conversation is over, or that its agreement is to be looked at.

    `attempts` counts the holds since the last turn that was kept, this one too; `last_error` is why the one
    before failed.
    """

    lease: Lease
    conversation: Conversation
    negotiation: Negotiation
    debtor: Debtor
    inbound: tuple[PendingInbound, ...]
    last_text: str | None
    attempts: int = 1
    last_error: str | None = None

    @property
    def text(self) -> str:
        """What was written, as one utterance: a burst of short messages is one thing said.

        The emoji of a reaction says nothing here: a thumbs-up is not a yes.
        """
        written = (message.text for message in self.inbound if message.type != "reaction")
        return "\n".join(text for text in written if text)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An inbound message that was kept, and where it waits; None when nobody knows its sender."""

    message_id: MessageId
    conversation_id: ConversationId | None
