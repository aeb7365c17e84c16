"""Wait until somebody asks us to stop."""

import asyncio
import os
import signal
from threading import Timer

import structlog

log = structlog.get_logger()

# Who asked looks after ten; nothing is lost by leaving as a crash would, only found a little later.
_PATIENCE_SECONDS = 9.0


def stop_asked(patience_seconds: float = _PATIENCE_SECONDS) -> asyncio.Event:
    """Return an event that SIGINT or SIGTERM sets from now on; more of them change nothing.

    The process is gone `patience_seconds` later at most, whatever it waits for then: a database that is
    frozen, or a start that is not over.
    """
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, _ask, asked, patience_seconds)
    return asked


def _ask(asked: asyncio.Event, patience_seconds: float) -> None:
    if asked.is_set():
        return
    asked.set()
    # A thread of its own: the loop may be what does not go on.
    last_resort = Timer(patience_seconds, _leave)
    last_resort.daemon = True
    last_resort.start()


def _leave() -> None:
    log.warning("stopped without waiting any longer", instead="the sweep finds what is unfinished")
    os._exit(0)
