"""The WhatsApp of a scenario: the chosen provider, watched, and failing when the scenario says so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from application.ports.messenger import (
    ChoiceContent,
    DeliveryUncertain,
    DocumentContent,
    MessageRejected,
    Messenger,
    MessengerUnavailable,
    OrderContent,
    OutboundMessage,
    ProviderMessageId,
    TemplateContent,
    TextContent,
)

Trouble = Literal["", "down", "cuts", "rejects"]
_CANNOT_RECEIVE = 131026  # Meta's code for a phone that cannot receive


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message as the phone of the debtor shows it; `data` is the file of a document."""

    key: str
    phone: str
    kind: Literal["text", "template", "document"]
    text: str
    data: bytes = b""


class WatchedMessenger:
    """Hands messages to the provider and remembers what arrived.

    In trouble, `down` takes nothing, `rejects` refuses for good, and `cuts` takes the next message and loses
    its own answer. `calls` names the key of every message taken, twice when it was sent twice.
    """

    def __init__(self, inner: Messenger, arrival: Callable[[OutboundMessage], Arrived]) -> None:
        self.trouble: Trouble = ""
        self.calls: list[str] = []
        self._inner = inner
        self._arrival = arrival
        self._arrived: dict[str, Arrived] = {}

    @property
    def arrived(self) -> tuple[Arrived, ...]:
        """Everything that reached a phone, oldest first."""
        return tuple(self._arrived.values())

    async def send(self, message: OutboundMessage) -> ProviderMessageId:
        """Send through the provider, unless the scenario has it fail."""
        if self.trouble == "down":
            raise MessengerUnavailable("fora do ar")
        if self.trouble == "rejects":
            raise MessageRejected("não pode receber", _CANNOT_RECEIVE)
        provider_id = await self._inner.send(message)
        self.calls.append(message.key)
        self._arrived.setdefault(message.key, self._arrival(message))
        if self.trouble == "cuts":
            self.trouble = ""
            raise DeliveryUncertain
        return provider_id


def as_sent(message: OutboundMessage) -> Arrived:
    """Return what the phone shows when it shows exactly what was sent."""
    phone = message.to.phone or ""
    match message.content:
        case TextContent(body) | ChoiceContent(body=body) | OrderContent(body=body):
            return Arrived(message.key, phone, "text", body)
        case TemplateContent(preview=preview):
            return Arrived(message.key, phone, "template", preview)
        case DocumentContent(filename=filename, data=data):
            return Arrived(message.key, phone, "document", filename, data)
