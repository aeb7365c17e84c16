"""What the channel's provider tells us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from application.refusal import Refusal
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus
from domain.messaging.details import NOTHING_ELSE, MessageDetails
from domain.messaging.message import MessageType


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a debtor; `text` is empty for a type that carries none, `sent_at` is aware.

    The `text` of a reaction is its emoji, empty when a reaction was taken back.
    """

    provider_message_id: str
    contact: Contact
    sent_at: datetime
    type: MessageType
    text: str
    details: MessageDetails = NOTHING_ELSE


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of one of our messages; `key` is our own, when the provider gave it back.

    A failure with a code has a `refusal` that says what it calls for.
    """

    provider_message_id: str
    status: DeliveryStatus
    at: datetime
    key: str | None = None
    error_code: int | None = None
    refusal: Refusal | None = None


UnreadReason = Literal["malformed", "unknown_type", "unknown_status", "unknown_field", "other_number"]


@dataclass(frozen=True, slots=True)
class UnreadPiece:
    """A piece of a body that nobody here understands, as it came, cut to a bounded length.

    `kind` is what it was taken for: message, status, entry…, or the field that is unknown. What was meant for
    another number is not kept: its `raw` is empty.
    """

    kind: str
    reason: UnreadReason
    raw: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class AccountNotice:
    """What the provider says of our account, in its own words; a `grave` one stops or limits our sending."""

    field: str
    event: str
    grave: bool


@dataclass(frozen=True, slots=True)
class ProviderEvents:
    """Everything one webhook body told, in its order.

    `people` are those we wrote to whose phone and user id were told together, `stops` those who stopped our
    messages in the channel itself; `unread` could not be read.
    """

    messages: tuple[InboundMessage, ...] = ()
    statuses: tuple[StatusUpdate, ...] = ()
    people: tuple[Contact, ...] = ()
    stops: tuple[Contact, ...] = ()
    notices: tuple[AccountNotice, ...] = ()
    unread: tuple[UnreadPiece, ...] = ()

    @property
    def skipped(self) -> int:
        """How many messages, statuses or whole pieces of the envelope were lost on us."""
        return sum(piece.reason in {"malformed", "unknown_status"} for piece in self.unread)


class UnreadableBody(Exception):
    """The body is not what this provider sends; nothing was taken from it."""


class WebhookGate(Protocol):
    """Lets in what the provider really sent, and reads it."""

    def answers_challenge(self, query: Mapping[str, str]) -> str | None:
        """Return the text that proves us to the provider, or None when the request is not its own."""

    def is_authentic(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Tell, in constant time, whether the provider signed exactly these bytes."""

    def read(self, body: bytes) -> ProviderEvents:
        """Return every message and status in `body`; a malformed one is skipped, never its siblings.

        Raises:
            UnreadableBody: not JSON, or not an envelope at all.
        """
