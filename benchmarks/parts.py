"""The measurements, (a) to (h), each on fresh databases and fresh processes of one stage."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace

from benchmarks.figures import Figure, at_least, at_most
from benchmarks.load import CLOSING, TALKING, Crowd, Measured, hammer, ring
from benchmarks.machine import CpuSeconds
from benchmarks.meta import Webhook
from benchmarks.seeds import Seed, seed_conversations, seed_history
from benchmarks.stage import ROOT, Program, Stage
from benchmarks.wire import counted
from tests.adapters.redis_server import RedisServer, running_redis

ACTIVE = 1_000
PER_SECOND = 100
STORED_CONVERSATIONS = 100_000
STORED = "messages already stored"
_AT_ONCE = 64
_MOST_MEGABYTES = 250.0
_SLOWER_AT_MOST = 1.2
_ENOUGH_TURNS = 500.0
_FASTEST_CONCEIVABLE = 800


@dataclass(slots=True)
class Run:
    """What is asked of a run, and what it has found so far."""

    stage: Stage
    seconds: float
    scale: float
    grown_conversations: int
    figures: list[Figure] = field(default_factory=list)

    def found(self, *figures: Figure) -> None:
        """Keep figures, and show them at once."""
        for figure in figures:
            print(f"  ({figure.part}) {figure.what}: {figure.shown()}", file=sys.stderr, flush=True)
        self.figures.extend(figures)

    def value(self, part: str) -> float:
        """Return the best value found so far in a part, 0 when it was left out."""
        measured = (figure.value for figure in self.figures if figure.part == part and not figure.promised)
        return max(measured, default=0)


async def reference(run: Run) -> None:
    """(a) what the same server and driver do with the least application there can be."""
    url = await run.stage.database()
    seeds = await _seeds(run, url, ACTIVE)
    measured, cpu, _ = await _hammered(run, run.stage.module("benchmarks.reference", url), seeds)
    run.found(Figure("a", "bare webhook", measured.webhooks_per_second, "/s", detail=cpu))


async def webhook(run: Run) -> None:
    """(b) the real application's webhook, until its 200; others work the conversations."""
    url = await run.stage.database()
    seeds = await _seeds(run, url, ACTIVE)
    web = run.stage.module("benchmarks.web_only", url, **_impatient(run))
    measured, cpu, megabytes = await _hammered(run, web, seeds)
    run.found(Figure("b", "nudges kept in the process", measured.webhooks_per_second, "/s", detail=cpu))
    async with running_redis() as redis:
        url = await run.stage.database()
        seeds = await _seeds(run, url, ACTIVE)
        web = run.stage.module("benchmarks.web_only", url, **_impatient(run), **_over(redis))
        queued, cpu, _ = await _hammered(run, web, seeds)
        run.found(Figure("b", "nudges put on Redis", queued.webhooks_per_second, "/s", detail=cpu))
    # The neighbours of a shared machine come and go: the faster of two references counts.
    await reference(run)
    if bare := run.value("a"):
        share = 100 * measured.webhooks_per_second / bare
        run.found(at_least("b", "of the bare webhook", share, 60))
    run.found(at_most("b", "webhooks refused", measured.refused + queued.refused, 0))
    run.found(at_most("f", "memory of a web process", megabytes, _MOST_MEGABYTES, "MB"))


async def turns(run: Run) -> None:
    """(c, g) whole turns as fast as they go, on 1, 2 and 4 processes of one database."""
    for count, what in ((1, "1 process"), (2, "2 processes"), (4, "4 processes")):
        await _fastest(run, what, ["serve"] * count)
    async with running_redis() as redis:
        for count, what in ((1, "1 web and 1 worker over Redis"), (2, "2 web and 2 workers over Redis")):
            await _fastest(run, what, ["serve"] * count + ["worker"] * count, **_over(redis))
    best = run.value("c")
    if best >= _ENOUGH_TURNS or not run.value("a"):
        run.found(at_least("c", "the fastest of these, turns/s", best, _ENOUGH_TURNS, unit=""))
    else:
        run.found(at_least("c", "the fastest of these, of the bare webhook", 100 * best / run.value("a"), 10))
    figure, _ = await _turns(run, await run.stage.database(), ["serve"] * 2, CLOSING)
    run.found(replace(figure, what="2 processes, an agreement and its carnê in 6 turns"))


