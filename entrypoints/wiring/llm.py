"""Who reads and who phrases."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from adapters.llm.groq.config import GroqConfig
from adapters.llm.groq.prompt_files import PromptNotFound
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.voice.narrator import RulesNarrator
from application.ports.clock import Clock
from application.ports.model_calls import ModelCalls
from application.ports.recollection import Recall
from application.ports.tally import Tally
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting

if TYPE_CHECKING:
    from adapters.llm.groq.groq import Groq


@cache
def rules_interpreter() -> RulesInterpreter:
    """Learn the lexicon once in a process: it takes a second, and never changes while we run."""
    return RulesInterpreter()


def groq(
    settings: Settings, voice: RulesNarrator, calls: ModelCalls, tally: Tally, recall: Recall, clock: Clock
) -> Groq:
    """Return the models of Groq over the rules; their libraries are loaded only for who chose them.

    Raises:
        InvalidSetting: the instructions that are set do not exist.
    """
    from adapters.llm.groq.groq import Groq

    config = _config(settings)
    try:
        return Groq(config, (rules_interpreter(), voice), calls, tally, recall, clock)
    except PromptNotFound as missing:
        key = "reading_prompt" if missing.version == config.reading_prompt else "speech_prompt"
        raise InvalidSetting(f"llm.{key}", missing.version, f"use {' ou '.join(missing.allowed)}") from None


def _config(settings: Settings) -> GroqConfig:
    groq, llm = settings.groq, settings.llm
    return GroqConfig(
        api_key=groq.api_key,
        url=groq.url,
        model=groq.model,
        fallback_model=groq.fallback_model,
        turn_seconds=float(llm.turn_deadline_seconds),
        call_seconds=float(llm.call_timeout_seconds),
        sure_from=float(llm.rules_sure_from),
        calls_at_once=llm.max_calls_at_once,
        conversation_tokens=llm.conversation_tokens,
        conversation_usd=llm.conversation_usd,
        day_tokens=llm.day_tokens,
        day_usd=llm.day_usd,
        reading_prompt=llm.reading_prompt,
        speech_prompt=llm.speech_prompt,
    )
