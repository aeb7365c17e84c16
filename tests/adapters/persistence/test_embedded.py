"""The embedded PostgreSQL survives what happens to the processes that use it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil  # type: ignore[import-untyped]
import pytest
from sqlalchemy import text

from adapters.persistence.embedded import EmbeddedPostgres, EmbeddedPostgresFailed
from adapters.persistence.engine import create_engine

# Starts the server, says so, and stays until told to leave.
_SHARER = """
import asyncio, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from adapters.persistence.embedded import EmbeddedPostgres

async def main():
    postgres = EmbeddedPostgres(Path(sys.argv[1]))
    print(await postgres.start(), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await postgres.stop()

asyncio.run(main())
"""


@pytest.fixture
async def data_dir() -> AsyncIterator[Path]:
    """A folder whose server is gone when the test is over."""
    # Not pytest's own folder: each pytest shuts it to other users, and PostgreSQL is one when we are root.
    with TemporaryDirectory(prefix="certobot-") as place:
        folder = Path(place) / "dados"
        yield folder
        (folder / "postgres" / ".handle_pids.json").unlink(missing_ok=True)
        await EmbeddedPostgres(folder).stop()


@contextmanager
def another_process(data_dir: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process of ours that has started the server."""
    with subprocess.Popen(
        [sys.executable, "-c", _SHARER, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("postgresql://")
        yield process
        if process.poll() is None:
            process.communicate("leave\n", timeout=60)


async def answer(url: str, statement: str) -> list[object]:
    """What the database answers."""
    engine = create_engine(url)
    async with engine.begin() as connection:
        result = await connection.execute(text(statement))
        rows = list(result.scalars()) if result.returns_rows else []
    await engine.dispose()
    return rows


def postmaster_of(data_dir: Path) -> int:
    """The pid of the server, by its own pid file."""
    return int((data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def is_running(pid: int) -> bool:
    """Tell whether the process is there and not just waiting to be buried."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] not in ("", "Z")


async def test_it_starts_in_an_empty_folder_keeps_what_it_is_told_and_stops(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    url = await postgres.start()
    await answer(url, "CREATE TABLE kept AS SELECT 7 AS value")
    server = postmaster_of(data_dir)
    await postgres.stop()
    assert not is_running(server)
    assert await answer(await postgres.start(), "SELECT value FROM kept") == [7]
    await postgres.stop()


@pytest.mark.parametrize("name", ["d'água (ação) & cia", "x" * 120], ids=["odd", "long"])
async def test_the_folder_may_be_named_as_people_name_folders(data_dir: Path, name: str) -> None:
    postgres = EmbeddedPostgres(data_dir / name)
    assert await answer(await postgres.start(), "SELECT 1") == [1]
    await postgres.stop()


async def test_a_process_that_was_killed_leaves_a_server_that_the_next_one_uses_and_stops(
    data_dir: Path,
) -> None:
    with another_process(data_dir) as killed:
        server = postmaster_of(data_dir)
        killed.kill()
        killed.wait(timeout=10)
    assert is_running(server)
    postgres = EmbeddedPostgres(data_dir)
    assert await answer(await postgres.start(), "SELECT 1") == [1]
    assert postmaster_of(data_dir) == server
    await postgres.stop()
    assert not is_running(server)


async def test_a_server_that_was_killed_with_its_process_recovers_what_was_committed(data_dir: Path) -> None:
    with another_process(data_dir) as killed:
        url = await EmbeddedPostgres(data_dir).start()
        await answer(url, "CREATE TABLE kept AS SELECT 7 AS value")
        os.kill(postmaster_of(data_dir), signal.SIGKILL)
        killed.kill()
        killed.wait(timeout=10)
    postgres = EmbeddedPostgres(data_dir)
    assert await answer(await postgres.start(), "SELECT value FROM kept") == [7]
    await postgres.stop()


async def test_a_server_that_dies_under_a_process_that_lives_is_revived_where_it_was(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    url = await postgres.start()
    await answer(url, "CREATE TABLE kept AS SELECT 7 AS value")
    living = postmaster_of(data_dir)
    await postgres.revive()
    assert postmaster_of(data_dir) == living

    server = psutil.Process(living)
    server.kill()
    server.wait(timeout=10)
    await postgres.revive()

    assert await answer(url, "SELECT value FROM kept") == [7]
    await postgres.stop()


async def test_a_pid_file_whose_pid_is_another_programs_by_now_does_not_deceive(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    await postgres.start()
    pid_file = data_dir / "postgres" / "postmaster.pid"
    of_the_past = pid_file.read_text().splitlines()
    await postgres.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *of_the_past[1:]]) + "\n")
    (data_dir / "postgres" / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert await answer(await postgres.start(), "SELECT 1") == [1]
    assert postmaster_of(data_dir) != os.getpid()
    await postgres.stop()


async def test_a_pid_file_cut_short_does_not_stop_the_start(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    await postgres.start()
    await postgres.stop()
    (data_dir / "postgres" / "postmaster.pid").write_text("1\n")
    assert await answer(await postgres.start(), "SELECT 1") == [1]
    await postgres.stop()


async def test_a_cluster_that_was_made_halfway_is_made_again(data_dir: Path) -> None:
    halfway = data_dir / "postgres.new"
    halfway.mkdir(parents=True)
    (halfway / "PG_VERSION").write_text("18\n")
    postgres = EmbeddedPostgres(data_dir)
    assert await answer(await postgres.start(), "SELECT 1") == [1]
    await postgres.stop()


async def test_two_processes_share_one_server_and_the_last_to_leave_stops_it(data_dir: Path) -> None:
    with another_process(data_dir) as other:
        postgres = EmbeddedPostgres(data_dir)
        url = await postgres.start()
        server = postmaster_of(data_dir)
        await postgres.stop()
        assert await answer(url, "SELECT 1") == [1]
        other.communicate("leave\n", timeout=60)
    assert not is_running(server)


async def test_processes_that_died_do_not_keep_the_server_alive(data_dir: Path) -> None:
    gone = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await gone.wait()
    postgres = EmbeddedPostgres(data_dir)
    await postgres.start()
    server = postmaster_of(data_dir)
    (data_dir / "postgres" / ".handle_pids.json").write_text(json.dumps([gone.pid, os.getpid()]))
    await postgres.stop()
    assert not is_running(server)


async def test_starting_at_once_starts_one_server(data_dir: Path) -> None:
    await EmbeddedPostgres(data_dir).start()
    urls = await asyncio.gather(*(EmbeddedPostgres(data_dir).start() for _ in range(3)))
    assert len(set(urls)) == 1
    await EmbeddedPostgres(data_dir).stop()


async def test_a_folder_that_cannot_be_used_says_so_in_portuguese(tmp_path: Path) -> None:
    (tmp_path / "arquivo").write_text("não sou uma pasta")
    with pytest.raises(
        EmbeddedPostgresFailed, match=r"não é possível usar a pasta de dados .*CERTOBOT_DATA_DIR"
    ):
        await EmbeddedPostgres(tmp_path / "arquivo").start()


async def test_a_folder_whose_name_a_shell_would_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedPostgresFailed, match="um caractere que o PostgreSQL não aceita"):
        await EmbeddedPostgres(tmp_path / "$HOME").start()


async def test_stopping_what_was_never_started_is_nothing(tmp_path: Path) -> None:
    await EmbeddedPostgres(tmp_path / "dados").stop()
