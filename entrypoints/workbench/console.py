"""What a run says on the terminal, in Portuguese."""

import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TextIO

from entrypoints.workbench.case import Case
from entrypoints.workbench.problem import Problem
from entrypoints.workbench.result import Played

_WIDTH = 100


class Progress:
    """Shows features as they are done, in their order, and how far the whole run is."""

    def __init__(self, cases: Sequence[Case], runs: int, out: TextIO = sys.stdout) -> None:
        self._cases = cases
        self._runs = runs
        self._total = len(cases) * runs
        self._out = out
        self._done: dict[tuple[str, Case], Played] = {}
        self._shown: set[tuple[str, str, str]] = set()
        self._failed = 0

    def tell(self, played: Played) -> None:
        """Take one scenario that ended."""
        self._done[played.providers, played.case] = played
        self._failed += not played.passed
        self._erase()
        group = [case for case in self._cases if _group(case) == _group(played.case)]
        key = (played.providers, *_group(played.case))
        ready = [self._done.get((played.providers, case)) for case in group]
        if all(ready) and key not in self._shown:
            self._shown.add(key)
            self._show([each for each in ready if each])
        self._draw()

    def finish(self) -> None:
        """Leave the terminal clean."""
        self._erase()

    def _show(self, group: list[Played]) -> None:
        first = group[0]
        with_providers = f"  [{first.providers}]" if self._runs > 1 else ""
        self._say(f"\n{first.case.area} · {first.case.feature}{with_providers}")
        for played in group:
            self._say(f"  {'✓' if played.passed else '✗'} {played.case.title}")
            if played.failure:
                self._say(textwrap.indent(failure_text(played), "      "))

    def _say(self, text: str) -> None:
        print(text, file=self._out, flush=True)

    def _draw(self) -> None:
        if self._out.isatty() and len(self._done) < self._total:
            failed = f", {self._failed} falharam" if self._failed else ""
            print(f"\r… {len(self._done)} de {self._total}{failed}", end="", file=self._out, flush=True)

    def _erase(self) -> None:
        if self._out.isatty():
            print("\r\033[K", end="", file=self._out, flush=True)


def failure_text(played: Played) -> str:
    """Return why a scenario failed, line by line."""
    failure = played.failure
    if failure is None:
        return ""
    lines = [f"{played.case.path}, linha {failure.line}: {failure.sentence}", f"Esperado: {failure.expected}"]
    if failure.found:
        lines.append(f"Em vez disso: {failure.found}")
    said = [f"  │ {line}" for text in failure.said for line in text.split("\n")]
    return "\n".join([*lines, "O Certobot disse:", *(said or ["  │ (nada)"])])


def summary(results: Sequence[Played], seconds: float) -> str:
    """Return the last lines: how many passed."""
    failed = sum(not each.passed for each in results)
    total = len(results)
    head = f"{total} {_plural(total, 'cenário', 'cenários')}: {_passed(total - failed)}"
    return f"\n{head}{f', {_failed(failed)}' if failed else ''} ({seconds:.0f} s)"


def matrix_text(results: Sequence[Played]) -> str:
    """Return how each combination of providers did, and which scenarios differ."""
    providers = list(dict.fromkeys(each.providers for each in results))
    lines = ["\nProvedores lado a lado"]
    for name in providers:
        count = Counter(each.passed for each in results if each.providers == name)
        lines.append(f"  {name}: {_passed(count[True])}, {_failed(count[False])}")
    different = differences(results)
    lines.append("\nOnde diferem" if different else "\nNenhum cenário muda com o provedor.")
    for case, verdicts in different:
        lines.append(f"  {case.title}  ({case.place})")
        lines += [f"    {'✓' if passed else '✗'} {name}" for name, passed in verdicts]
    return "\n".join(lines)


def differences(results: Sequence[Played]) -> list[tuple[Case, list[tuple[str, bool]]]]:
    """Return the scenarios that pass with some providers and fail with others."""
    by_case: dict[Case, list[tuple[str, bool]]] = {}
    for each in results:
        by_case.setdefault(each.case, []).append((each.providers, each.passed))
    return [(case, verdicts) for case, verdicts in by_case.items() if len({each[1] for each in verdicts}) > 1]


def problems_text(problems: Iterable[Problem]) -> str:
    """Return what is wrong with the files, each with its line and what to write instead."""
    blocks = []
    for problem in problems:
        lines = [f"✗ {problem.path}, linha {problem.line}", f"    {problem.what}"]
        if problem.closest:
            lines.append("    O mais parecido que conheço:")
            lines += [f"      · {each}" for each in problem.closest]
        if problem.fix:
            lines.append(f"    Como corrigir: {problem.fix}.")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _group(case: Case) -> tuple[str, str]:
    return case.path, case.feature


def _passed(count: int) -> str:
    return f"{count} {_plural(count, 'passou', 'passaram')}"


def _failed(count: int) -> str:
    return f"{count} {_plural(count, 'falhou', 'falharam')}"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many
