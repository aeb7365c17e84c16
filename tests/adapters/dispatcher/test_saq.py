"""What SAQ on Redis promises beyond the port: any process may announce, and Redis may go at any moment."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import pytest
from saq.job import Status
from structlog.testing import CapturingLogger

from adapters.dispatcher import saq
from adapters.dispatcher.nudge_queue import NudgeQueue
from adapters.dispatcher.saq import SaqDispatcher
from tests.adapters.dispatcher.scene import JOAO, MARIA, Scene, conversations
from tests.adapters.redis_server import RedisServer, until

NEVER = 3600.0
OFTEN = 0.05
JOB_SECONDS = 60


@asynccontextmanager
async def a_dispatcher(server: RedisServer, sweep_seconds: float = NEVER) -> AsyncIterator[SaqDispatcher]:
    """One process's dispatcher."""
    async with aclosing(SaqDispatcher(server.url, sweep_seconds=sweep_seconds)) as dispatcher:
        yield dispatcher


@asynccontextmanager
async def a_worker(
    server: RedisServer, scene: Scene, sweep_seconds: float = NEVER
) -> AsyncIterator[SaqDispatcher]:
    """One process's dispatcher, working."""
    async with (
        a_dispatcher(server, sweep_seconds) as dispatcher,
        dispatcher.running(scene.work, scene.find_due),
    ):
        yield dispatcher


@asynccontextmanager
async def the_queue(server: RedisServer) -> AsyncIterator[NudgeQueue]:
    """The queue itself, to look at what is in Redis."""
    queue = NudgeQueue(server.url, JOB_SECONDS)
    async with aclosing(queue.redis):
        yield queue


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_what_a_web_process_announces_a_worker_works(redis_server: RedisServer, scene: Scene) -> None:
    async with a_dispatcher(redis_server) as web, a_worker(redis_server, scene):
        await web.nudge(MARIA)

        await until(lambda: scene.ended == [MARIA])


async def test_what_is_announced_before_a_worker_starts_waits_for_it(
    redis_server: RedisServer, scene: Scene
) -> None:
    async with a_dispatcher(redis_server) as web:
        await web.nudge(MARIA)

    async with a_worker(redis_server, scene):
        await until(lambda: scene.ended == [MARIA])


async def test_two_workers_share_what_is_announced_and_do_nothing_twice(redis_server: RedisServer) -> None:
    one, other, many = Scene(), Scene(), conversations(40)
    async with (
        a_dispatcher(redis_server) as web,
        a_worker(redis_server, one),
        a_worker(redis_server, other),
    ):
        for each in many:
            await web.nudge(each)
        await until(lambda: len(one.ended) + len(other.ended) >= len(many))

    assert sorted(one.ended + other.ended) == sorted(many)


async def test_nudges_of_one_conversation_do_not_pile_up(redis_server: RedisServer) -> None:
    async with a_dispatcher(redis_server) as web, a_dispatcher(redis_server) as other_web:
        for _ in range(20):
            await web.nudge(MARIA)
            await other_web.nudge(MARIA)
            await asyncio.sleep(0)

    async with the_queue(redis_server) as queue:
        assert await queue.count("queued") == 1


async def test_what_was_announced_many_times_before_a_worker_starts_is_worked_once(
    redis_server: RedisServer, scene: Scene
) -> None:
    async with a_dispatcher(redis_server) as web, a_dispatcher(redis_server) as other_web:
        await web.nudge(MARIA)
        await other_web.nudge(MARIA)

    async with a_worker(redis_server, scene) as worker:
        await until(lambda: scene.ended)
        await worker.nudge(JOAO)
        await until(lambda: JOAO in scene.ended)

    assert scene.begun == [MARIA, JOAO]


async def test_a_nudge_of_another_process_during_work_leads_to_one_more_look_and_no_more(
    redis_server: RedisServer, scene: Scene
) -> None:
    gate = scene.holds(MARIA)
    async with a_worker(redis_server, scene), the_queue(redis_server) as queue:
        async with a_dispatcher(redis_server) as web:
            await web.nudge(MARIA)
            await until(lambda: scene.begun == [MARIA])
            await web.nudge(MARIA)

        assert await queue.count("queued") == 0
        gate.set()
        await until(lambda: scene.ended == [MARIA, MARIA])
        assert await queue.redis.keys("*follows*") == []


async def test_a_job_leaves_nothing_behind_in_redis(redis_server: RedisServer, scene: Scene) -> None:
    async with a_worker(redis_server, scene) as dispatcher:
        await dispatcher.nudge(MARIA)
        await until(lambda: scene.ended == [MARIA])

    async with the_queue(redis_server) as queue:
        assert await queue.redis.keys(f"*{MARIA}*") == []
        assert [await queue.count(kind) for kind in ("queued", "active", "incomplete")] == [0, 0, 0]


