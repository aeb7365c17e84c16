"""Model, fallback model, rules: who is asked, in which order, and how often."""

from decimal import Decimal

from adapters.llm.groq.asking import Answer, Unusable
from application.ports.model_calls import CallOutcome
from tests.adapters.llm.groq.desk import BIG, FINE, SMALL, Desk, failed


async def test_a_good_answer_ends_it() -> None:
    desk = Desk(FINE)
    assert await desk.ask() == "ok"
    assert desk.notes.steps == [("120b", "ok")]


async def test_after_the_model_comes_the_fallback_model_and_after_it_the_rules() -> None:
    desk = Desk(failed(CallOutcome.SERVER_ERROR), failed(CallOutcome.TIMEOUT))
    assert await desk.ask() is None
    assert desk.notes.steps == [("120b", "server_error"), ("20b", "timeout"), ("rules", "fell_back")]


async def test_without_a_fallback_model_the_rules_come_next() -> None:
    desk = Desk(failed(CallOutcome.SERVER_ERROR), fallback_model="")
    assert await desk.ask() is None
    assert desk.notes.steps == [("120b", "server_error"), ("rules", "fell_back")]


async def test_a_model_is_asked_once_more_at_most() -> None:
    desk = Desk(failed(CallOutcome.RATE_LIMITED, 0.2), failed(CallOutcome.RATE_LIMITED, 0.2))
    assert await desk.ask() == "ok"
    assert desk.groq.models == [BIG, BIG, SMALL]


async def test_an_answer_that_is_objected_to_is_asked_for_once_more_with_the_objection() -> None:
    desk = Desk(Answer("mal", 1, 1, Decimal(0)), FINE)
    assert await desk.ask(Unusable(CallOutcome.GUARDED, "falta o total")) == "ok"
    (_, first), (model, second) = desk.groq.asked
    assert model == BIG
    assert first.corrections == ()
    assert [(each.answer, each.objection) for each in second.corrections] == [("mal", "falta o total")]
    assert desk.notes.steps == [("120b", "guarded"), ("120b", "ok")]


async def test_after_a_second_objection_the_rules_do_it() -> None:
    desk = Desk(FINE, FINE)
    assert await desk.ask(*(Unusable(CallOutcome.GUARDED, "não") for _ in range(2))) is None
    assert desk.notes.steps == [("120b", "guarded"), ("120b", "guarded"), ("rules", "fell_back")]
