"""`certobot evaluate`: does a provider read well, keep to the decision, and resist whoever would bend it?"""

import asyncio
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import batched

from domain.shared.calendar import business_date
from entrypoints.evaluation.cases import Case, InvalidCase, load_cases
from entrypoints.evaluation.grading import Graded, grade
from entrypoints.evaluation.reading import labelled, score_reading
from entrypoints.evaluation.report import Evaluation, to_json, to_text
from entrypoints.settings import Settings
from entrypoints.simulation.conversation import Stage
from entrypoints.simulation.memory import Memory
from entrypoints.simulation.run import Told, progress_on
from entrypoints.simulation.spending import NobodyAnswered, spending_of
from entrypoints.wiring.creditor import speaker
from entrypoints.wiring.voices import Voices, voices

_NO_KEY = "groq: pulado, CERTOBOT_GROQ_API_KEY está vazia."


class CasesFailed(Exception):
    """Some case did not pass."""

    def __init__(self, failed: int, provider: str) -> None:
        super().__init__(f"{failed} casos não passaram com {provider}; veja o relatório.")


FAILURES: tuple[type[Exception], ...] = (InvalidCase, CasesFailed, NobodyAnswered)


def add_arguments(add: Callable[..., object]) -> None:
    """Add what `evaluate` takes."""
    add(
        "--llm",
        default="rules,groq",
        metavar="PROVEDOR",
        help="quem é avaliado: rules, groq ou os dois (padrão: os dois; sem chave, groq é pulado)",
    )
    add("--k", type=_at_least_one, default=4, metavar="K", help="vezes que cada caso é jogado (padrão: 4)")
    add("--theme", action="append", default=[], metavar="TEMA", help="só este tema; pode repetir")
    add("--json", action="store_true", help="o relatório em JSON")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"use um número de 1 em diante, não {text}")
    return int(text)


async def evaluate(settings: Settings, arguments: Namespace) -> None:
    """Play every case `arguments.k` times with each provider and report; `arguments` are of `add_arguments`.

    Raises:
        InvalidSetting: there is no such provider.
        InvalidCase: a file of cases cannot be played, or there is no such theme.
        CasesFailed: after the report, when a case did not pass.
        NobodyAnswered: after the report, when it is about a model that never answered.
    """
    cases = _chosen(load_cases(), tuple(arguments.theme))
    names = list(dict.fromkeys(name.strip() for name in arguments.llm.split(",")))
    skipped = [_NO_KEY] if "groq" in names and not settings.groq.api_key else []
    told = progress_on(sys.stderr)
    playing = [name for name in names if not (skipped and name == "groq")]
    evaluations = [await _evaluate(settings, name, cases, arguments.k, told) for name in playing]
    report = to_json if arguments.json else to_text
    print(report(evaluations, skipped))
    for evaluation in evaluations:
        if evaluation.spending.of_rules_alone:
            raise NobodyAnswered(evaluation.spending)
        if evaluation.failed:
            raise CasesFailed(len(evaluation.failed), evaluation.provider)


def _chosen(cases: Sequence[Case], themes: tuple[str, ...]) -> Sequence[Case]:
    known = dict.fromkeys(case.theme.name for case in cases)
    for theme in themes:
        if theme not in known:
            raise InvalidCase(theme, f"não há tema com esse nome; existem {', '.join(known)}")
    return [case for case in cases if not themes or case.theme.name in themes]


async def _evaluate(settings: Settings, name: str, cases: Sequence[Case], k: int, told: Told) -> Evaluation:
    memory = Memory()
    chosen = voices(settings, name, memory)
    stage = Stage(
        chosen.interpreter, chosen.narrator, chosen.fallback, speaker(settings), settings.policy, memory
    )
    try:
        graded = await _play(
            stage, chosen, settings.llm.max_calls_at_once, [(case, k) for case in cases], told
        )
        reading = await score_reading(chosen.interpreter, labelled())
    finally:
        await chosen.aclose()
    spending = spending_of(chosen.name, tuple(chosen.calls))
    return Evaluation(business_date(datetime.now(UTC)), k, graded, reading, spending)


async def _play(
    stage: Stage, chosen: Voices, at_once: int, cases: Sequence[tuple[Case, int]], told: Told
) -> tuple[Graded, ...]:
    plays = [(case, seed) for case, times in cases for seed in range(1, times + 1)]
    graded: list[Graded] = []
    for some in batched(plays, at_once if chosen.name != "rules" else 1):
        graded += await asyncio.gather(*(grade(stage, case, seed) for case, seed in some))
        told(len(graded), len(plays))
    return tuple(graded)
