"""The debtor's channel."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal, NewType, Protocol

from application.refusal import Remedy
from domain.messaging.contact import Contact

ProviderMessageId = NewType("ProviderMessageId", str)


@dataclass(frozen=True, slots=True)
class TextContent:
    """Free text, at most 4,096 characters; goes only inside the 24-hour window."""

    body: str


@dataclass(frozen=True, slots=True)
class TemplateButton:
    """What a button of a template is given: the payload, the end of the address, or the code to copy."""

    kind: Literal["quick_reply", "url", "copy_code"]
    parameter: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A file, uploaded before it is sent; `filename` is what the debtor sees."""

    filename: str
    media_type: str
    data: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """An approved template with its body parameters, and the text a person will read.

    `header` is the parameter of a header that is text, `document` the file of one that is a document;
    `buttons` are the parameters of its buttons.
    """

    name: str
    language: str
    parameters: tuple[str, ...]
    preview: str
    header: str = ""
    document: DocumentContent | None = None
    buttons: tuple[TemplateButton, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceContent:
    """Free text that ends in a choice; whoever chooses answers with the text of an option.

    A channel that cannot show the options, or not these, sends the body alone: it must stand by itself.
    """

    body: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderContent:
    """Free text with something to pay, to be copied at a touch; amount in BRL.

    The body must stand by itself. `reference` is unique, at most 35 letters, digits, dots and hyphens; a Pix
    code goes with the `pix_key` it pays to.
    """

    body: str
    reference: str
    amount: Decimal
    merchant: str
    linha_digitavel: str
    pix_code: str | None = None
    pix_key: str = ""


Content = TextContent | TemplateContent | DocumentContent | ChoiceContent | OrderContent


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to one contact; `key` is unique for it and comes back in every status of the provider."""

    key: str
    to: Contact
    content: Content


class MessengerUnavailable(Exception):
    """Not accepted now: try again, not before `retry_after`, which grows `growth` times with each attempt.

    `code` is the provider's. `asked` is False when the provider was spared the question: that was no attempt.
    With `of_pair` it concerns one person alone.
    """

    def __init__(
        self,
        reason: str,
        retry_after: timedelta = timedelta(seconds=2),
        growth: int = 2,
        *,
        code: int | None = None,
        asked: bool = True,
        of_pair: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.growth = growth
        self.code = code
        self.asked = asked
        self.of_pair = of_pair


class DeliveryUncertain(Exception):
    """The provider may or may not have accepted it: wait for its statuses before sending again."""


class MessageRejected(Exception):
    """This message will never be accepted as it is; `reason` says why, `code` is the provider's.

    `remedy` says what else it calls for.
    """

    def __init__(self, reason: str, code: int | None = None, remedy: Remedy = Remedy.GIVE_UP) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.remedy = remedy


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
