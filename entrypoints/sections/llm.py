"""`[llm]`: how long and how much a language model may be asked, and from when on it is not asked at all."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from entrypoints.sections.rule import Rule

_LONGEST_TURN = 12  # a turn holds its conversation for 15 seconds at most
_MOST_USD = 1_000_000


class Llm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a turn, a conversation and a day may spend on a language model, in seconds, tokens and USD."""

    turn_deadline_seconds: Decimal = Decimal(3)
    call_timeout_seconds: Decimal = Decimal("1.5")
    rules_sure_from: Decimal = Decimal("0.75")
    max_calls_at_once: int = 8
    conversation_tokens: int = 120_000
    conversation_usd: Decimal = Decimal("0.05")
    day_tokens: int = 20_000_000
    day_usd: Decimal = Decimal(10)
    reading_prompt: str = "leitura.v1"
    speech_prompt: str = "fala.v1"

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        turn, call, sure = self.turn_deadline_seconds, self.call_timeout_seconds, self.rules_sure_from
        yield Rule("llm.turn_deadline_seconds", turn, 1 <= turn <= _LONGEST_TURN, "use de 1 a 12")
        yield Rule("llm.call_timeout_seconds", call, 0 < call <= turn, "use até turn_deadline_seconds")
        yield Rule("llm.rules_sure_from", sure, 0 <= sure <= 1, "use de 0 (só regras) a 1")
        for limit in ("max_calls_at_once", "conversation_tokens", "day_tokens"):
            value = getattr(self, limit)
            yield Rule(f"llm.{limit}", value, value >= 1, "use 1 ou mais")
        for limit in ("conversation_usd", "day_usd"):
            value = getattr(self, limit)
            yield Rule(f"llm.{limit}", value, 0 < value <= _MOST_USD, f"use mais que 0, até {_MOST_USD}")
        for kind, key in (("leitura", "reading_prompt"), ("fala", "speech_prompt")):
            name = getattr(self, key)
            yield Rule(f"llm.{key}", name, name.startswith(f"{kind}."), f"use {kind}.v1 ou outra {kind}.vN")
