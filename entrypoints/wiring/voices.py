"""Who reads and who phrases where no database is: in simulations and evaluations."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from adapters.cache.memory_tally import MemoryTally
from adapters.clock.system import SystemClock
from adapters.llm.rules.voice.narrator import RulesNarrator
from adapters.telemetry.memory_model_calls import MemoryModelCalls
from application.ports.interpreter import Interpreter
from application.ports.model_calls import ModelCall
from application.ports.narrator import Narrator
from application.ports.recollection import Recall
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting
from entrypoints.wiring.llm import groq, rules_interpreter


async def _nothing() -> None:
    """Hold nothing that must be let go."""


@dataclass(frozen=True, slots=True)
class Voices:
    """One provider of reading and phrasing: its `name` with its models, and what its models did."""

    name: str
    interpreter: Interpreter
    narrator: Narrator
    fallback: Narrator
    calls: Sequence[ModelCall] = ()
    aclose: Callable[[], Awaitable[None]] = _nothing


def voices(settings: Settings, provider: str, recall: Recall) -> Voices:
    """Return the voices of `provider`; `recall` looks back on a conversation that no database keeps.

    Raises:
        InvalidSetting: there is no such provider, or it lacks a setting.
    """
    rules = RulesNarrator()
    if provider == "rules":
        return Voices("rules", rules_interpreter(), rules, rules)
    if provider != "groq":
        raise InvalidSetting("--llm", provider, "use rules, groq, ou os dois: rules,groq")
    if not settings.groq.api_key:
        raise InvalidSetting("CERTOBOT_GROQ_API_KEY", "", "é obrigatória com --llm groq")
    calls = MemoryModelCalls()
    models = groq(settings, rules, calls, MemoryTally(), recall, SystemClock())
    name = f"groq ({settings.groq.model})"
    return Voices(name, models.interpreter, models.narrator, rules, calls.calls, models.aclose)
