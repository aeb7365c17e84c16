"""What waits to leave: the messages of the outbox, before they become a provider's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from application.ports.messenger import ChoiceContent, OrderContent, TemplateButton
from domain.messaging.contact import Contact
from domain.messaging.message import MessageType
from domain.shared.ids import AgreementId, ConversationId, MessageId


@dataclass(frozen=True, slots=True)
class TextParcel:
    """Free text; one that `starts` answers nothing, and leaves in the hours of contact alone."""

    body: str
    starts: bool = False


@dataclass(frozen=True, slots=True)
class SlipParcel:
    """The PDF of some instalments of an agreement, drawn when it leaves."""

    agreement_id: AgreementId
    installments: tuple[int, ...]
    filename: str
    caption: str


@dataclass(frozen=True, slots=True)
class TemplateParcel:
    """An approved template; `preview` is what a person will read.

    `header`, `slip` and `buttons` are for templates that were approved with them. One that `answers` goes in
    place of a text to a debtor who has just written: it may leave at any hour.
    """

    name: str
    language: str
    parameters: tuple[str, ...]
    preview: str
    header: str = ""
    slip: SlipParcel | None = None
    buttons: tuple[TemplateButton, ...] = ()
    answers: bool = False


@dataclass(frozen=True, slots=True)
class FileParcel:
    """A file that somebody else made; `data` is base64."""

    filename: str
    media_type: str
    data: str
    caption: str


MessageParcel = TextParcel | TemplateParcel | SlipParcel | FileParcel | ChoiceContent | OrderContent


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message of the outbox: `key` is its business key, unique for ever; it is due at `available_at`."""

    key: str
    message_id: MessageId
    conversation_id: ConversationId
    to: Contact
    parcel: MessageParcel
    available_at: datetime

    @property
    def type(self) -> MessageType:
        """The type as the thread shows it."""
        match self.parcel:
            case TextParcel():
                return "text"
            case TemplateParcel():
                return "template"
            case ChoiceContent() | OrderContent():
                return "interactive"
            case _:
                return "document"

    @property
    def text(self) -> str:
        """What a person reads of it."""
        match self.parcel:
            case TextParcel(body) | ChoiceContent(body) | OrderContent(body):
                return body
            case TemplateParcel(preview=preview):
                return preview
            case SlipParcel(filename=filename) | FileParcel(filename=filename):
                return filename


OutboxStatus = Literal["pending", "claimed", "uncertain", "done", "dead"]


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message claimed for sending; `attempts` counts this one too.

    `last_inbound_at` is when the debtor last wrote, `doubtful` whether the provider may have it already, and
    `is_last` whether nothing waits behind it.
    """

    message: OutgoingMessage
    attempts: int
    last_inbound_at: datetime | None = None
    doubtful: bool = False
    is_last: bool = True


def others_key(conversation_id: ConversationId, name: str = "") -> str:
    """Return the business key of what somebody else had us send; all of them begin as one without a name."""
    return f"{conversation_id}.api.{name}"


def turn_key(conversation_id: ConversationId, turn: int, part: int) -> str:
    """Return the business key of one part of one turn: sent once, whatever crashes or repeats."""
    return f"{conversation_id}.{turn}.{part}"
