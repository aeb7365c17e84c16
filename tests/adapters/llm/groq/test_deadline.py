"""Whatever Groq does, a turn is answered in time: reading and phrasing together, on a real clock."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from application.ports.interpreter import ReadingContext
from domain.negotiation.reply import Reason, Reply, ReplyKind
from tests.adapters.contracts.replies import DEBT, a_context, terms
from tests.adapters.llm.groq.stand import CONVERSATION, NEGOTIATING, VAGUE, Stand, stand, voice
from tests.adapters.llm.groq_answers import kindly, means
from tests.adapters.llm.groq_server import Answers, Asked, GroqServer, Served, fails, late, says

OFFER = Reply(ReplyKind.CONCESSION, "Maria", DEBT, terms("10", 3), reason=Reason.PRICE_OBJECTION)
DEADLINE, GRACE = 1.0, 0.5


def slow(seconds: float) -> Answers:
    def answer(asked: Asked) -> Served:
        return late(seconds, means(intent="ask_details") if asked.reads else says(kindly(asked.draft)))

    return answer


def nobody(_: GroqServer) -> str:
    return "http://127.0.0.1:9"


async def turn(here: Stand) -> tuple[str, float]:
    """Read and phrase as one turn does; return what is said and how long it took."""
    context = ReadingContext(NEGOTIATING.at, "negotiation", NEGOTIATING.offer, CONVERSATION, 3)
    began = time.monotonic()
    await here.groq.interpreter.read(VAGUE, context)
    said = await here.groq.narrator.phrase(OFFER, replace(a_context(3), conversation_id=CONVERSATION))
    return said, time.monotonic() - began


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        (slow(30.0), None),
        (slow(0.6), None),
        (lambda _: fails(500), None),
        (lambda _: fails(429, retry_after="0.4"), None),
        (lambda _: fails(429, retry_after="60"), None),
        (lambda _: Served(resets=True), None),
        (lambda _: Served(resets=True, delay=0.4), None),
        (slow(0.0), nobody),
    ],
    ids=["silent", "slow", "failing", "busy", "very busy", "cut", "cut late", "absent"],
)
async def test_a_turn_is_answered_within_its_deadline(
    answers: Answers, where: Callable[[GroqServer], str] | None
) -> None:
    url = where or (lambda server: server.url)
    async with stand(answers, url=url, turn_seconds=DEADLINE, call_seconds=0.5) as here:
        said, took = await turn(here)

    assert said == await voice().phrase(OFFER, replace(a_context(3), conversation_id=CONVERSATION))
    assert took <= DEADLINE + GRACE
    assert here.notes.steps[-1] == ("rules", "fell_back")


async def test_what_reading_takes_phrasing_lacks() -> None:
    async with stand(slow(0.3), turn_seconds=0.8, call_seconds=0.7) as here:
        await turn(here)

    assert here.notes.steps[0] == ("120b", "ok")
    assert here.notes.steps[1][1] in ("timeout", "no_time")
    assert here.notes.steps[-1] == ("rules", "fell_back")


async def test_with_groq_down_nobody_waits_for_it_any_more() -> None:
    async with stand(slow(30.0), turn_seconds=1.0, call_seconds=0.3, circuit_failures=1) as here:
        await turn(here)
        asked = len(here.server.asked)
        before = len(here.notes.steps)
        await turn(here)

    assert len(here.server.asked) == asked
    assert (
        here.notes.steps[before:]
        == [
            ("120b", "circuit_open"),
            ("20b", "circuit_open"),
            ("rules", "fell_back"),
        ]
        * 2
    )
