"""Where a measurement takes place: a PostgreSQL of its own, and real processes on loopback."""

import asyncio
import os
import re
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import psutil  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from adapters.persistence.embedded import EmbeddedPostgres
from adapters.persistence.migrate import migrate
from benchmarks.meta import APP_SECRET, Meta
from entrypoints.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent
_PATIENCE_SECONDS = 30.0
# A conversation that times out while it is measured would be another conversation.
_TIMEOUT_SECONDS = 7200
_CERTOBOT = "from entrypoints.cli import main; raise SystemExit(main([{command!r}]))"


@dataclass(frozen=True, slots=True)
class Program:
    """One process of ours that runs, and where it listens (0: nowhere)."""

    process: asyncio.subprocess.Process
    port: int
    log: Path

    def rss_megabytes(self) -> float:
        """Return the memory that is its own and what it shares."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20

    def complaints(self) -> int:
        """Return how many lines of its log tell of something wrong."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return sum('"level": "error"' in line or "Traceback" in line or "[error" in line for line in lines)


@dataclass(slots=True)
class Stage:
    """A PostgreSQL with one empty, migrated database to copy, and the programs that run on its copies."""

    folder: Path
    postgres_url: str
    meta: Meta
    settings: Settings
    _databases: int = 0
    _programs: int = 0

    async def database(self, template: str = "empty") -> str:
        """Return the URL of a fresh copy of a database."""
        self._databases += 1
        name = f"bench_{self._databases}"
        await self.run_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.url_of(name)

    def url_of(self, name: str) -> str:
        """Return the URL of a database of this server."""
        return make_url(self.postgres_url).set(database=name).render_as_string(hide_password=False)

    async def run_sql(self, statement: str, url: str = "") -> None:
        """Run one statement outside any transaction."""
        connection = await asyncpg.connect(url or self.postgres_url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    @asynccontextmanager
    async def running(
        self, commands: Sequence[str], url: str, **variables: str
    ) -> AsyncIterator[tuple[Program, ...]]:
        """Run `certobot` once for each of `commands` until left; those that serve listen by then."""
        starts = [(["-c", _CERTOBOT.format(command=each)], each == "serve") for each in commands]
        async with self._started(starts, url, variables) as programs:
            yield programs

    @asynccontextmanager
    async def module(self, name: str, url: str, **variables: str) -> AsyncIterator[Program]:
        """Run a module of the benchmarks that listens on CERTOBOT_HTTP_PORT until left."""
        async with self._started([(["-m", name], True)], url, variables) as programs:
            yield programs[0]

    @asynccontextmanager
    async def _started(
        self, starts: Sequence[tuple[list[str], bool]], url: str, variables: dict[str, str]
    ) -> AsyncIterator[tuple[Program, ...]]:
        programs: list[Program] = []
        try:
            for arguments, listens in starts:
                programs.append(await self._start(arguments, url, variables, listens=listens))
            await asyncio.gather(*(_listening(program) for program in programs if program.port))
            yield tuple(programs)
        finally:
            await asyncio.gather(*(_stop(program) for program in programs))

    async def _start(
        self, arguments: list[str], url: str, variables: dict[str, str], *, listens: bool
    ) -> Program:
        self._programs += 1
        port = _free_port() if listens else 0
        log = self.folder / f"program-{self._programs}.log"
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                env=self._environment(url, port) | variables,
            )
        return Program(process, port, log)

    def _environment(self, url: str, port: int) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "CERTOBOT_CONFIG": str(self.folder / "certobot.toml"),
            "CERTOBOT_DATABASE_URL": url,
            "CERTOBOT_HTTP_PORT": str(port or 8000),
            "CERTOBOT_WHATSAPP": "cloud_api",
            "CERTOBOT_WHATSAPP_API_URL": self.meta.url,
            "CERTOBOT_WHATSAPP_PHONE_NUMBER_ID": "1",
            "CERTOBOT_WHATSAPP_ACCESS_TOKEN": "bench",
            "CERTOBOT_WHATSAPP_APP_SECRET": APP_SECRET,
            "CERTOBOT_WHATSAPP_VERIFY_TOKEN": "bench",
        }


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Start PostgreSQL in a temporary folder, and the Graph API; everything is gone on leaving."""
    with tempfile.TemporaryDirectory(prefix="certobot-bench-") as name:
        folder = Path(name)
        settings = load_settings({"CERTOBOT_CONFIG": str(_write_configs(folder))})
        postgres = EmbeddedPostgres(folder / "data")
        url = await postgres.start()
        try:
            async with Meta() as meta:
                here = Stage(folder, url, meta, settings)
                await here.run_sql("CREATE DATABASE empty")
                await migrate(here.url_of("empty"))
                yield here
        finally:
            await postgres.stop()


def _write_configs(folder: Path) -> Path:
    """Write the settings as shipped but for the timeout, and `impatient.toml`, which waits for no burst."""
    shipped = (ROOT / "certobot.toml").read_text(encoding="utf-8")
    calm = re.sub(r"(conversation_timeout_seconds\s*=\s*)\d+", rf"\g<1>{_TIMEOUT_SECONDS}", shipped)
    impatient = re.sub(r"(quiet_milliseconds\s*=\s*)\d+", r"\g<1>0", calm)
    (folder / "certobot.toml").write_text(calm, encoding="utf-8")
    (folder / "impatient.toml").write_text(impatient, encoding="utf-8")
    return folder / "certobot.toml"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _listening(program: Program) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while program.process.returncode is None:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", program.port)
                writer.close()
                await writer.wait_closed()
                return
            await asyncio.sleep(0.05)
    raise RuntimeError(program.log.read_text(encoding="utf-8"))


async def _stop(program: Program) -> None:
    if program.process.returncode is not None:
        return
    program.process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(program.process.wait(), 15)
    except TimeoutError:
        program.process.kill()
        await program.process.wait()
