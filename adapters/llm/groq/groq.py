"""Groq as a whole: a reader and a narrator over one chain of models."""

import time
from datetime import date

from adapters.llm.groq.asking import CallFailed, Prompt
from adapters.llm.groq.budget import Budget
from adapters.llm.groq.chain import ModelChain
from adapters.llm.groq.channel import GroqChannel
from adapters.llm.groq.config import GroqConfig
from adapters.llm.groq.interpreter import GroqInterpreter
from adapters.llm.groq.narrator import GroqNarrator
from adapters.llm.groq.turn_time import TurnTimes
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.voice.narrator import RulesNarrator
from application.ports.clock import Clock
from application.ports.model_calls import CallOutcome, ModelCalls
from application.ports.recollection import Recall
from application.ports.tally import Tally
from domain.shared.calendar import business_date

_PROBE = Prompt("doctor", "Responda com uma palavra.", "Diga ok.", most_tokens=100)
_PROBE_SECONDS = 5.0


class Groq:
    """Reads and phrases with the models of `config`; the rules do whatever those cannot.

    Raises:
        PromptNotFound: at construction, when the instructions that are set do not exist.
    """

    def __init__(
        self,
        config: GroqConfig,
        rules: tuple[RulesInterpreter, RulesNarrator],
        calls: ModelCalls,
        tally: Tally,
        recall: Recall,
        clock: Clock,
    ) -> None:
        def today() -> date:
            return business_date(clock.now())

        reader, voice = rules
        self._channel = GroqChannel(config.api_key, config.url)
        self._models = config.models
        chain = ModelChain(self._channel, config, Budget(config, tally, today), calls, clock)
        times = TurnTimes(config.turn_seconds, time.monotonic)
        self.interpreter = GroqInterpreter(config, reader, chain, times, recall)
        self.narrator = GroqNarrator(config, voice, reader, chain, times, recall)

    async def aclose(self) -> None:
        """Close the connections; from then on the rules alone read and phrase."""
        await self._channel.aclose()

    async def answering(self) -> dict[str, CallOutcome]:
        """Ask each model for a word and return what came of it."""
        return {model: await self._probe(model) for model in self._models}

    async def _probe(self, model: str) -> CallOutcome:
        try:
            await self._channel.ask(model, _PROBE, _PROBE_SECONDS)
        except CallFailed as failed:
            return failed.outcome
        return CallOutcome.OK
