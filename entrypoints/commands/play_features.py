"""What `certobot features` does: find the scenarios, play them, say how it went."""

import asyncio
import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting
from entrypoints.workbench.case import Case
from entrypoints.workbench.console import Progress, matrix_text, problems_text, summary
from entrypoints.workbench.glossary import as_page
from entrypoints.workbench.providers import OPTIONS, UnknownProvider, combinations
from entrypoints.workbench.report import CannotWriteReport, write_reports
from entrypoints.workbench.run import RunBroken, default_jobs, run
from entrypoints.workbench.selection import Found, NothingThere, WrongTags, find, named, wanted
from entrypoints.workbench.starter import CannotStart, write

_FAILED, _WRONG = 1, 2
_WRONG_CALL = (InvalidSetting, UnknownProvider, NothingThere, WrongTags, CannotStart)
_CANNOT_RUN = (RunBroken, CannotWriteReport)
_DEFAULT = "features"
_REPORTS = "relatorio"


async def features(arguments: Namespace) -> int:
    """Do what was asked; return 0 when all is well, 1 when a scenario failed, 2 when the call is wrong."""
    try:
        return await _features(arguments)
    except _WRONG_CALL as wrong:
        print(f"certobot features: {wrong}", file=sys.stderr)
        return _WRONG
    except _CANNOT_RUN as broken:
        print(f"certobot features: {broken}", file=sys.stderr)
        return _FAILED


async def _features(arguments: Namespace) -> int:
    if arguments.vocabulary:
        print(as_page(), end="")
        return 0
    if arguments.new:
        path = write(Path(arguments.new))
        print(f"Pronto: {path}\nAbra o arquivo, mude o que quiser e rode: certobot features {path}")
        return 0
    paths = [Path(path) for path in arguments.paths] or [_here()]
    found = find(paths)
    if found.problems:
        return _say_problems(found)
    cases = _chosen(found, arguments)
    if arguments.check:
        print(f"Tudo certo: {_counted(cases)}, todas as frases conhecidas.")
        return 0
    return await _run(cases, paths[0], arguments)


async def _run(cases: Sequence[Case], first: Path, arguments: Namespace) -> int:
    chosen = {option: _names(getattr(arguments, option)) for option in OPTIONS}
    runs, left_out = combinations(chosen, os.environ, every=arguments.matrix)
    _say_what(cases, runs)
    began = time.monotonic()
    progress = Progress(cases, len(runs))
    results = await run(
        cases,
        runs,
        arguments.jobs or default_jobs(),
        with_pictures=not arguments.no_report,
        tell=progress.tell,
    )
    progress.finish()
    if len(runs) > 1:
        print(matrix_text(results))
    for case in cases:
        if not case.expects_something:
            print(f"\n! {case.place}: “{case.title}” não confere nada; falta um Então")
    for line in left_out:
        print(f"\n! {line}")
    print(summary(results, time.monotonic() - began))
    if not arguments.no_report:
        folder = Path(arguments.report) if arguments.report else _beside(first)
        page = await asyncio.to_thread(write_reports, folder, results, runs[0])
        print(f"Relatório: {page}")
    return _FAILED if any(not each.passed for each in results) else 0


def _say_problems(found: Found) -> int:
    print(problems_text(found.problems), file=sys.stderr)
    count = len(found.problems)
    what = "1 problema" if count == 1 else f"{count} problemas"
    print(f"\n{what}; nada foi executado. Corrija e rode de novo.", file=sys.stderr)
    return _WRONG


def _say_what(cases: Sequence[Case], runs: Sequence[Settings]) -> None:
    times = f", com {len(runs)} combinações de provedores" if len(runs) > 1 else ""
    print(f"{_counted(cases)}{times}")
    print(f"Política {runs[0].policy.version}", flush=True)


def _counted(cases: Sequence[Case]) -> str:
    files = len({case.path for case in cases})
    scenarios = "1 cenário" if len(cases) == 1 else f"{len(cases)} cenários"
    return f"{scenarios} em {'1 arquivo' if files == 1 else f'{files} arquivos'}"


def _chosen(found: Found, arguments: Namespace) -> list[Case]:
    wants = [wanted(expression) for expression in arguments.tags]
    has_name = named(arguments.name)
    cases = [case for case in found.cases if has_name(case) and all(want(case.tags) for want in wants)]
    if not cases:
        asked = " ".join([*arguments.tags, arguments.name]).strip()
        raise NothingThere(f"nenhum dos {len(found.cases)} cenários tem “{asked}”")
    return cases


def _here() -> Path:
    return Path(_DEFAULT) if Path(_DEFAULT).is_dir() else Path()


def _beside(path: Path) -> Path:
    return (path if path.is_dir() else path.parent) / _REPORTS


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for each in given for name in each.split(",") if name.strip()]
