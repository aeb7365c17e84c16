"""What a conversation and a day may use up."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from adapters.llm.groq.asking import Answer
from adapters.llm.groq.config import GroqConfig
from application.ports.model_calls import CallOutcome
from application.ports.tally import Tally
from domain.shared.ids import ConversationId

_DAY = 24 * 60 * 60
_KEPT = 2 * _DAY  # longer than any day lasts anywhere, and than most conversations
_MICRO = Decimal(1_000_000)


class Budget:
    """Refuses calls once tokens or cost of a conversation or of the day are used up.

    Costs are counted in millionths of a USD. Calls under way at the same time may overdraw it by themselves.
    `today` is the day in America/Sao_Paulo.
    """

    def __init__(self, config: GroqConfig, tally: Tally, today: Callable[[], date]) -> None:
        self._conversation = (config.conversation_tokens, _micros(config.conversation_usd))
        self._day = (config.day_tokens, _micros(config.day_usd))
        self._tally = tally
        self._today = today

    async def refusal(self, conversation: ConversationId | None) -> CallOutcome | None:
        """Return why no more may be asked, or None when it may."""
        used = await self._add(conversation, 0, 0)
        if conversation is not None and _reached(used[2:], self._conversation):
            return CallOutcome.CONVERSATION_BUDGET
        return CallOutcome.DAY_BUDGET if _reached(used[:2], self._day) else None

    async def spend(self, conversation: ConversationId | None, answer: Answer) -> None:
        """Count what an answer cost."""
        await self._add(conversation, answer.input_tokens + answer.output_tokens, _micros(answer.cost))

    async def _add(self, conversation: ConversationId | None, tokens: int, micros: int) -> list[int]:
        scopes = [f"{self._today()}"] + ([str(conversation)] if conversation is not None else [])
        amounts = {
            f"llm:{what}:{scope}": amount
            for scope in scopes
            for what, amount in (("tokens", tokens), ("micro-usd", micros))
        }
        totals = await self._tally.add(amounts, _KEPT)
        return [totals[key] for key in amounts]


def _micros(usd: Decimal) -> int:
    return int(usd * _MICRO)


def _reached(used: list[int], limits: tuple[int, int]) -> bool:
    return any(total >= limit for total, limit in zip(used, limits, strict=True))
