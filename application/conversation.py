"""The conversation as the engine sees it: whom it is with, and the messages not yet answered."""

from dataclasses import dataclass
from datetime import datetime

from domain.messaging.contact import Contact
from domain.messaging.message import MessageType
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
    """One inbound message that no turn has answered yet; `contact` is who wrote it, as the provider told."""

    message_id: MessageId
    contact: Contact
    type: MessageType
    text: str
    sent_at: datetime
