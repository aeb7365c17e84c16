"""The promise of the ModelCallLog port."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.unit_of_work import PostgresUnitOfWork
from application.ports.model_call_log import ModelUse
from application.ports.model_calls import CallOutcome, ModelCall
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId, TenantId
from tests.adapters.contracts.kept import NOW, an_id

DAY = timedelta(days=1)
MODEL = "openai/gpt-oss-120b"


def a_call(
    outcome: CallOutcome = CallOutcome.OK, *, at: datetime = NOW, seconds: float = 0.4, model: str = MODEL
) -> ModelCall:
    """One call that read a message."""
    return ModelCall(
        "read",
        model,
        "leitura.v1",
        at,
        timedelta(seconds=seconds),
        outcome,
        input_tokens=900,
        output_tokens=60,
        cost=Decimal("0.000171"),
        conversation_id=ConversationId(an_id()),
    )


async def totals(
    uow_factory: UnitOfWorkFactory, since: datetime = NOW - DAY, until: datetime = NOW + DAY
) -> tuple[ModelUse, ...]:
    """What the calls amount to."""
    async with uow_factory() as uow:
        return await uow.model_calls.totals(since, until)


async def kept(uow_factory: UnitOfWorkFactory, *calls: ModelCall) -> None:
    """The calls are in the log."""
    async with uow_factory() as uow:
        await uow.model_calls.add(calls)
        await uow.commit()


async def test_calls_of_one_kind_are_summed(uow_factory: UnitOfWorkFactory) -> None:
    await kept(uow_factory, a_call(seconds=0.4), a_call(seconds=0.8), a_call(CallOutcome.TIMEOUT, seconds=3))

    assert await totals(uow_factory) == (
        ModelUse(
            date(2026, 11, 20),
            "read",
            MODEL,
            CallOutcome.OK,
            calls=2,
            input_tokens=1800,
            output_tokens=120,
            cost=Decimal("0.000342"),
            latency=timedelta(seconds=0.6),
            slowest=timedelta(seconds=0.8),
        ),
        ModelUse(
            date(2026, 11, 20),
            "read",
            MODEL,
            CallOutcome.TIMEOUT,
            calls=1,
            input_tokens=900,
            output_tokens=60,
            cost=Decimal("0.000171"),
            latency=timedelta(seconds=3),
            slowest=timedelta(seconds=3),
        ),
    )


async def test_a_day_is_a_day_in_sao_paulo(uow_factory: UnitOfWorkFactory) -> None:
    late = datetime(2026, 11, 21, 2, 59, tzinfo=UTC)
    await kept(uow_factory, a_call(at=late), a_call(at=late + timedelta(minutes=1)))

    days = [use.day for use in await totals(uow_factory)]

    assert days == [date(2026, 11, 20), date(2026, 11, 21)]


async def test_only_what_began_in_the_span_is_summed(uow_factory: UnitOfWorkFactory) -> None:
    await kept(uow_factory, a_call(at=NOW - DAY), a_call(at=NOW), a_call(at=NOW + DAY))

    assert [use.calls for use in await totals(uow_factory, NOW, NOW + DAY)] == [1]


async def test_what_was_kept_outside_a_conversation_is_kept_too(uow_factory: UnitOfWorkFactory) -> None:
    call = ModelCall("read", "rules", "", NOW, timedelta(), CallOutcome.SPARED)
    await kept(uow_factory, call)

    (use,) = await totals(uow_factory)

    assert (use.outcome, use.cost, use.calls) == (CallOutcome.SPARED, Decimal(0), 1)


async def test_what_is_old_is_forgotten_and_nothing_else(uow_factory: UnitOfWorkFactory) -> None:
    await kept(uow_factory, a_call(at=NOW - 2 * DAY), a_call(at=NOW - DAY), a_call(at=NOW))
    async with uow_factory() as uow:
        assert await uow.model_calls.forget(NOW - DAY) == 1
        await uow.commit()

    assert sum(use.calls for use in await totals(uow_factory, NOW - 9 * DAY)) == 2


async def test_nobody_sees_another_tenants_calls(engine: AsyncEngine, uow_factory: UnitOfWorkFactory) -> None:
    await kept(uow_factory, a_call())
    async with PostgresUnitOfWork(engine, TenantId(f"other-{an_id()}")) as other:
        assert await other.model_calls.totals(NOW - DAY, NOW + DAY) == ()
        assert await other.model_calls.forget(NOW + DAY) == 0
