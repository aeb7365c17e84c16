"""All the scenarios, in parallel, over one real PostgreSQL that lives as long as the run."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from functools import partial
from math import ceil
from multiprocessing.context import BaseContext
from tempfile import TemporaryDirectory

import msgspec

from entrypoints.container import Container
from entrypoints.settings import Settings
from entrypoints.workbench import worker
from entrypoints.workbench.case import Case
from entrypoints.workbench.result import Played

_MOST_JOBS = 16
# Fewer scenarios than these are played before another process is ready.
_WORTH_A_PROCESS = 4


class RunBroken(Exception):
    """A process that played scenarios died; the message is Portuguese."""


def default_jobs() -> int:
    """Return how many processes play: one for each core that is ours."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_JOBS)


async def run(
    cases: Sequence[Case],
    runs: Sequence[Settings],
    jobs: int,
    *,
    with_pictures: bool,
    tell: Callable[[Played], None],
) -> list[Played]:
    """Play every case under each of `runs`, telling each one as it ends; return them in order.

    Raises:
        RunBroken: a process died.
        EmbeddedPostgresFailed: there is no database to play on.
    """
    jobs = min(jobs, ceil(len(cases) * len(runs) / _WORTH_A_PROCESS))
    async with _database(runs[0]) as url:
        pool = ProcessPoolExecutor(jobs, _context(), initializer=worker.begin, initargs=(url,))
        try:
            return await _played(pool, cases, runs, partial(worker.played, with_pictures=with_pictures), tell)
        except BrokenProcessPool:
            raise RunBroken(
                "um dos processos que rodam os cenários morreu; tente de novo com --jobs 1"
            ) from None
        finally:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)


async def _played(
    pool: ProcessPoolExecutor,
    cases: Sequence[Case],
    runs: Sequence[Settings],
    play: Callable[[Case, Settings], Played],
    tell: Callable[[Played], None],
) -> list[Played]:
    loop = asyncio.get_running_loop()
    plays = [
        asyncio.ensure_future(loop.run_in_executor(pool, play, case, settings))
        for settings in runs
        for case in cases
    ]
    try:
        for ended in asyncio.as_completed(plays):
            tell(await ended)
    finally:
        # When one dies the others die with it: their errors are this one, told once.
        for each in plays:
            each.cancel()
        await asyncio.gather(*plays, return_exceptions=True)
    return [each.result() for each in plays]


def _context() -> BaseContext:
    """Return how processes are made: where it can be, from one that has loaded everything already."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["entrypoints.workbench.warm", "entrypoints.workbench.worker"])
    return context


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[str]:
    """Start a PostgreSQL in a folder of its own: no scenario ever touches the data of anybody."""
    with TemporaryDirectory(prefix="certobot-", ignore_cleanup_errors=True) as folder:
        database = msgspec.structs.replace(settings.database, url="", data_dir=folder)
        container = Container(settings=msgspec.structs.replace(settings, database=database))
        embedded = container.embedded_postgres()
        url = await embedded.start()
        try:
            container.database_url.override(url)
            await container.migrate()
            yield url
        finally:
            await embedded.stop()