async def _fastest(run: Run, what: str, commands: Sequence[str], **variables: str) -> None:
    figure, sizes = await _turns(run, await run.stage.database(), commands, **variables)
    run.found(replace(figure, what=what))
    run.found(at_most("c", f"{what}: refused or unanswered", figure.detail["errors"], 0))
    run.found(at_most("f", f"memory, {what}", max(sizes), _MOST_MEGABYTES, "MB"))


async def latency(run: Run) -> None:
    """(d, e) the wait from webhook to delivery at a steady pace, on an empty database and on a full one."""
    empty = await _steady(run, await run.stage.database())
    run.found(*_waits("d", empty))
    on_empty, _ = await _turns(run, await run.stage.database(), ["serve"])
    run.found(replace(on_empty, part="e", what="turns on an empty database, 1 process"))
    conversations = max(1, int(STORED_CONVERSATIONS * run.scale))
    await run.stage.run_sql("CREATE DATABASE stored TEMPLATE empty STRATEGY file_copy")
    stored_url = run.stage.url_of("stored")
    stored = await seed_history(stored_url, run.stage.settings.policy, conversations)
    # What was stored is written out before anything is measured.
    await run.stage.run_sql("CHECKPOINT")
    run.found(Figure("e", STORED, stored, ""))
    full = await _steady(run, await run.stage.database("stored"))
    run.found(*_waits("e", full))
    on_full, _ = await _turns(run, await run.stage.database("stored"), ["serve"])
    run.found(replace(on_full, part="e", what="turns on a full database, 1 process"))
    for what, ratio in (
        ("p50 of the wait, full : empty", full.percentile(50) / empty.percentile(50)),
        ("p95 of the wait, full : empty", full.percentile(95) / empty.percentile(95)),
        ("CPU of a turn, full : empty", _cpu(on_full) / _cpu(on_empty)),
    ):
        run.found(at_most("e", what, ratio, _SLOWER_AT_MOST, "×"))


