"""The HTTP server, in this process."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar.types import ASGIApp

_STOP_SECONDS = 5.0
_START_SECONDS = 10.0


class CannotListen(Exception):
    """The address is taken or not allowed; the message is Portuguese."""


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Serve `app` until left; requests in flight are answered before it ends.

    Raises:
        CannotListen: somebody else listens there, or the address is not ours.
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
        except OSError:
            raise CannotListen(
                f"Não dá para ouvir em {host}:{port}; mude MOCK_CRM_PORT ou MOCK_CRM_HOST."
            ) from None


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
