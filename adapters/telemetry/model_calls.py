"""What language models do: counted and traced at once, kept a moment later."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from application.ports.clock import Clock
from application.ports.model_calls import ModelCall
from application.ports.telemetry import Counted, Step, Telemetry
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory

log = logging.getLogger(__name__)

_TOGETHER_SECONDS = 1.0
_LOOK_SECONDS = 3600.0
_AT_ONCE = 500
_MOST_UNKEPT = 20_000


class NotedModelCalls:
    """Implements ModelCalls; what is `kept_for` longer is forgotten.

    A database that is down for a while loses nothing; beyond 20,000 calls the oldest are lost, not a turn.
    """

    def __init__(
        self,
        telemetry: Telemetry,
        uow: UnitOfWorkFactory,
        clock: Clock,
        kept_for: timedelta = timedelta(days=90),
    ) -> None:
        self._telemetry = telemetry
        self._uow = uow
        self._clock = clock
        self._kept_for = kept_for
        self._unkept: deque[ModelCall] = deque(maxlen=_MOST_UNKEPT)
        self._arrived = asyncio.Event()

    def record(self, call: ModelCall) -> None:
        """Count and trace `call`, and leave it to be kept."""
        self._unkept.append(call)
        self._arrived.set()
        telemetry = self._telemetry
        telemetry.count(Counted.MODEL_CALLS, call.purpose, call.model, call.outcome.value)
        if call.input_tokens:
            telemetry.count(Counted.MODEL_TOKENS, call.model, "input", by=call.input_tokens)
            telemetry.count(Counted.MODEL_TOKENS, call.model, "output", by=call.output_tokens)
            telemetry.count(Counted.MODEL_COST, call.model, by=float(call.cost))
        if call.latency:
            telemetry.took(Step.MODEL, call.latency.total_seconds(), _about(call))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Keep what is recorded, until left; then keep the rest."""
        writer = asyncio.create_task(self._write())
        try:
            yield
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            with suppress(StoreUnavailable):
                await self._keep()

    async def _write(self) -> None:
        while True:
            try:
                await self._keep()
                await self.forget_old()
            except StoreUnavailable as unavailable:
                log.warning("model calls not kept yet", extra={"cause": str(unavailable)})
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), _LOOK_SECONDS)
            # A call seldom comes alone: one statement keeps those of a second.
            await asyncio.sleep(_TOGETHER_SECONDS)

    async def _keep(self) -> None:
        self._arrived.clear()
        while self._unkept:
            calls = [self._unkept.popleft() for _ in range(min(_AT_ONCE, len(self._unkept)))]
            try:
                async with self._uow() as uow:
                    await uow.model_calls.add(calls)
                    await uow.commit()
            except BaseException:
                self._unkept.extendleft(reversed(calls))
                raise

    async def forget_old(self) -> None:
        """Drop what is older than it is kept for."""
        async with self._uow() as uow:
            await uow.model_calls.forget(self._clock.now() - self._kept_for)
            await uow.commit()


def _about(call: ModelCall) -> dict[str, str | int | float | None]:
    return {
        "purpose": call.purpose,
        "model": call.model,
        "prompt_version": call.prompt_version,
        "outcome": call.outcome.value,
        "input_tokens": call.input_tokens,
        "output_tokens": call.output_tokens,
        "cost_dollars": float(call.cost),
    }
