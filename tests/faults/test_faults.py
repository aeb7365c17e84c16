"""Nothing lost, nothing twice, with everything that can die dying at random.

The short form runs with the other tests; `pytest tests/faults --long --seed N` runs the long one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

import httpx
import pytest

from application.hold_conversation import LEASE
from tests.adapters.whatsapp.graph_server import cut_after_accepting, cut_before_accepting, fails
from tests.faults.auditor import Auditor
from tests.faults.people import Meta, some_debtors
from tests.faults.town import STOPS_WITHIN, Process, Town, running_town

Fault = Callable[[Town, Random], Awaitable[None]]


async def a_worker_is_killed(town: Town, random: Random) -> None:
    await _killed(random.choice(town.workers))


async def a_web_process_is_killed(town: Town, random: Random) -> None:
    await _killed(random.choice(town.webs))


async def a_web_process_is_asked_to_stop(town: Town, random: Random) -> None:
    process = random.choice(town.webs)
    assert await process.stop() < STOPS_WITHIN
    await process.start()


async def redis_forgets_everything(town: Town, _: Random) -> None:
    with suppress(OSError):
        await town.redis.flush()


async def redis_stops_for_a_while(town: Town, _: Random) -> None:
    await town.redis.kill()
    await asyncio.sleep(1.5)
    await town.redis.start()


async def postgres_crashes(town: Town, _: Random) -> None:
    await town.crash_postgres()


async def the_provider_is_unwell(town: Town, random: Random) -> None:
    troubles = [cut_after_accepting(), fails(131000), fails(131056), fails(130429)]
    town.graph.script(*random.sample(troubles, 3))


async def the_provider_takes_nothing_and_says_nothing(town: Town, _: Random) -> None:
    town.graph.script(cut_before_accepting())


async def a_process_stands_still_for_longer_than_its_leases(town: Town, random: Random) -> None:
    await random.choice(town.workers or town.webs).sleep((LEASE + timedelta(seconds=5)).total_seconds())


async def _killed(process: Process) -> None:
    await process.kill()
    await process.start()


FAULTS: tuple[Fault, ...] = (
    the_provider_is_unwell,
    a_worker_is_killed,
    redis_forgets_everything,
    a_web_process_is_killed,
    redis_stops_for_a_while,
    postgres_crashes,
    a_web_process_is_asked_to_stop,
)


@pytest.mark.parametrize("workers", [2, 0], ids=["web and workers", "web alone"])
async def test_nothing_is_lost_and_nothing_happens_twice(seed: int, is_long: bool, workers: int) -> None:
    if not workers and not is_long:
        pytest.skip("processos web sem workers: só na forma longa")
    random = Random(seed)  # noqa: S311 -- the same seed is the same town
    # The order differs with the seed; every fault happens at least once.
    possible = [fault for fault in FAULTS if workers or fault is not a_worker_is_killed]
    faults = random.sample(possible, len(possible)) * (4 if is_long else 1)
    if is_long:
        # Once each: both last. The statuses of what was never taken are waited for in vain, for a minute.
        faults.insert(len(faults) // 2, the_provider_takes_nothing_and_says_nothing)
        faults.insert(len(faults) // 4, a_process_stands_still_for_longer_than_its_leases)
    async with running_town(workers=workers) as town, httpx.AsyncClient(timeout=15) as http:
        meta = Meta(town, random, http)
        reporting = asyncio.create_task(meta.reports())
        living = asyncio.gather(*(each.lives() for each in some_debtors(60 if is_long else 6, meta)))
        try:
            for fault in faults:
                await asyncio.sleep(random.uniform(0.2, 1.5 if is_long else 0.6))
                await fault(town, random)
            await living
            await _is_whole(town, meta)
        except BaseException:
            print(town.log_of_all())  # noqa: T201 -- shown when the test fails
            raise
        finally:
            living.cancel()
            reporting.cancel()
            await asyncio.gather(living, reporting, return_exceptions=True)


async def _is_whole(town: Town, meta: Meta) -> None:
    auditor = Auditor(town.database_url, town.graph)
    await auditor.settled(within=120)
    # The last statuses may be under way still.
    async with asyncio.timeout(20):
        while found := await auditor.finds(meta.acknowledged):
            if not all(line.startswith("read and shown as") for line in found):
                break
            await asyncio.sleep(0.2)
    assert found == []
    assert len(meta.acknowledged) > 2 * await auditor.agreed() > 0
