"""What a conversation and a day may cost."""

from decimal import Decimal
from uuid import UUID

from adapters.llm.groq.asking import Unusable
from application.ports.model_calls import CallOutcome
from domain.shared.ids import ConversationId
from tests.adapters.llm.groq.desk import Desk
from tests.adapters.llm.groq.stand import FRIDAY

OTHER_CONVERSATION = ConversationId(UUID(int=8))


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
