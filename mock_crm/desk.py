"""What the CRM works with while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mock_crm.courier import Courier
from mock_crm.issuing import Press
from mock_crm.settings import Settings
from mock_crm.store import Store, open_store


@dataclass(frozen=True, slots=True)
class Desk:
    """The data, the press that draws boletos, the courier that delivers them, and today's date."""

    settings: Settings
    store: Store
    press: Press
    courier: Courier
    today: Callable[[], date]


@asynccontextmanager
async def open_desk(settings: Settings, today: Callable[[], date] | None = None) -> AsyncIterator[Desk]:
    """Open the data and set the courier going; stop it and close everything on leaving."""
    press = Press()
    async with open_store(settings.data_dir) as store, Courier(settings, store, press) as courier:
        delivering = asyncio.create_task(courier.deliver_for_ever())
        try:
            yield Desk(settings, store, press, courier, today or _today)
        finally:
            delivering.cancel()
            with suppress(asyncio.CancelledError):
                await delivering
            await asyncio.to_thread(press.close)


def _today() -> date:
    return datetime.now(ZoneInfo("America/Sao_Paulo")).date()
