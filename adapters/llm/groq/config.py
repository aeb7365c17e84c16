"""What the Groq provider is told: where, which models, how long and how much."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class GroqConfig:
    """Times in seconds, costs in USD.

    `url` empty means Groq's own. Reading and phrasing of one turn share `turn_seconds`; one call takes
    `call_seconds` at most. From `sure_from` (0 to 1) on the rules read alone. A model that fails
    `circuit_failures` times in a row is left alone for `circuit_seconds`.
    """

    api_key: str = field(repr=False)
    url: str = ""
    model: str = "openai/gpt-oss-120b"
    fallback_model: str = "openai/gpt-oss-20b"
    turn_seconds: float = 3.0
    call_seconds: float = 1.5
    sure_from: float = 0.75
    calls_at_once: int = 8
    conversation_tokens: int = 120_000
    conversation_usd: Decimal = Decimal("0.05")
    day_tokens: int = 20_000_000
    day_usd: Decimal = Decimal(10)
    circuit_failures: int = 4
    circuit_seconds: float = 10.0
    reading_prompt: str = "leitura.v1"
    speech_prompt: str = "fala.v1"

    @property
    def models(self) -> tuple[str, ...]:
        """The models in the order in which they are asked, each once."""
        return tuple(dict.fromkeys(filter(None, (self.model, self.fallback_model))))
