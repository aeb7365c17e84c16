"""How long a turn may take, and how many are answered at once."""

import asyncio

from adapters.llm.groq.asking import Answer, Prompt
from adapters.llm.groq.turn_time import TurnTimes
from tests.adapters.llm.groq.desk import Desk
from tests.adapters.llm.groq.stand import CONVERSATION


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
