"""One chain of models over a scripted Groq, with a clock of its own."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

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
