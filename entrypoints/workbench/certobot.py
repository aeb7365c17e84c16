"""The Certobot of one scenario: the real one, in a tenant of its own, over watched providers."""

from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

from application.ports.clock import Clock
from application.ports.crm import OutcomeReport
from application.ports.webhook_gate import InboundMessage, ProviderEvents
from domain.identity.debtor import DebtorRecord
from domain.shared.ids import TenantId
from entrypoints.container import Container
from entrypoints.settings import Settings
from entrypoints.wiring import rehearsal
from entrypoints.workbench.crm_stand import WatchedCrm
from entrypoints.workbench.graph_stand import webhook
from entrypoints.workbench.house import House
from entrypoints.workbench.problem import Unmet
from entrypoints.workbench.whatsapp import WatchedMessenger, as_sent


@dataclass(frozen=True, slots=True)
class Certobot:
    """The application of one scenario, and what stands around it."""

    house: House
    container: Container
    messenger: WatchedMessenger
    crm: WatchedCrm
    opened: AsyncExitStack

    def events(self, messages: tuple[InboundMessage, ...]) -> ProviderEvents:
        """Return the messages as they come in: through the webhook when the provider has one."""
        if self.house.graph is None:
            return ProviderEvents(messages)
        body, headers = webhook(messages)
        gate = self.container.gate()
        if not gate.is_authentic(body, headers):
            raise Unmet("um webhook assinado, aceito pelo Certobot")
        return gate.read(body)

    def kept(self, report: OutcomeReport) -> OutcomeReport | None:
        """Return an outcome as the CRM kept it."""
        return self.house.crm.kept(report) if self.house.crm else report

    def leave(self) -> None:
        """Close what this scenario opened of its own."""
        self.house.run(self.opened.aclose())


def moved_in(house: House, settings: Settings, clock: Clock, people: Iterable[DebtorRecord]) -> Certobot:
    """Return a Certobot under `settings` whose CRM knows `people`."""
    container = Container(settings=settings)
    container.tenant.override(TenantId(f"cenario-{uuid4()}"))
    container.engine.override(house.base.engine())
    container.clock.override(clock)
    container.interpreter.override(house.base.interpreter())
    container.narrator.override(house.base.narrator())
    opened = AsyncExitStack()
    messenger, crm = _messenger(house, container, opened), _crm(house, container, opened, people)
    container.messenger.override(messenger)
    container.crm.override(crm)
    return Certobot(house, container, messenger, crm, opened)


def _messenger(house: House, container: Container, opened: AsyncExitStack) -> WatchedMessenger:
    if house.graph is None:
        return WatchedMessenger(rehearsal.messenger(), as_sent)
    house.graph.forget()
    provider = container.messenger()
    opened.push_async_callback(provider.aclose)
    return WatchedMessenger(provider, house.graph.arrival)


def _crm(
    house: House, container: Container, opened: AsyncExitStack, people: Iterable[DebtorRecord]
) -> WatchedCrm:
    if house.crm is None:
        return WatchedCrm(rehearsal.crm(people))
    house.crm.know(people)
    provider = container.crm()
    opened.push_async_callback(provider.aclose)
    return WatchedCrm(provider)
