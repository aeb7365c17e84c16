"""What all scenarios of a process share: the event loop, the database, the reader, and the stands."""

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import msgspec

from entrypoints.container import Container
from entrypoints.settings import Settings
from entrypoints.workbench.crm_stand import MockCrmStand
from entrypoints.workbench.graph_stand import ACCESS_TOKEN, APP_SECRET, PHONE_NUMBER_ID, GraphStand

_WAIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class House:
    """Made once, for it takes a second to learn to read. `graph` and `crm` stand in for who is outside."""

    runner: asyncio.Runner
    settings: Settings
    base: Container
    providers: str
    graph: GraphStand | None = None
    crm: MockCrmStand | None = None

    def run[T](self, work: Awaitable[T]) -> T:
        """Return what `work` returns; nothing in a scenario may take two minutes of real time."""

        async def in_time() -> T:
            async with asyncio.timeout(_WAIT_SECONDS):
                return await work

        return self.runner.run(in_time())


@contextmanager
def open_house(settings: Settings, database_url: str) -> Iterator[House]:
    """Open everything that the chosen providers need; nothing outside this machine is ever told anything.

    Raises:
        CrmUnavailable: the demonstration CRM does not start.
    """
    with ExitStack() as stack:
        graph = crm = None
        if settings.providers.whatsapp == "cloud_api":
            graph = GraphStand()
            graph.open()
            stack.callback(graph.close)
        if settings.providers.crm == "http":
            crm = MockCrmStand()
            stack.callback(crm.close)
            crm.open()
        settings = _at_the_stands(settings, graph, crm)
        runner = stack.enter_context(asyncio.Runner(loop_factory=asyncio.new_event_loop))
        base = Container(settings=settings)
        base.database_url.override(database_url)
        base.interpreter()
        yield House(runner, settings, base, providers_of(settings), graph, crm)
        runner.run(base.engine().dispose())


def providers_of(settings: Settings) -> str:
    """Return who serves, as a report says it."""
    chosen = settings.providers
    return f"llm={chosen.llm} · crm={chosen.crm} · whatsapp={chosen.whatsapp} · boleto={chosen.boleto}"


def stand_in_environment() -> dict[str, str]:
    """Return what `http` and `cloud_api` must be told before the stands have their addresses."""
    return {
        "CERTOBOT_CRM_URL": "http://127.0.0.1:9",
        "CERTOBOT_CRM_API_KEY": "",
        "CERTOBOT_DISPATCHER": "memory",
        "CERTOBOT_PAYMENTS": "local",
        "CERTOBOT_WHATSAPP_API_URL": "http://127.0.0.1:9",
        "CERTOBOT_WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "CERTOBOT_WHATSAPP_ACCESS_TOKEN": ACCESS_TOKEN,
        "CERTOBOT_WHATSAPP_APP_SECRET": APP_SECRET,
        "CERTOBOT_WHATSAPP_VERIFY_TOKEN": ACCESS_TOKEN,
    }


def _at_the_stands(settings: Settings, graph: GraphStand | None, crm: MockCrmStand | None) -> Settings:
    if graph:
        whatsapp = msgspec.structs.replace(settings.whatsapp, api_url=graph.url)
        settings = msgspec.structs.replace(settings, whatsapp=whatsapp)
    if crm:
        settings = msgspec.structs.replace(settings, crm=msgspec.structs.replace(settings.crm, url=crm.url))
    return settings