async def memory(run: Run) -> None:
    """(f) whether memory keeps growing, in a process of its own."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "benchmarks" / "memory.py"),
        str(run.grown_conversations),
        stdout=asyncio.subprocess.PIPE,
        env={"PATH": "", "HOME": str(run.stage.folder), "PYTHONPATH": str(ROOT)},
    )
    told, _ = await child.communicate()
    growth = float(told.decode().rsplit(":", 1)[1].split()[0])
    each = 1024 * growth / (run.grown_conversations / 2)
    run.found(Figure("f", "growth for each conversation held, second half", each, "kB"))


async def round_trips(run: Run) -> None:
    """(h) what one turn asks of the database, counted on the wire, webhook to delivery."""
    url = await run.stage.database()
    count = 40
    seeds = await _seeds(run, url, 2 * count)
    async with (
        counted(url, run.stage.folder / "wire") as (relayed, traffic),
        run.stage.running(["serve"], relayed, **_impatient(run)) as programs,
    ):
        webhooks = [Webhook(programs[0].port)]
        # Statements are prepared once for each connection; what a turn costs is what it costs from then on.
        await Crowd(run.stage.meta, webhooks, ring(seeds[:count])).steady(1, count)
        await asyncio.sleep(1)
        traffic.reset()
        await asyncio.sleep(2)
        idle_trips, idle_statements = traffic.round_trips / 2, traffic.statements / 2
        traffic.reset()
        measured = await Crowd(run.stage.meta, webhooks, ring(seeds[count:])).steady(4, 50)
        answered = max(len(measured.answered), 1)
        run.found(
            Figure("h", "round trips of a turn", (traffic.round_trips - 4 * idle_trips) / answered, ""),
            Figure("h", "statements of a turn", (traffic.statements - 4 * idle_statements) / answered, ""),
            Figure("h", "round trips of an idle process", idle_trips, "/s"),
        )


async def _hammered(
    run: Run, starting: AbstractAsyncContextManager[Program], seeds: Sequence[Seed]
) -> tuple[Measured, dict[str, float], float]:
    async with starting as program:
        webhook = Webhook(program.port)
        await hammer(webhook, seeds, min(1.0, run.seconds / 4))
        before = CpuSeconds.used(run.stage, (program,))
        measured = await hammer(webhook, seeds, run.seconds)
        cpu = CpuSeconds.used(run.stage, (program,)).since(before, len(measured.acknowledged))
        webhook.close()
        return measured, cpu, program.rss_megabytes()


async def _turns(
    run: Run, url: str, commands: Sequence[str], script: Sequence[str] = TALKING, **variables: str
) -> tuple[Figure, list[float]]:
    enough = int(_FASTEST_CONCEIVABLE * (run.seconds + 2) / len(script)) + 4 * _AT_ONCE
    talks = ring(await _seeds(run, url, enough), script)
    async with run.stage.running(commands, url, **_impatient(run) | variables) as programs:
        webhooks = [Webhook(program.port) for program in programs if program.port]
        await Crowd(run.stage.meta, webhooks, talks[: 2 * _AT_ONCE]).steady(1.0, _AT_ONCE)
        before = CpuSeconds.used(run.stage, programs)
        measured = await Crowd(run.stage.meta, webhooks, talks[2 * _AT_ONCE :]).closed_loop(
            run.seconds, _AT_ONCE
        )
        cpu = CpuSeconds.used(run.stage, programs).since(before, len(measured.answered))
        found = cpu | {"errors": measured.errors, "p99_seconds": round(measured.percentile(99), 3)}
        sizes = [program.rss_megabytes() for program in programs]
    return Figure("c", "turns", measured.turns_per_second, "turns/s", detail=found), sizes


async def _steady(run: Run, url: str) -> Measured:
    seconds = max(run.seconds, 3.0)
    seeds = await _seeds(run, url, max(ACTIVE, int(seconds * PER_SECOND / len(TALKING)) + ACTIVE))
    async with run.stage.running(["serve"], url) as programs:
        webhooks = [Webhook(programs[0].port)]
        talks = ring(seeds)
        await Crowd(run.stage.meta, webhooks, talks[:PER_SECOND]).steady(1.0, PER_SECOND)
        return await Crowd(run.stage.meta, webhooks, [t for t in talks if not t.over]).steady(
            seconds, PER_SECOND
        )


def _waits(part: str, measured: Measured) -> list[Figure]:
    p99 = measured.percentile(99)
    return [
        Figure(part, "p50 of the wait", 1000 * measured.percentile(50), "ms"),
        Figure(part, "p95 of the wait", 1000 * measured.percentile(95), "ms"),
        Figure(part, "p99 of the wait", 1000 * p99, "ms", "< 1,000 ms", p99 < 1.0),
        at_most(part, "messages refused or unanswered", measured.errors, 0),
    ]


async def _seeds(run: Run, url: str, count: int) -> list[Seed]:
    return await seed_conversations(url, run.stage.settings.policy, count)


def _impatient(run: Run) -> dict[str, str]:
    """Return the setting under which a burst is not waited for: throughput is what counts here."""
    return {"CERTOBOT_CONFIG": str(run.stage.folder / "impatient.toml")}


def _over(redis: RedisServer) -> dict[str, str]:
    """Return the settings of processes that meet over Redis."""
    return {"CERTOBOT_DISPATCHER": "saq", "CERTOBOT_REDIS_URL": redis.url}


def _cpu(figure: Figure) -> float:
    return figure.detail["app"] + figure.detail["postgres"]
