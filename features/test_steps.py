"""The steps themselves: each runs, each sentence of a scenario means one thing, values read as written."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.parser import Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from features.steps import said
from features.steps.guard import async_among
from features.steps.meanings import MEANINGS
from features.steps.people import cpf_beginning_with
from features.steps.phrase import Phrase

_FOLDER = Path(__file__).parent
_MONDAY = date(2026, 11, 23)


def test_a_step_that_would_never_run_is_found() -> None:
    def runs() -> None:
        """Do something."""

    async def never_runs() -> None:
        """Do nothing, for nobody awaits it."""

    assert async_among([("um passo", runs), ("outro passo", never_runs)]) == ["outro passo"]


def test_every_sentence_of_every_scenario_means_exactly_one_step() -> None:
    contexts = list(step_function_context_registry.values())
    meanings = {str(step): _meanings_of(step, contexts) for step in _steps()}

    assert {sentence: found for sentence, found in meanings.items() if len(found) != 1} == {}


def test_every_sentence_that_the_guide_teaches_is_a_step() -> None:
    guide = (_FOLDER / "LEIAME.md").read_text(encoding="utf-8").partition("## As frases")[2]
    rows = [row.split("|")[1].strip() for row in guide.split("\n") if row.startswith("| ")]
    listed = [line.removeprefix("- ") for line in guide.split("\n") if line.startswith("- ")]
    taught = [row for row in rows if row not in {"frase", "---"}] + listed
    parsers = [context.parser for context in step_function_context_registry.values()]

    unknown = [sentence for sentence in taught if not any(each.is_matching(sentence) for each in parsers)]
    assert (unknown, len(taught) > len(MEANINGS)) == ([], True)


def test_a_sentence_may_be_said_in_several_ways() -> None:
    phrase = Phrase("(o Certobot |)(oferece|propõe) {total:dinheiro} em {parcelas:vezes}")

    read = {"total": Decimal("1200.50"), "parcelas": 3}
    assert phrase.parse_arguments('o Certobot propõe "R$ 1.200,50" em "3x"') == read
    assert phrase.parse_arguments("oferece R$ 1.200,50 em 3x") == read
    assert phrase.parse_arguments('o Certobot oferece "1200" em "3x"') is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10/12", date(2026, 12, 10)),
        ("10/03", date(2027, 3, 10)),
        ("10/03/2026", date(2026, 3, 10)),
        ("sexta-feira", date(2026, 11, 27)),
        ("segunda-feira", date(2026, 11, 30)),
        ("sábado", date(2026, 11, 28)),
    ],
)
def test_a_day_is_the_next_one_of_that_name(written: str, meant: date) -> None:
    assert said.day(written, _MONDAY) == meant


def test_values_are_read_as_people_write_them() -> None:
    assert said.money("R$ 1.234,56") == Decimal("1234.56")
    assert said.percent("2,5%") == Decimal("2.5")
    assert (said.times("12x"), said.times("à vista")) == (12, 1)
    assert said.duration("três minutos") == timedelta(seconds=180)
    assert said.moment("24/11", "9:30", _MONDAY).isoformat() == "2026-11-24T09:30:00-03:00"


def test_every_beginning_has_an_invented_cpf() -> None:
    assert all(cpf_beginning_with(f"{n:03d}").digits.startswith(f"{n:03d}") for n in range(1000))


def _steps() -> list[Step]:
    scenarios = [each for feature in get_features([str(_FOLDER)]) for each in feature.scenarios.values()]
    rendered = [
        scenario.render(example)
        for scenario in scenarios
        for example in [row for table in scenario.examples for row in table.as_contexts()] or [{}]
    ]
    return [step for scenario in rendered for step in scenario.steps]


def _meanings_of(step: Step, contexts: list[StepFunctionContext]) -> list[str]:
    return [
        context.parser.name
        for context in contexts
        if context.type in {None, step.type} and context.parser.is_matching(step.name)
    ]
