"""The report of an evaluation: per theme how often a case passes, and every fault by name."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import fmean

from entrypoints.evaluation.grading import Graded
from entrypoints.evaluation.reading import ReadingScore
from entrypoints.simulation.columns import decimal
from entrypoints.simulation.measures import pass_k
from entrypoints.simulation.spending import Spending

_MOST_FAULTS = 40


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one provider did with all cases, each played `k` times, on `day`."""

    day: date
    k: int
    graded: tuple[Graded, ...]
    reading: ReadingScore
    spending: Spending

    @property
    def provider(self) -> str:
        """Who was evaluated, with its models."""
        return self.spending.provider

    @property
    def failed(self) -> tuple[Graded, ...]:
        """Every case that did not pass, each time it did not."""
        return tuple(each for each in self.graded if each.faults)

    def themes(self) -> Iterator["ThemeScore"]:
        """Yield every theme and, last, all of them."""
        for name, played in groupby(self.graded, key=lambda each: each.case.theme.name):
            yield _score(name, list(played), self.k)
        yield _score("todos", self.graded, self.k)


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """One theme: how many cases, the share of passes, and the mean chance of `k` passes in a row (0 to 1)."""

    name: str
    cases: int
    passed: float
    every_time: float


def _score(name: str, played: Sequence[Graded], k: int) -> ThemeScore:
    by_case: dict[tuple[str, str], list[bool]] = {}
    for each in played:
        by_case.setdefault((each.case.theme.name, each.case.name), []).append(not each.faults)
    return ThemeScore(
        name,
        len(by_case),
        fmean(passed for times in by_case.values() for passed in times),
        fmean(pass_k(sum(times), len(times), min(k, len(times))) for times in by_case.values()),
    )


def to_text(evaluations: Sequence[Evaluation], skipped: Sequence[str]) -> str:
    """Return the report of all providers; `skipped` says which were left out, and why."""
    told = [line for evaluation in evaluations for line in (*_of_one(evaluation), "")]
    return "\n".join([*told, *skipped]).rstrip("\n")


def _of_one(evaluation: Evaluation) -> Iterator[str]:
    yield f"Avaliação de {evaluation.provider} em {evaluation.day:%d/%m/%Y}"
    yield from _warning(evaluation.spending)
    yield ""
    yield f"{'tema':<28}{'casos':>7}{'passa':>9}{f'pass^{evaluation.k}':>9}"
    for theme in evaluation.themes():
        passed, every = (f"{decimal(value * 100)}%" for value in (theme.passed, theme.every_time))
        yield f"{theme.name:<28}{theme.cases:>7}{passed:>9}{every:>9}"
    yield ""
    yield from _reading(evaluation.reading)
    yield from _faults(evaluation)
    spent = evaluation.spending
    if spent.outcomes and not spent.of_rules_alone:
        yield (
            f"Modelo: {spent.answered} respostas usadas, {spent.spared} chamadas poupadas, "
            f"{spent.fell_back} vezes só com as regras; US$ {spent.cost:.4f}."
        )


def _warning(spent: Spending) -> Iterator[str]:
    if spent.of_rules_alone:
        yield ""
        yield f"NENHUM MODELO RESPONDEU; isto mede as regras. {spent.why_in_vain}"


def _reading(score: ReadingScore) -> Iterator[str]:
    right = score.messages - len(score.misread)
    yield f"Leitura: {right} de {score.messages} mensagens entendidas por inteiro."
    for each in score.misread:
        yield f"  “{each.text}” quer dizer {each.meant}; foi lida como {each.read}"


def _faults(evaluation: Evaluation) -> Iterator[str]:
    failed = evaluation.failed
    if not failed:
        yield "Nenhum caso falhou."
    for each in failed[:_MOST_FAULTS]:
        where = f"{each.case.theme.name}, “{each.case.name}”, semente {each.seed}"
        yield f"FALHOU: {where}: {'; '.join(each.faults)}."
    if len(failed) > _MOST_FAULTS:
        yield f"... e mais {len(failed) - _MOST_FAULTS}; veja todos com --json."


def to_json(evaluations: Sequence[Evaluation], skipped: Sequence[str]) -> str:
    """Return the report as indented JSON: a list of evaluations, and why others were skipped."""
    told = {"evaluations": [_as_json(each) for each in evaluations], "skipped": list(skipped)}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_json(evaluation: Evaluation) -> dict[str, object]:
    reading, spent = evaluation.reading, evaluation.spending
    return {
        "llm": evaluation.provider,
        "date": evaluation.day.isoformat(),
        "k": evaluation.k,
        "themes": [
            {
                "name": theme.name,
                "cases": theme.cases,
                "passed": round(theme.passed, 4),
                "pass_k": round(theme.every_time, 4),
            }
            for theme in evaluation.themes()
        ],
        "reading": {
            "messages": reading.messages,
            "misread": [
                {"text": each.text, "meant": each.meant, "read": each.read} for each in reading.misread
            ],
        },
        "failed": [
            {
                "theme": each.case.theme.name,
                "case": each.case.name,
                "seed": each.seed,
                "faults": list(each.faults),
            }
            for each in evaluation.failed
        ],
        "models": {
            "answered": spent.answered,
            "rules_alone": spent.of_rules_alone,
            "outcomes": dict(sorted(spent.outcomes.items())),
            "cost_usd": str(spent.cost),
        },
    }
