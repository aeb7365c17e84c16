"""A model that fails, is gone or asks for rest is left alone for a while, and somebody is told once."""

import pytest
from structlog.testing import capture_logs

from adapters.llm.groq.asking import Unusable
from application.ports.model_calls import CallOutcome
from tests.adapters.llm.groq.desk import BIG, FINE, SMALL, Desk, failed


async def test_the_rest_that_a_model_asks_for_is_kept_when_the_deadline_leaves_room() -> None:
    desk = Desk(failed(CallOutcome.RATE_LIMITED, 1.0), FINE)
    assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, BIG]
    assert len(desk.groq.rests) == 1
    assert 1.0 <= desk.groq.rests[0] < 1.1


async def test_a_rest_that_is_too_long_sends_us_to_the_fallback_model_and_is_kept_all_the_same() -> None:
    desk = Desk(failed(CallOutcome.RATE_LIMITED, 30.0))
    assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, SMALL]
    desk.groq.now += 20
    await desk.ask()
    assert desk.notes.steps[-2:] == [("120b", "resting"), ("20b", "ok")]
    desk.groq.now += 10
    await desk.ask()
    assert desk.notes.steps[-1] == ("120b", "ok")


async def test_a_model_that_keeps_failing_is_left_alone_and_tried_again_later() -> None:
    desk = Desk(*[failed(CallOutcome.UNREACHABLE)] * 4, circuit_failures=2, circuit_seconds=10.0)
    for _ in range(2):
        await desk.ask()
    assert len(desk.groq.asked) == 4
    await desk.ask()
    assert len(desk.groq.asked) == 4
    assert desk.notes.steps[-3:] == [
        ("120b", "circuit_open"),
        ("20b", "circuit_open"),
        ("rules", "fell_back"),
    ]
    desk.groq.now += 10
    assert await desk.ask() == "ok"


async def test_bad_answers_say_nothing_about_the_service() -> None:
    desk = Desk(*[FINE] * 8, circuit_failures=2)
    for _ in range(4):
        await desk.ask(Unusable(CallOutcome.MALFORMED), Unusable(CallOutcome.MALFORMED))
    assert len(desk.groq.asked) == 8


async def test_a_key_that_is_refused_is_not_tried_on_every_turn() -> None:
    desk = Desk(failed(CallOutcome.UNAUTHORIZED))
    assert await desk.ask() is None
    assert desk.groq.models == [BIG]
    assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, SMALL]


async def test_a_model_that_is_gone_is_not_tried_on_every_turn() -> None:
    desk = Desk(failed(CallOutcome.MODEL_GONE))
    for _ in range(3):
        assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, SMALL, SMALL, SMALL]


@pytest.mark.parametrize("gone", [CallOutcome.UNAUTHORIZED, CallOutcome.MODEL_GONE])
async def test_that_somebody_must_act_is_logged_once_until_it_answered_again(gone: CallOutcome) -> None:
    desk = Desk(failed(gone), failed(gone), FINE, failed(gone), fallback_model="")
    with capture_logs() as logged:
        for times in (1, 1, 1, 2):
            await desk.ask()
            desk.groq.now += 61
            assert len(logged) == times
    assert {entry["event"] for entry in logged} == {"model cannot be asked"}
