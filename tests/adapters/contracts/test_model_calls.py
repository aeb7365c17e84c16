"""The promise of the ModelCalls port."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from adapters.clock.virtual import VirtualClock
from adapters.telemetry.memory import MemoryTelemetry
from adapters.telemetry.memory_model_calls import MemoryModelCalls
from adapters.telemetry.model_calls import NotedModelCalls
from application.ports.model_calls import CallOutcome, ModelCall, ModelCalls
from application.ports.telemetry import Counted, Step
from application.ports.unit_of_work import StoreUnavailable, UnitOfWork, UnitOfWorkFactory
from tests.adapters.contracts.kept import NOW
from tests.adapters.contracts.test_model_call_log import MODEL, a_call

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Noting:
    """Who takes note, and how many of which outcome were kept once it stopped."""

    calls: ModelCalls
    kept: Callable[[], Awaitable[dict[CallOutcome, int]]]


@dataclass(slots=True)
class Unsteady:
    """Units of work that fail as often as told, then are those of `uow`."""

    uow: UnitOfWorkFactory
    failures: int = 0
    asked: list[bool] = field(default_factory=list)

    def __call__(self) -> UnitOfWork:
        """Return a unit of work, or fail."""
        self.asked.append(True)
        if len(self.asked) <= self.failures:
            raise StoreUnavailable("sem banco")
        return self.uow()


async def counts(uow_factory: UnitOfWorkFactory) -> dict[CallOutcome, int]:
    """How many calls of which outcome the database has."""
    async with uow_factory() as uow:
        return {use.outcome: use.calls for use in await uow.model_calls.totals(NOW - DAY, NOW + DAY)}


@pytest.fixture(params=["postgres", "memory"])
async def noting(request: pytest.FixtureRequest, uow_factory: UnitOfWorkFactory) -> AsyncIterator[Noting]:
    """One adapter of the port."""
    if request.param == "memory":
        memory = MemoryModelCalls()

        async def counted() -> dict[CallOutcome, int]:
            outcomes = [call.outcome for call in memory.calls]
            return {outcome: outcomes.count(outcome) for outcome in outcomes}

        yield Noting(memory, counted)
        return
    noted = NotedModelCalls(MemoryTelemetry(), uow_factory, VirtualClock(NOW))
    writing = noted.writing()
    await writing.__aenter__()

    async def written() -> dict[CallOutcome, int]:
        await writing.__aexit__(None, None, None)
        return await counts(uow_factory)

    yield Noting(noted, written)


async def test_everything_recorded_is_kept(noting: Noting) -> None:
    for outcome in (CallOutcome.OK, CallOutcome.OK, CallOutcome.TIMEOUT, CallOutcome.SPARED):
        noting.calls.record(a_call(outcome))

    assert await noting.kept() == {CallOutcome.OK: 2, CallOutcome.TIMEOUT: 1, CallOutcome.SPARED: 1}


async def test_very_many_at_once_are_kept_too(noting: Noting) -> None:
    for _ in range(1_201):
        noting.calls.record(a_call())

    assert await noting.kept() == {CallOutcome.OK: 1_201}


async def test_a_database_that_is_away_for_a_moment_loses_nothing(uow_factory: UnitOfWorkFactory) -> None:
    unsteady = Unsteady(uow_factory, failures=1)
    noted = NotedModelCalls(MemoryTelemetry(), unsteady, VirtualClock(NOW))
    noted.record(a_call())
    async with noted.writing():
        while not unsteady.asked:  # noqa: ASYNC110 -- the writer is a task: it runs when we let it
            await asyncio.sleep(0)
        noted.record(a_call())

    assert await counts(uow_factory) == {CallOutcome.OK: 2}


async def test_a_database_that_is_gone_stops_nobody(uow_factory: UnitOfWorkFactory) -> None:
    noted = NotedModelCalls(MemoryTelemetry(), Unsteady(uow_factory, failures=99), VirtualClock(NOW))
    async with noted.writing():
        noted.record(a_call())

    assert await counts(uow_factory) == {}


def a_noting(uow: UnitOfWorkFactory) -> tuple[NotedModelCalls, MemoryTelemetry]:
    """Who takes note, and what it counts."""
    telemetry = MemoryTelemetry()
    return NotedModelCalls(telemetry, uow, VirtualClock(NOW)), telemetry


def test_a_call_is_counted_and_traced_with_what_it_cost(uow_factory: UnitOfWorkFactory) -> None:
    noted, telemetry = a_noting(uow_factory)

    noted.record(a_call())

    assert telemetry.counted[Counted.MODEL_CALLS, ("read", MODEL, "ok")] == 1
    assert telemetry.counted[Counted.MODEL_TOKENS, (MODEL, "input")] == 900
    assert telemetry.counted[Counted.MODEL_TOKENS, (MODEL, "output")] == 60
    assert telemetry.counted[Counted.MODEL_COST, (MODEL,)] == pytest.approx(0.000171)
    assert telemetry.steps == [Step.MODEL]
    assert telemetry.about[0]["prompt_version"] == "leitura.v1"


def test_a_call_that_was_spared_took_no_time(uow_factory: UnitOfWorkFactory) -> None:
    noted, telemetry = a_noting(uow_factory)

    noted.record(ModelCall("read", "rules", "", NOW, timedelta(), CallOutcome.SPARED))

    assert telemetry.counted[Counted.MODEL_CALLS, ("read", "rules", "spared")] == 1
    assert telemetry.steps == []


async def test_what_is_older_than_it_is_kept_for_is_forgotten(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        await uow.model_calls.add([a_call(at=NOW - 91 * DAY), a_call(at=NOW - 89 * DAY)])
        await uow.commit()
    noted, _ = a_noting(uow_factory)

    async with noted.writing():
        await noted.forget_old()

    async with uow_factory() as uow:
        (left,) = await uow.model_calls.totals(NOW - 99 * DAY, NOW)
    assert left.calls == 1
