"""Wait until somebody asks us to stop."""

import asyncio
import signal


def stop_asked() -> asyncio.Event:
    """Return an event that SIGINT or SIGTERM sets from now on; more of them change nothing."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, asked.set)
    return asked
