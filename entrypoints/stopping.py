"""Wait until somebody asks us to stop."""

import asyncio
import signal


async def stopped() -> None:
    """Return at the first SIGINT or SIGTERM; the ones after it are ignored while we close."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, asked.set)
    await asked.wait()
