"""The HTTP server, in this process, until it is told to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar

_STOP_SECONDS = 5.0


class PortTaken(Exception):
    """Somebody else listens there."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"A porta {port} de {host} já está em uso: pare o outro programa ou mude CERTOBOT_HTTP_PORT."
        )


@asynccontextmanager
async def serving(app: Litestar, host: str, port: int) -> AsyncIterator[None]:
    """Serve `app` on `host:port` until left; returns to the caller once it listens.

    Raises:
        PortTaken: the address cannot be listened on.
    """
