"""Model, fallback model, rules: each step noted with what came of it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from adapters.llm.groq.asking import Answer, CallFailed, Prompt, Unusable
from adapters.llm.groq.budget import Budget
from adapters.llm.groq.config import GroqConfig
from adapters.llm.groq.lines import Line
from adapters.llm.groq.turn_time import Deadline
from application.ports.clock import Clock
from application.ports.model_calls import RULES, CallOutcome, CallPurpose, ModelCall, ModelCalls
from domain.shared.ids import ConversationId

# Less time than this is not worth a call; it is also what is kept for the rules, the documents, the database.
_LEAST_SECONDS = 0.25
_A_CALL_SECONDS = 0.75  # what a call needs to have a fair chance
_AFTER_A_REST_SECONDS = 0.02  # clocks tick
_NOTHING = Answer("", 0, 0, Decimal(0))
# Another model of the same provider would fare no better.
_FOR_EVERY_MODEL = frozenset(
    {
        CallOutcome.UNAUTHORIZED,
        CallOutcome.BUSY,
        CallOutcome.NO_TIME,
        CallOutcome.CONVERSATION_BUDGET,
        CallOutcome.DAY_BUDGET,
    }
)


class Asks(Protocol):
    """A line to Groq."""

    async def ask(self, model: str, prompt: Prompt, seconds: float) -> Answer:
        """Return what `model` answers within `seconds`, or raise CallFailed."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is asked, of which conversation, for what, and by when."""

    purpose: CallPurpose
    prompt: Prompt
    deadline: Deadline
    conversation_id: ConversationId | None


class _StepFailed(Exception):
    """A step came to nothing; `prompt` is what to ask instead, when asking once more may help."""

    def __init__(
        self, outcome: CallOutcome, retry_after: float | None = None, prompt: Prompt | None = None
    ) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome
        self.retry_after = retry_after
        self.prompt = prompt


class ModelChain:
    """Asks the first model that may be asked and gives a usable answer; what each step came to is noted.

    A call is repeated at most once: after the rest that a model asked for, if the deadline leaves room, or
    with an objection to its answer. `now` tells monotonic seconds.
    """

    def __init__(
        self,
        channel: Asks,
        config: GroqConfig,
        budget: Budget,
        calls: ModelCalls,
        clock: Clock,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._channel = channel
        self._lines = tuple(Line(model, config, now) for model in config.models)
        self._call_seconds = config.call_seconds
        self._budget = budget
        self._calls = calls
        self._clock = clock
        self._now = now
        self._sleep = sleep
        self._room = asyncio.Semaphore(config.calls_at_once)

    async def ask[T](self, errand: Errand, use: Callable[[Answer], T]) -> T | None:
        """Return what `use` makes of an answer, or None when the rules have to do the work.

        `use` raises Unusable for what must not be used.
        """
        lines, repeated = list(self._lines), False
        while lines:
            try:
                return await self._step(lines[0], errand, use)
            except _StepFailed as failed:
                if failed.outcome in _FOR_EVERY_MODEL:
                    break
                wait = None if repeated else _wait_before_repeating(failed, errand.deadline)
                if wait is not None:
                    errand, repeated = replace(errand, prompt=failed.prompt or errand.prompt), True
                    await self._sleep(wait)
                elif failed.outcome is CallOutcome.GUARDED:
                    break
                else:
                    lines.pop(0)
        self._note(errand, RULES, CallOutcome.FELL_BACK, self._now(), _NOTHING)
        return None

    def note_spared(self, purpose: CallPurpose, version: str, conversation_id: ConversationId | None) -> None:
        """Take note that the rules were sure, and no model is asked."""
        now = self._clock.now()
        self._calls.record(
            ModelCall(
                purpose, RULES, version, now, timedelta(), CallOutcome.SPARED, conversation_id=conversation_id
            )
        )

    async def _step[T](self, line: Line, errand: Errand, use: Callable[[Answer], T]) -> T:
        began, answer = self._now(), _NOTHING
        outcome, prompt, retry_after = CallOutcome.OK, None, None
        try:
            answer = await self._answer(line, errand)
            return use(answer)
        except CallFailed as failed:
            outcome, retry_after = failed.outcome, failed.retry_after
        except Unusable as unusable:
            outcome = unusable.outcome
            if unusable.objection:
                prompt = errand.prompt.corrected(answer.text, unusable.objection)
        finally:
            self._note(errand, line.model, outcome, began, answer)
        raise _StepFailed(outcome, retry_after, prompt)

    async def _answer(self, line: Line, errand: Errand) -> Answer:
        """Ask, if nothing speaks against it."""
        async with self._admitted(line, errand) as seconds:
            try:
                answer = await self._channel.ask(line.model, errand.prompt, seconds)
            except CallFailed as failed:
                line.failed(failed)
                raise
        line.answered()
        await self._budget.spend(errand.conversation_id, answer)
        return answer

    @asynccontextmanager
    async def _admitted(self, line: Line, errand: Errand) -> AsyncIterator[float]:
        """Yield for how long a call may take.

        Raises:
            CallFailed: there is no time, no room or no budget, or the model should be left alone.
        """
        refusal = await self._budget.refusal(errand.conversation_id)
        if refusal is not None:
            raise CallFailed(refusal)
        try:
            async with asyncio.timeout(max(0.0, errand.deadline.left() - _LEAST_SECONDS)):
                await self._room.acquire()
        except TimeoutError:
            raise CallFailed(CallOutcome.BUSY) from None
        try:
            yield self._seconds_for(line, errand)
        finally:
            self._room.release()

    def _seconds_for(self, line: Line, errand: Errand) -> float:
        seconds = min(self._call_seconds, errand.deadline.left() - _LEAST_SECONDS)
        if seconds < _LEAST_SECONDS:
            raise CallFailed(CallOutcome.NO_TIME)
        refusal = line.refusal()
        if refusal is not None:
            raise CallFailed(refusal)
        return seconds

    def _note(self, errand: Errand, model: str, outcome: CallOutcome, began: float, answer: Answer) -> None:
        latency = timedelta(seconds=max(0.0, self._now() - began))
        self._calls.record(
            ModelCall(
                purpose=errand.purpose,
                model=model,
                prompt_version=errand.prompt.version,
                started_at=self._clock.now() - latency,
                latency=latency,
                outcome=outcome,
                input_tokens=answer.input_tokens,
                output_tokens=answer.output_tokens,
                cost=answer.cost,
                conversation_id=errand.conversation_id,
            )
        )


def _wait_before_repeating(failed: _StepFailed, deadline: Deadline) -> float | None:
    """Return after how many seconds the same model may be asked once more, or None when it should not."""
    if failed.prompt is not None:
        return 0.0
    if failed.outcome is not CallOutcome.RATE_LIMITED or failed.retry_after is None:
        return None
    wait = failed.retry_after + _AFTER_A_REST_SECONDS
    return wait if wait + _A_CALL_SECONDS <= deadline.left() else None
