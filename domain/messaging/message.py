"""One message of a conversation's thread."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from domain.messaging.delivery import DeliveryStatus
from domain.shared.ids import ConversationId, MessageId

Direction = Literal["inbound", "outbound"]
MessageType = Literal[
    "text",
    "template",
    "document",
    "image",
    "audio",
    "video",
    "sticker",
    "location",
    "contacts",
    "interactive",
    "button",
    "reaction",
    "order",
    "system",
    "request_welcome",
    "unsupported",
]


@dataclass(frozen=True, slots=True)
class Message:
    """One message, in or out: `text` is what a person reads of it, `at` is aware."""

    id: MessageId
    conversation_id: ConversationId
    direction: Direction
    type: MessageType
    text: str = field(repr=False)
    at: datetime
    status: DeliveryStatus
