"""Everything that must be started before work and stopped after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from application.ports.unit_of_work import StoreUnavailable
from domain.shared.ids import TenantId
from entrypoints.container import TENANT, Container
from entrypoints.repeated import repeated
from entrypoints.settings import Settings
from entrypoints.wiring.dispatching import left_to_nudges
from entrypoints.wiring.llm import rules_interpreter

# How soon an embedded PostgreSQL that died under us is started again.
_REVIVAL_SECONDS = 3.0
# How often the queue of campaigns is looked at.
_CAMPAIGN_SECONDS = 1.0


@asynccontextmanager
async def running(
    settings: Settings, *, tenant: TenantId = TENANT, dispatching: bool = True
) -> AsyncIterator[Container]:
    """Start the database, bring its tables up to date, and work conversations until left.

    Yields:
        The container, ready for use. On leaving, work under way is finished and everything is closed.
    """
    async with AsyncExitStack() as stack:
        container = Container(settings=settings, tenant=tenant)
        if dispatching:
            # It takes a second or more to learn to read, and a signal must be heard meanwhile.
            await asyncio.to_thread(rules_interpreter)
        await _with_database(container, stack)
        await _with_what_must_be_closed(container, stack)
        if dispatching:
            await stack.enter_async_context(container.presence().shown())
            work, due = container.work_conversation(), container.find_due()
            working = container.dispatcher().running(work, lambda: due(left_to_nudges(settings)))
            await stack.enter_async_context(working)
            await stack.enter_async_context(repeated(container.work_campaigns(), _CAMPAIGN_SECONDS))
        yield container


async def _with_database(container: Container, stack: AsyncExitStack) -> None:
    url = container.settings().database.url
    if not url:
        embedded = container.embedded_postgres()
        url = await embedded.start()
        stack.push_async_callback(embedded.stop)
        await stack.enter_async_context(repeated(embedded.revive, _REVIVAL_SECONDS))
    container.database_url.override(url)
    await _bring_up_to_date(container)
    stack.push_async_callback(container.engine().dispose)


async def _with_what_must_be_closed(container: Container, stack: AsyncExitStack) -> None:
    """Make what lives as long as the program; what is named last is closed first."""
    stack.push_async_callback(container.receive_together().aclose)
    await stack.enter_async_context(container.model_calls().writing())
    if container.settings().providers.llm == "groq":
        stack.push_async_callback(container.groq().aclose)
    for made in (
        container.cache(),
        container.rate_bucket(),
        container.tally(),
        container.messenger(),
        container.attention(),
        container.received_files(),
        container.show_typing(),
        container.crm(),
        container.issuer(),
        container.dispatcher(),
    ):
        stack.push_async_callback(made.aclose)


async def _bring_up_to_date(container: Container) -> None:
    try:
        await container.migrate()
    except StoreUnavailable as unavailable:
        raise StoreUnavailable(
            f"O banco de dados de CERTOBOT_DATABASE_URL não respondeu ({unavailable})."
        ) from unavailable
