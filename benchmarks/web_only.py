"""`certobot serve` without its workers: what a web process does when others work the conversations."""

import asyncio

from entrypoints.app import create_app
from entrypoints.logs import configure_logs
from entrypoints.runtime import running
from entrypoints.server import serving
from entrypoints.settings import load_settings
from entrypoints.stopping import stop_asked


async def main() -> None:
    """Serve until SIGTERM; nudges are taken and nobody acts on them."""
    configure_logs()
    settings = load_settings()
    stopping = stop_asked()
    async with (
        running(settings, dispatching=False) as container,
        serving(create_app(container), settings.http.host, settings.http.port),
    ):
        await stopping.wait()


if __name__ == "__main__":
    asyncio.run(main())
