"""Model, fallback model, rules: who is asked when, how long, how often, and at what cost."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from adapters.cache.memory_tally import MemoryTally
from adapters.clock.virtual import VirtualClock
from adapters.llm.groq.asking import Answer, CallFailed, Prompt, Unusable
from adapters.llm.groq.budget import Budget
from adapters.llm.groq.chain import Errand, ModelChain
from adapters.llm.groq.config import GroqConfig
from adapters.llm.groq.turn_time import TurnTimes
from application.ports.model_calls import CallOutcome
from domain.shared.calendar import business_date
from domain.shared.ids import ConversationId
from tests.adapters.llm.groq.stand import CONVERSATION, FRIDAY, Notes

BIG, SMALL = "openai/gpt-oss-120b", "openai/gpt-oss-20b"
PROMPT = Prompt("leitura.v1", "Leia.", "oi")
FINE = Answer("ok", 1_000, 100, Decimal("0.001"))
OTHER_CONVERSATION = ConversationId(UUID(int=8))

type Event = Answer | CallFailed | float


@dataclass
class Groq:
    """Answers from a script, on a clock of its own; a number in it is how long an answer does not come."""

    script: Iterable[Event]
    now: float = 100.0
    asked: list[tuple[str, Prompt]] = field(default_factory=list)
    allowed: list[float] = field(default_factory=list)
    rests: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.events = deque(self.script)

    async def ask(self, model: str, prompt: Prompt, seconds: float) -> Answer:
        """Do what the script says, within `seconds`."""
        self.asked.append((model, prompt))
        self.allowed.append(seconds)
        event = self.events.popleft() if self.events else FINE
        if isinstance(event, float):
            self.now += min(event, seconds)
            raise CallFailed(CallOutcome.TIMEOUT)
        if isinstance(event, CallFailed):
            raise event
        return event

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.rests.append(seconds)
        self.now += seconds

    @property
    def models(self) -> list[str]:
        """Who was asked, in order."""
        return [model for model, _ in self.asked]


class Desk:
    """One chain over a scripted Groq."""

    def __init__(self, *script: Event, **settings: Any) -> None:
        self.groq = Groq(script)
        self.notes = Notes()
        config = GroqConfig("gsk_test", **settings)
        clock = VirtualClock(FRIDAY)
        budget = Budget(config, MemoryTally(lambda: self.groq.now), lambda: business_date(clock.now()))
        self.clock = clock
        self._times = TurnTimes(config.turn_seconds, lambda: self.groq.now)
        self._chain = ModelChain(
            self.groq, config, budget, self.notes, clock, lambda: self.groq.now, self.groq.sleep
        )
        self.turn = 0

    async def ask(
        self, *objections: Unusable, conversation: ConversationId = CONVERSATION, spent: float = 0.0
    ) -> str | None:
        """Ask in a new turn of which `spent` seconds have gone; each objection is to one answer."""
        left = deque(objections)

        def use(answer: Answer) -> str:
            if left:
                raise left.popleft()
            return answer.text

        self.turn += 1
        deadline = self._times.begin(conversation, self.turn)
        self.groq.now += spent
        return await self._chain.ask(Errand("read", PROMPT, deadline, conversation), use)


def failed(outcome: CallOutcome, retry_after: float | None = None) -> CallFailed:
    return CallFailed(outcome, retry_after)


async def test_a_good_answer_ends_it() -> None:
    desk = Desk(FINE)
    assert await desk.ask() == "ok"
    assert desk.notes.steps == [("120b", "ok")]


async def test_after_the_model_comes_the_fallback_model_and_after_it_the_rules() -> None:
    desk = Desk(failed(CallOutcome.SERVER_ERROR), failed(CallOutcome.TIMEOUT))
    assert await desk.ask() is None
    assert desk.notes.steps == [("120b", "server_error"), ("20b", "timeout"), ("rules", "fell_back")]


async def test_without_a_fallback_model_the_rules_come_next() -> None:
    desk = Desk(failed(CallOutcome.SERVER_ERROR), fallback_model="")
    assert await desk.ask() is None
    assert desk.notes.steps == [("120b", "server_error"), ("rules", "fell_back")]


async def test_the_rest_that_a_model_asks_for_is_kept_when_the_deadline_leaves_room() -> None:
    desk = Desk(failed(CallOutcome.RATE_LIMITED, 1.0), FINE)
    assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, BIG]
    assert len(desk.groq.rests) == 1
    assert 1.0 <= desk.groq.rests[0] < 1.1


async def test_a_rest_that_is_too_long_sends_us_to_the_fallback_model_and_is_kept_all_the_same() -> None:
    desk = Desk(failed(CallOutcome.RATE_LIMITED, 30.0))
    assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, SMALL]
    desk.groq.now += 20
    await desk.ask()
    assert desk.notes.steps[-2:] == [("120b", "resting"), ("20b", "ok")]
    desk.groq.now += 10
    await desk.ask()
    assert desk.notes.steps[-1] == ("120b", "ok")


async def test_a_model_is_asked_once_more_at_most() -> None:
    desk = Desk(failed(CallOutcome.RATE_LIMITED, 0.2), failed(CallOutcome.RATE_LIMITED, 0.2))
    assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, BIG, SMALL]


async def test_an_answer_that_is_objected_to_is_asked_for_once_more_with_the_objection() -> None:
    desk = Desk(Answer("mal", 1, 1, Decimal(0)), FINE)
    assert await desk.ask(Unusable(CallOutcome.GUARDED, "falta o total")) == "ok"
    (_, first), (model, second) = desk.groq.asked
    assert model == BIG
    assert first.corrections == ()
    assert [(each.answer, each.objection) for each in second.corrections] == [("mal", "falta o total")]
    assert desk.notes.steps == [("120b", "guarded"), ("120b", "ok")]


async def test_after_a_second_objection_the_rules_do_it() -> None:
    desk = Desk(FINE, FINE)
    assert await desk.ask(*(Unusable(CallOutcome.GUARDED, "não") for _ in range(2))) is None
    assert desk.notes.steps == [("120b", "guarded"), ("120b", "guarded"), ("rules", "fell_back")]


async def test_a_call_takes_no_longer_than_it_may_and_a_turn_no_longer_than_its_deadline() -> None:
    desk = Desk(9.0, 9.0)
    began = desk.groq.now
    assert await desk.ask() is None
    assert desk.groq.allowed[0] == 1.5
    assert desk.groq.now - began <= 3.0
    assert desk.notes.steps == [("120b", "timeout"), ("20b", "timeout"), ("rules", "fell_back")]


async def test_without_time_nobody_is_asked() -> None:
    desk = Desk()
    assert await desk.ask(spent=2.9) is None
    assert desk.groq.asked == []
    assert desk.notes.steps == [("120b", "no_time"), ("rules", "fell_back")]


async def test_a_model_that_keeps_failing_is_left_alone_and_tried_again_later() -> None:
    desk = Desk(*[failed(CallOutcome.UNREACHABLE)] * 4, circuit_failures=2, circuit_seconds=10.0)
    for _ in range(2):
        await desk.ask()
    assert len(desk.groq.asked) == 4
    await desk.ask()
    assert len(desk.groq.asked) == 4
    assert desk.notes.steps[-3:] == [
        ("120b", "circuit_open"),
        ("20b", "circuit_open"),
        ("rules", "fell_back"),
    ]
    desk.groq.now += 10
    assert await desk.ask() == "ok"


async def test_bad_answers_say_nothing_about_the_service() -> None:
    desk = Desk(*[FINE] * 8, circuit_failures=2)
    for _ in range(4):
        await desk.ask(Unusable(CallOutcome.MALFORMED), Unusable(CallOutcome.MALFORMED))
    assert len(desk.groq.asked) == 8


async def test_a_key_that_is_refused_is_not_tried_on_every_turn() -> None:
    desk = Desk(failed(CallOutcome.UNAUTHORIZED))
    assert await desk.ask() is None
    assert desk.groq.models == [BIG]
    assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, SMALL]


async def test_a_model_that_is_gone_is_not_tried_on_every_turn() -> None:
    desk = Desk(failed(CallOutcome.MODEL_GONE))
    for _ in range(3):
        assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, SMALL, SMALL, SMALL]


async def test_a_conversation_that_used_up_its_tokens_goes_on_without_a_model() -> None:
    desk = Desk(conversation_tokens=2_000)
    assert [await desk.ask() for _ in range(3)] == ["ok", "ok", None]
    assert desk.notes.steps[-2:] == [("120b", "conversation_budget"), ("rules", "fell_back")]
    assert await desk.ask(conversation=OTHER_CONVERSATION) == "ok"


async def test_so_does_one_that_cost_too_much() -> None:
    desk = Desk(conversation_usd=Decimal("0.002"))
    assert [await desk.ask() for _ in range(3)] == ["ok", "ok", None]


async def test_a_day_that_is_used_up_ends_at_midnight() -> None:
    desk = Desk(day_usd=Decimal("0.001"))
    assert await desk.ask() == "ok"
    assert await desk.ask(conversation=OTHER_CONVERSATION) is None
    assert desk.notes.steps[-2:] == [("120b", "day_budget"), ("rules", "fell_back")]
    desk.clock.set(FRIDAY.replace(day=21, hour=0, minute=1))
    assert await desk.ask() == "ok"


async def test_what_was_in_vain_counts_too() -> None:
    desk = Desk(conversation_tokens=2_000)
    await desk.ask(*(Unusable(CallOutcome.MALFORMED) for _ in range(2)))
    assert await desk.ask() is None
    assert len(desk.groq.asked) == 2


async def test_so_many_calls_at_once_and_no_more() -> None:
    desk = Desk(calls_at_once=2, turn_seconds=0.5)
    under_way, most = 0, 0
    answer = desk.groq.ask

    async def counted(model: str, prompt: Prompt, seconds: float) -> Answer:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return await answer(model, prompt, seconds)

    desk.groq.ask = counted  # type: ignore[method-assign]
    answers = await asyncio.gather(*(desk.ask() for _ in range(10)))
    assert answers == ["ok"] * 10
    assert most == 2


async def test_who_finds_no_room_in_time_is_answered_by_the_rules() -> None:
    desk = Desk(calls_at_once=1, turn_seconds=0.6)
    release = asyncio.Event()
    answer = desk.groq.ask

    async def held(model: str, prompt: Prompt, seconds: float) -> Answer:
        await release.wait()
        return await answer(model, prompt, seconds)

    desk.groq.ask = held  # type: ignore[method-assign]
    first = asyncio.create_task(desk.ask())
    await asyncio.sleep(0)
    assert await desk.ask() is None
    assert desk.notes.steps == [("120b", "busy"), ("rules", "fell_back")]
    release.set()
    assert await first == "ok"


async def test_reading_and_phrasing_of_a_turn_share_its_time() -> None:
    now = 100.0
    times = TurnTimes(3.0, lambda: now)
    times.begin(CONVERSATION, 4)
    now += 2.0
    assert times.go_on(CONVERSATION, 4).left() == 1.0
    assert times.go_on(CONVERSATION, 5).left() == 3.0
    times.begin(CONVERSATION, 4)
    now += 1.0
    times.begin(CONVERSATION, 4)
    assert times.go_on(CONVERSATION, 4).left() == 3.0


async def test_turns_that_were_never_phrased_are_forgotten() -> None:
    now = 100.0
    times = TurnTimes(3.0, lambda: now)
    for turn in range(1_000):
        now += 1.0
        times.begin(CONVERSATION, turn)
    assert len(times._until) < 10
