"""What the channel's provider tells us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus
from domain.messaging.message import MessageType


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a debtor; `text` is empty for a type that carries none, `sent_at` is aware."""

    provider_message_id: str
    contact: Contact
    sent_at: datetime
    type: MessageType
    text: str


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of one of our messages; `key` is our own, when the provider gave it back."""

    provider_message_id: str
    status: DeliveryStatus
    at: datetime
    key: str | None = None
    error_code: int | None = None


@dataclass(frozen=True, slots=True)
class ProviderEvents:
    """Everything one webhook body told, in its order; `skipped` counts what could not be read."""

    messages: tuple[InboundMessage, ...] = ()
    statuses: tuple[StatusUpdate, ...] = ()
    skipped: int = 0


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
