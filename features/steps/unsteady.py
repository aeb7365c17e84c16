"""Providers that fail when a scenario says so, and work as shipped otherwise."""

from adapters.crm.memory import MemoryCrm
from adapters.whatsapp.mock import MockMessenger
from application.ports.crm import CrmUnavailable, OutcomeReport
from application.ports.messenger import (
    DeliveryUncertain,
    MessengerUnavailable,
    OutboundMessage,
    ProviderMessageId,
)


class UnsteadyCrm(MemoryCrm):
    """The CRM in memory; while `down` it takes no outcome. `calls` counts the outcomes it took."""

    down = False
    calls = 0

    async def report(self, report: OutcomeReport) -> None:
        """Keep the outcome, or raise CrmUnavailable."""
        if self.down:
            raise CrmUnavailable("fora do ar")
        self.calls += 1
        await super().report(report)


class UnsteadyMessenger(MockMessenger):
    """WhatsApp in memory. `down` takes nothing; `cuts` takes the next message and loses its own answer.

    `calls` names the key of every message it took, twice when it was sent twice.
    """

    down = False
    cuts = False

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    async def send(self, message: OutboundMessage) -> ProviderMessageId:
        """Accept the message, or raise MessengerUnavailable or DeliveryUncertain."""
        if self.down:
            raise MessengerUnavailable("fora do ar")
        self.calls.append(message.key)
        provider_id = await super().send(message)
        if self.cuts:
            self.cuts = False
            raise DeliveryUncertain
        return provider_id
