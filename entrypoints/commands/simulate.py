"""`certobot simulate`: invented debtors negotiate with the current policy, thousands of times."""

import asyncio
import sys
import time
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from entrypoints.settings import Settings
from entrypoints.simulation.measures import Result
from entrypoints.simulation.memory import Memory
from entrypoints.simulation.persona import InvalidPersona, UnknownPersona, load_personas
from entrypoints.simulation.policy_file import read_policy
from entrypoints.simulation.report_html import to_html
from entrypoints.simulation.report_json import to_json
from entrypoints.simulation.report_text import to_text
from entrypoints.simulation.run import NamedPolicy, Simulation, progress_on
from entrypoints.simulation.spending import NobodyAnswered
from entrypoints.wiring.creditor import speaker
from entrypoints.wiring.voices import voices

_CURRENT = "atual"

AddArgument = Callable[..., object]


class PromisesBroken(Exception):
    """The simulation saw what must never happen."""

    def __init__(self, policy_violations: int, fact_violations: int, endless: int) -> None:
        super().__init__(
            f"a simulação encontrou {policy_violations} regras quebradas, {fact_violations} textos com "
            f"valores ou palavras indevidas e {endless} conversas sem fim; veja o relatório."
        )


class CannotWriteReport(Exception):
    """The page could not be written where it was asked for."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"não consegui escrever {path}: {reason}")


FAILURES: tuple[type[Exception], ...] = (
    InvalidPersona,
    UnknownPersona,
    PromisesBroken,
    CannotWriteReport,
    NobodyAnswered,
)


def add_arguments(add: AddArgument) -> None:
    """Add what `simulate` takes; without `--policy` the current one is played, several go side by side."""
    add("--seeds", type=_at_least_one, default=20, help="conversas por persona (padrão: 20)")
    add("--persona", action="append", default=[], metavar="NOME", help="só esta; pode repetir")
    add(
        "--policy",
        action="append",
        default=[],
        metavar="ARQUIVO",
        help="um certobot.toml ou só a seção [policy]; dado duas vezes, compara lado a lado",
    )
    add(
        "--llm",
        default="rules",
        metavar="PROVEDOR",
        help="quem lê e fala: rules, groq, ou os dois lado a lado: rules,groq (padrão: rules)",
    )
    add("--json", action="store_true", help="o relatório em JSON")
    add("--html", metavar="ARQUIVO", help="escreve também uma página com gráficos")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"use um número de 1 em diante, não {text}")
    return int(text)


async def simulate(settings: Settings, arguments: Namespace) -> None:
    """Play `arguments.seeds` conversations with each persona and report.

    `arguments` are those of `add_arguments`.

    Raises:
        InvalidSetting: a policy file is wrong, or a provider lacks a setting.
        InvalidPersona, UnknownPersona: a persona cannot be played.
        CannotWriteReport: the page cannot be written.
        PromisesBroken: after the report, when a rule was broken, a text wrong or a conversation endless.
        NobodyAnswered: after the report, when a model was to be seen that never answered.
    """
    began = time.monotonic()
    async with AsyncExitStack() as stack:
        simulation = _simulation(settings, arguments)
        for voices in simulation.voices:
            stack.push_async_callback(voices.aclose)
        results = await simulation.run(progress_on(sys.stderr))
    elapsed = time.monotonic() - began
    print(to_json(results) if arguments.json else to_text(results, elapsed))
    if arguments.html:
        await asyncio.to_thread(_write, Path(arguments.html), to_html(results))
        print(f"Relatório em {arguments.html}", file=sys.stderr)
    _hold_to_promises(results)
    for result in results:
        if result.spending.of_rules_alone:
            raise NobodyAnswered(result.spending)


def _simulation(settings: Settings, arguments: Namespace) -> Simulation:
    memory = Memory()
    providers = dict.fromkeys(name.strip() for name in arguments.llm.split(","))
    far_away = any(name != "rules" for name in providers)
    return Simulation(
        [voices(settings, name, memory) for name in providers],
        memory,
        speaker(settings),
        _policies(settings, tuple(arguments.policy)),
        load_personas(names=tuple(arguments.persona)),
        arguments.seeds,
        settings.llm.max_calls_at_once if far_away else 1,
    )


def _policies(settings: Settings, files: tuple[str, ...]) -> tuple[NamedPolicy, ...]:
    if not files:
        return (NamedPolicy(_CURRENT, settings.policy),)
    stems = [Path(file).stem for file in files]
    labels = stems if len(set(stems)) == len(stems) else files
    return tuple(
        NamedPolicy(label, read_policy(Path(file))) for label, file in zip(labels, files, strict=True)
    )


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as refused:
        raise CannotWriteReport(path, refused.strerror or "sem acesso") from None


def _hold_to_promises(results: tuple[Result, ...]) -> None:
    policy, facts, endless = (
        sum(figures)
        for figures in zip(
            *((r.whole.policy_violations, r.whole.fact_violations, r.whole.endless) for r in results),
            strict=True,
        )
    )
    if policy or facts or endless:
        raise PromisesBroken(policy, facts, endless)
