"""Certobot as a firm runs it: real processes over one PostgreSQL and one Redis, and ways to hurt them."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil  # type: ignore[import-untyped]

from adapters.persistence.embedded import EmbeddedPostgres
from adapters.persistence.migrate import migrate
from tests.adapters.redis_server import RedisServer, running_redis
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.webhooks import PHONE_NUMBER_ID
from tests.entrypoints.conftest import free_port
from tests.entrypoints.phone import APP_SECRET, VERIFY_TOKEN

ROOT = Path(__file__).parent.parent.parent
STARTS_WITHIN = 60.0
STOPS_WITHIN = 10.0
_RUN = "import sys; from entrypoints.cli import main; sys.exit(main())"


@dataclass(slots=True)
class Process:
    """One `certobot serve` or `certobot worker`; a `port` of 0 is a worker's."""

    command: str
    environment: dict[str, str]
    log: Path
    port: int = 0
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it works."""
        with self.log.open("ab") as log:
            log.write(b"--- start\n")
            log.flush()
            begun = log.tell()
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _RUN, self.command),
                env=self.environment | {"CERTOBOT_HTTP_PORT": str(self.port or 8000)},
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )
        async with asyncio.timeout(STARTS_WITHIN):
            while not self._works(since=begun):
                assert self.process.returncode is None, self.log.read_text(encoding="utf-8")[-3000:]
                await asyncio.sleep(0.05)

    def _works(self, since: int) -> bool:
        return b" no ar" in self.log.read_bytes()[since:]

    async def kill(self) -> None:
        """`kill -9`."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def sleep(self, seconds: float) -> None:
        """Have it stand still, as a machine does whose processor is taken away."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    async def stop(self) -> float:
        """Ask it to stop; return how many seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(2 * STOPS_WITHIN):
            assert await self.process.wait() == 0
        return time.monotonic() - began


@dataclass(slots=True)
class Town:
    """Everything that runs."""

    graph: GraphServer
    redis: RedisServer
    postgres: EmbeddedPostgres
    database_url: str
    folder: Path
    webs: list[Process] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)

    async def crash_postgres(self) -> None:
        """Have every server process of PostgreSQL quit at once, as after a power cut, and start it again."""
        postmaster = psutil.Process(self._postmaster())
        postmaster.send_signal(signal.SIGQUIT)
        # Started too soon, it would find the one that is about to go.
        await asyncio.to_thread(postmaster.wait, 30)
        self.database_url = await self.postgres.start()

    def _postmaster(self) -> int:
        return int((self.folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def log_of_all(self) -> str:
        """Return what all processes wrote."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"{log.name}\n{log.read_text(encoding='utf-8')[-4000:]}" for log in logs)


@asynccontextmanager
async def running_town(*, webs: int = 2, workers: int = 2) -> AsyncIterator[Town]:
    """Everything started; without workers the web processes work themselves."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="certobot-faults-")))
        graph = await stack.enter_async_context(GraphServer())
        redis = await stack.enter_async_context(running_redis())
        postgres = EmbeddedPostgres(folder)
        url = await postgres.start()
        stack.push_async_callback(postgres.stop)
        await migrate(url)
        town = Town(graph, redis, postgres, url, folder)
        environment = _environment(town, "saq" if workers else "memory")
        town.webs = [Process("serve", environment, folder / f"web{n}.log", free_port()) for n in range(webs)]
        town.workers = [Process("worker", environment, folder / f"worker{n}.log") for n in range(workers)]
        everybody = [*town.webs, *town.workers]
        stack.push_async_callback(_end, everybody)
        await asyncio.gather(*(process.start() for process in everybody))
        yield town


async def answers(process: Process) -> bool:
    """Tell whether a web process can work."""
    async with httpx.AsyncClient(timeout=5) as http:
        try:
            return (await http.get(f"{process.url}/health/ready")).status_code == 200
        except httpx.HTTPError:
            return False


def _environment(town: Town, dispatcher: str) -> dict[str, str]:
    config = (ROOT / "certobot.toml").read_text(encoding="utf-8").replace("enforce = true", "enforce = false")
    (town.folder / "certobot.toml").write_text(config, encoding="utf-8")
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "CERTOBOT_CONFIG": str(town.folder / "certobot.toml"),
        "CERTOBOT_DATABASE_URL": town.database_url,
        "CERTOBOT_REDIS_URL": town.redis.url,
        "CERTOBOT_DISPATCHER": dispatcher,
        "CERTOBOT_WHATSAPP": "cloud_api",
        "CERTOBOT_WHATSAPP_API_URL": town.graph.url,
        "CERTOBOT_WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "CERTOBOT_WHATSAPP_ACCESS_TOKEN": "token-de-acesso",
        "CERTOBOT_WHATSAPP_APP_SECRET": APP_SECRET,
        "CERTOBOT_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
    }


async def _end(processes: list[Process]) -> None:
    await asyncio.gather(*(process.kill() for process in processes if process.process is not None))
