"""The debtor's channel."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NewType, Protocol

from domain.messaging.contact import Contact

ProviderMessageId = NewType("ProviderMessageId", str)


@dataclass(frozen=True, slots=True)
class TextContent:
    """Free text, at most 4,096 characters; goes only inside the 24-hour window."""

    body: str


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """An approved template with its body parameters, and the text a person will read."""

    name: str
    language: str
    parameters: tuple[str, ...]
    preview: str


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A file, uploaded before it is sent; `filename` is what the debtor sees."""

    filename: str
    media_type: str
    data: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to one contact; `key` is unique for it and comes back in every status of the provider."""

    key: str
    to: Contact
    content: TextContent | TemplateContent | DocumentContent


class MessengerUnavailable(Exception):
    """Not accepted now: try again, not before `retry_after`, which grows `growth` times with each attempt."""

    def __init__(self, reason: str, retry_after: timedelta = timedelta(seconds=2), growth: int = 2) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.growth = growth


class DeliveryUncertain(Exception):
    """The provider may or may not have accepted it: wait for its statuses before sending again."""


class MessageRejected(Exception):
    """This message will never be accepted; `reason` says why, `code` is the provider's."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class SenderBlocked(Exception):
    """No message will be accepted until someone acts; `reason` says what is wrong."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class Messenger(Protocol):
    """Hands one message to the debtor's channel."""

    async def send(self, message: OutboundMessage) -> ProviderMessageId:
        """Return the provider's id once it has accepted the message.

        Raises:
            MessengerUnavailable: try again, not before `retry_after`.
            DeliveryUncertain: wait for a status that carries the message's key.
            MessageRejected: this message will never be accepted; `reason` says why.
            SenderBlocked: no message will be accepted until someone acts.
        """