async def test_work_that_failed_is_tried_again(redis_server: RedisServer, scene: Scene) -> None:
    scene.failing.add(MARIA)
    async with a_worker(redis_server, scene) as dispatcher:
        await dispatcher.nudge(MARIA)
        await until(lambda: scene.begun == [MARIA])
        scene.failing.clear()

        await until(lambda: scene.ended == [MARIA])


async def test_a_job_whose_worker_died_is_forgotten_so_that_nudges_count_again(
    redis_server: RedisServer, scene: Scene
) -> None:
    async with the_queue(redis_server) as queue, a_dispatcher(redis_server) as web:
        await queue.announce(str(MARIA))
        job = await queue.dequeue(timeout=1)
        assert job is not None
        job.queued = job.started = 1
        await job.update(status=Status.ACTIVE)

        assert await queue.sweep() == [job.id]

        await web.nudge(MARIA)
        async with a_worker(redis_server, scene):
            await until(lambda: scene.ended == [MARIA])


async def test_a_job_under_way_is_not_forgotten(redis_server: RedisServer) -> None:
    async with the_queue(redis_server) as queue:
        await queue.announce(str(MARIA))
        job = await queue.dequeue(timeout=1)
        assert job is not None
        await job.update(status=Status.ACTIVE)

        assert await queue.sweep() == []
        assert await queue.count("active") == 1


async def test_flushing_redis_again_and_again_loses_no_conversation(
    redis_server: RedisServer, scene: Scene
) -> None:
    many = conversations(60)
    async with a_dispatcher(redis_server) as web, a_worker(redis_server, scene, OFTEN):
        for number, each in enumerate(many):
            scene.due.add(each)
            await web.nudge(each)
            if number % 5 == 0:
                await redis_server.flush()
        await until(lambda: not scene.due)

        await web.nudge(MARIA)
        await until(lambda: MARIA in scene.ended)

    assert set(scene.ended) == {*many, MARIA}
    assert scene.most_at_once == 1


async def test_redis_killed_and_back_loses_no_conversation_and_is_told_once(
    redis_server: RedisServer, scene: Scene, told: CapturingLogger, caplog: pytest.LogCaptureFixture
) -> None:
    many, gate = conversations(30), scene.holds(JOAO)
    scene.due.update(many)
    async with a_worker(redis_server, scene, OFTEN) as dispatcher:
        await dispatcher.nudge(JOAO)
        await until(lambda: scene.begun.count(JOAO))
        await redis_server.kill()
        for each in many:
            await dispatcher.nudge(each)
        await until(lambda: not scene.due)
        gate.set()
        await until(lambda: JOAO in scene.ended)

        await redis_server.start()
        await until(lambda: [call.method_name for call in told.calls] == ["warning", "info"])
        await dispatcher.nudge(MARIA)
        await until(lambda: MARIA in scene.ended)

    assert [call.method_name for call in told.calls] == ["warning", "info"]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_worker_starts_and_sweeps_without_redis(redis_server: RedisServer, scene: Scene) -> None:
    await redis_server.stop()
    scene.due.add(MARIA)

    async with a_worker(redis_server, scene, OFTEN):
        await until(lambda: MARIA in scene.ended)


async def test_a_nudge_waits_for_no_answer_of_redis(redis_server: RedisServer) -> None:
    async with a_dispatcher(redis_server) as web:
        redis_server.freeze()
        async with asyncio.timeout(0.5):
            for each in conversations(1000):
                await web.nudge(each)
        redis_server.thaw()


async def test_a_nudge_after_the_end_is_lost_and_opens_nothing(redis_server: RedisServer) -> None:
    async with a_dispatcher(redis_server) as web:
        pass

    await web.nudge(MARIA)

    await asyncio.sleep(0)
    async with the_queue(redis_server) as queue:
        assert await queue.count("queued") == 0


async def test_work_that_does_not_end_is_cut_off_at_the_stop_and_left_to_another_worker(
    redis_server: RedisServer, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saq, "_FINISH_SECONDS", 0.05)
    scene.holds(MARIA)
    async with asyncio.timeout(8), a_worker(redis_server, scene) as dispatcher:
        await dispatcher.nudge(MARIA)
        await until(lambda: scene.begun == [MARIA])

    scene.held.clear()
    async with a_worker(redis_server, scene):
        await until(lambda: scene.ended == [MARIA])
