"""The HTTP server, in this process, until it is told to stop."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar

_STOP_SECONDS = 3.0
_START_SECONDS = 10.0
_CANNOT_LISTEN = {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}


class CannotListen(Exception):
    """The address is taken, is not ours, or needs more rights."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Não dá para ouvir em {host}:{port}: outro programa já usa esse endereço, ou ele é proibido. "
            "Mude CERTOBOT_HTTP_PORT ou CERTOBOT_HTTP_HOST."
        )


@asynccontextmanager
async def serving(app: Litestar, host: str, port: int) -> AsyncIterator[None]:
    """Serve `app` on `host:port` until left; the caller goes on once it listens.

    One process serves and works, so that nothing outlives a `kill -9` but the database.

    Raises:
        CannotListen: somebody else listens there, or the address is not allowed.
    """
    _hold_free(host, port)
    server = Server(
        app, address=host, port=port, interface=Interfaces.ASGINL, log_enabled=False, websockets=False
    )
    task = asyncio.create_task(server.serve())
    try:
        await _listening(host, port, task)
        yield
    finally:
        # Streams that would never end by themselves watch this event; granian waits for them.
        app.state.setdefault("stopping", asyncio.Event()).set()
        server.stop()  # type: ignore[no-untyped-call]
        with suppress(TimeoutError):
            await asyncio.wait_for(task, _STOP_SECONDS)


def _hold_free(host: str, port: int) -> None:
    """Bind once and let go: granian shares a port that is taken, and would steal half of its requests."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            if refused.errno in _CANNOT_LISTEN or isinstance(refused, socket.gaierror):
                raise CannotListen(host, port) from None
            raise


async def _listening(host: str, port: int, task: asyncio.Task[None]) -> None:
    async with asyncio.timeout(_START_SECONDS):
        while not task.done():
            with suppress(OSError):
                _, writer = await asyncio.open_connection(host, port)
                writer.close()
                await writer.wait_closed()
                return
            await asyncio.sleep(0.02)
    await task
