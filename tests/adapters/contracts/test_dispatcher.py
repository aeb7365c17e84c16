"""The promise of the Dispatcher port and of its worker side, kept by every adapter."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing, asynccontextmanager
from typing import Protocol

import pytest

from adapters.dispatcher.desk import FindDue, Work
from adapters.dispatcher.memory import MemoryDispatcher
from adapters.dispatcher.saq import SaqDispatcher
from application.ports.dispatcher import Dispatcher
from domain.shared.ids import ConversationId
from tests.adapters.dispatcher.scene import JOAO, MARIA, Scene, conversations
from tests.adapters.redis_server import RedisServer, until

NEVER = 3600.0
ALWAYS = 0.001


class WorkingDispatcher(Dispatcher, Protocol):
    """A dispatcher with its worker side."""

    def running(self, work: Work, find_due: FindDue) -> AbstractAsyncContextManager[None]:
        """Work conversations until left."""


Opened = Callable[[float], AbstractAsyncContextManager[WorkingDispatcher]]


@pytest.fixture(params=["memory", "saq"])
def dispatching(request: pytest.FixtureRequest, redis_server: RedisServer) -> Opened:
    """A way to open each adapter, with the seconds between two sweeps."""

    @asynccontextmanager
    async def memory(sweep_seconds: float) -> AsyncIterator[WorkingDispatcher]:
        yield MemoryDispatcher(sweep_seconds=sweep_seconds)

    @asynccontextmanager
    async def saq(sweep_seconds: float) -> AsyncIterator[WorkingDispatcher]:
        async with aclosing(SaqDispatcher(redis_server.url, sweep_seconds=sweep_seconds)) as dispatcher:
            yield dispatcher

    return {"memory": memory, "saq": saq}[request.param]


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_a_nudged_conversation_is_worked_soon(dispatching: Opened, scene: Scene) -> None:
    async with dispatching(NEVER) as dispatcher, dispatcher.running(scene.work, scene.find_due):
        await dispatcher.nudge(MARIA)

        await until(lambda: MARIA in scene.ended)


async def test_every_one_of_many_nudged_conversations_is_worked(dispatching: Opened, scene: Scene) -> None:
    many = conversations(50)
    async with dispatching(NEVER) as dispatcher, dispatcher.running(scene.work, scene.find_due):
        for each in many:
            await dispatcher.nudge(each)

        await until(lambda: set(scene.ended) == set(many))


async def test_a_conversation_under_way_is_left_alone_by_nudges_and_sweeps(
    dispatching: Opened, scene: Scene
) -> None:
    gate = scene.holds(MARIA)
    async with dispatching(ALWAYS) as dispatcher, dispatcher.running(scene.work, scene.find_due):
        scene.due.add(MARIA)
        await until(lambda: scene.begun == [MARIA])

        await dispatcher.nudge(MARIA)
        await dispatcher.nudge(JOAO)
        await until(lambda: scene.ended == [JOAO])
        swept = scene.sweeps
        await until(lambda: scene.sweeps > swept + 3)

        assert scene.begun == [MARIA, JOAO]
        gate.set()


async def test_many_nudges_and_sweeps_never_work_a_conversation_twice_at_the_same_time(
    dispatching: Opened, scene: Scene
) -> None:
    async with dispatching(ALWAYS) as dispatcher, dispatcher.running(scene.work, scene.find_due):
        while len(scene.begun) < 10:
            scene.due.add(MARIA)
            for _ in range(10):
                await dispatcher.nudge(MARIA)
            await until(lambda: MARIA not in scene.due)

    assert scene.most_at_once == 1


async def test_a_nudge_during_work_leads_to_one_more_look(dispatching: Opened, scene: Scene) -> None:
    gate = scene.holds(MARIA)
    async with dispatching(NEVER) as dispatcher, dispatcher.running(scene.work, scene.find_due):
        await dispatcher.nudge(MARIA)
        await until(lambda: scene.begun == [MARIA])

        await dispatcher.nudge(MARIA)
        gate.set()

        await until(lambda: scene.ended == [MARIA, MARIA])


async def test_work_that_lasts_does_not_hold_up_another_conversation(
    dispatching: Opened, scene: Scene
) -> None:
    gate = scene.holds(MARIA)
    async with dispatching(NEVER) as dispatcher, dispatcher.running(scene.work, scene.find_due):
        await dispatcher.nudge(MARIA)
        await until(lambda: scene.begun == [MARIA])
        await dispatcher.nudge(JOAO)

        await until(lambda: scene.ended == [JOAO])
        gate.set()


async def test_work_that_fails_does_not_stop_the_others(dispatching: Opened, scene: Scene) -> None:
    failing = conversations(20)
    scene.failing.update(failing)
    async with dispatching(NEVER) as dispatcher, dispatcher.running(scene.work, scene.find_due):
        for each in failing:
            await dispatcher.nudge(each)
        await until(lambda: set(failing) <= set(scene.begun))

        await dispatcher.nudge(JOAO)

        await until(lambda: scene.ended == [JOAO])


async def test_what_no_nudge_announced_is_found_by_the_sweep(dispatching: Opened, scene: Scene) -> None:
    async with dispatching(ALWAYS) as dispatcher, dispatcher.running(scene.work, scene.find_due):
        scene.due.add(MARIA)

        await until(lambda: MARIA in scene.ended)


async def test_a_sweep_that_fails_is_followed_by_another(dispatching: Opened, scene: Scene) -> None:
    answers = iter([ConnectionError("the store is away")])

    async def find_due() -> tuple[ConversationId, ...]:
        for failure in answers:
            raise failure
        return await scene.find_due()

    scene.due.add(MARIA)
    async with dispatching(ALWAYS) as dispatcher, dispatcher.running(scene.work, find_due):
        await until(lambda: MARIA in scene.ended)


async def test_stopping_finishes_what_is_under_way(dispatching: Opened, scene: Scene) -> None:
    gate = scene.holds(MARIA)
    async with dispatching(NEVER) as dispatcher, AsyncExitStack() as stack:
        await stack.enter_async_context(dispatcher.running(scene.work, scene.find_due))
        await dispatcher.nudge(MARIA)
        await until(lambda: scene.begun == [MARIA])

        stopping = asyncio.create_task(stack.aclose())
        await asyncio.sleep(0)
        gate.set()
        await stopping

    assert scene.ended == [MARIA]


async def test_a_dispatcher_that_stops_at_once_stops(dispatching: Opened, scene: Scene) -> None:
    async with (
        asyncio.timeout(8),
        dispatching(NEVER) as dispatcher,
        dispatcher.running(scene.work, scene.find_due),
    ):
        pass

    assert scene.begun == []
