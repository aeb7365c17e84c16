"""Groq as we use it, over a server on loopback, with everything it noted."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_ai import models

from adapters.cache.memory_tally import MemoryTally
from adapters.clock.virtual import VirtualClock
from adapters.llm.groq.config import GroqConfig
from adapters.llm.groq.groq import Groq
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.voice.narrator import RulesNarrator
from application.ports.interpreter import OfferInView, ReadingContext
from application.ports.model_calls import ModelCall
from application.ports.recollection import Recollection, Remark
from domain.shared.calendar import SAO_PAULO
from domain.shared.ids import ConversationId
from domain.shared.money import brl
from tests.adapters.llm.groq_server import KEY, Answers, GroqServer

FRIDAY = datetime(2026, 11, 20, 10, tzinfo=SAO_PAULO)
CONVERSATION = ConversationId(UUID(int=7))
NEGOTIATING = ReadingContext(FRIDAY, "negotiation", OfferInView(brl("850.00"), 1))
# Said so that the rules are not sure of it.
VAGUE = "olha moça eu tava vendo aqui com meu marido e de repente uns 300 reais era o que sobrava pra gente"
MARIA = Recollection(
    remarks=(Remark(ours=True, text="Oi, Maria!"), Remark(ours=False, text=VAGUE)),
    name="MARIA APARECIDA DA SILVA",
    cpf="52998224725",
    phones=("5511987654321",),
)


@cache
def reader() -> RulesInterpreter:
    """The rules that read; they learn for a second, once."""
    return RulesInterpreter()


@cache
def voice() -> RulesNarrator:
    """The rules that speak."""
    return RulesNarrator()


@dataclass
class Notes:
    """Implements ModelCalls: remembers."""

    calls: list[ModelCall] = field(default_factory=list)

    def record(self, call: ModelCall) -> None:
        """Remember."""
        self.calls.append(call)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Which model came to what, in order."""
        return [(call.model.removeprefix("openai/gpt-oss-"), call.outcome.value) for call in self.calls]


@dataclass(frozen=True)
class Stand:
    """Groq, the server it asks, and what it noted."""

    groq: Groq
    server: GroqServer
    notes: Notes


@asynccontextmanager
async def stand(
    answers: Answers,
    *,
    recollection: Recollection = MARIA,
    key: str = KEY,
    url: Callable[[GroqServer], str] = lambda server: server.url,
    **settings: Any,
) -> AsyncIterator[Stand]:
    """Start the server and Groq over it; requests to models are allowed as long, to loopback alone."""

    async def recall(conversation_id: ConversationId, turn: int) -> Recollection:
        return recollection

    notes = Notes()
    with models.override_allow_model_requests(allow_model_requests=True):
        async with GroqServer(answers) as server:
            config = GroqConfig(key, url(server), **settings)
            rules = (reader(), voice())
            groq = Groq(config, rules, notes, MemoryTally(), recall, VirtualClock(FRIDAY))
            async with aclosing(groq):
                yield Stand(groq, server, notes)
