"""Which scenarios run: by folder, by tag, by a word of their title."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from entrypoints.workbench.case import Case
from entrypoints.workbench.folded import folded
from entrypoints.workbench.gherkin_file import area_of, read_cases
from entrypoints.workbench.problem import Problem
from entrypoints.workbench.unknown import unknown_sentences

type Wanted = Callable[[frozenset[str]], bool]

_HIDDEN = (".", "__pycache__", "node_modules")
_OPERATORS = {"e": "and", "and": "and", "ou": "or", "or": "or", ",": "or", "nao": "not", "not": "not"}
_TOKEN = re.compile(r"\s*([(),]|[^\s(),]+)")


class WrongTags(Exception):
    """The expression of tags cannot be read; the message is Portuguese."""


class NothingThere(Exception):
    """No feature file was found; the message is Portuguese."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the files hold: their scenarios, and what is wrong with them."""

    files: tuple[str, ...]
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]


def find(paths: Iterable[Path]) -> Found:
    """Read every feature file in `paths`, folders and their folders, in the order of their names.

    Raises:
        NothingThere: a path does not exist, or no file was found.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    files = list(dict.fromkeys(_files(paths)))
    if not files:
        raise NothingThere("nenhum arquivo .feature aqui; crie um com certobot features --new meu.feature")
    for path, root in files:
        read, wrong = read_cases(path, _shown(path), area_of(path, root))
        cases += read
        problems += wrong or [problem for case in read for problem in unknown_sentences(case)]
    return Found(tuple(_shown(path) for path, _ in files), tuple(cases), tuple(dict.fromkeys(problems)))


def wanted(expression: str) -> Wanted:
    """Return who of the tags an expression wants: `@pagamento e não @lento`, `a ou b`, `a, b`.

    Raises:
        WrongTags: it is no such expression.
    """
    tokens = _TOKEN.findall(expression)
    wants, rest = _any_of(tokens) if tokens else (_everyone, [])
    if rest:
        raise WrongTags(f"as etiquetas “{expression}” não se entendem; escreva como @pagamento e não @lento")
    return wants


def named(word: str) -> Callable[[Case], bool]:
    """Return whether a scenario's title, feature or area has the word."""
    return lambda case: folded(word) in folded(f"{case.area} {case.feature} {case.title}")


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    for path in paths:
        if not path.exists():
            raise NothingThere(f"{path} não existe")
        if path.is_file():
            yield path, path.parent
        else:
            found = sorted(each for each in path.rglob("*.feature") if each.is_file())
            yield from ((each, path) for each in found if not _is_hidden(each.relative_to(path)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(_HIDDEN) for part in path.parts)


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _everyone(_tags: frozenset[str]) -> bool:
    return True


def _any_of(tokens: list[str]) -> tuple[Wanted, list[str]]:
    first, rest = _all_of(tokens)
    ways = [first]
    while rest and _operator(rest[0]) == "or":
        way, rest = _all_of(rest[1:])
        ways.append(way)
    return (lambda tags: any(way(tags) for way in ways)), rest


def _all_of(tokens: list[str]) -> tuple[Wanted, list[str]]:
    first, rest = _one_of(tokens)
    ways = [first]
    while rest and _operator(rest[0]) == "and":
        way, rest = _one_of(rest[1:])
        ways.append(way)
    return (lambda tags: all(way(tags) for way in ways)), rest


def _one_of(tokens: list[str]) -> tuple[Wanted, list[str]]:
    if not tokens or _operator(tokens[0]) in ("and", "or") or tokens[0] == ")":
        raise WrongTags("falta uma etiqueta; escreva como @pagamento e não @lento")
    first, rest = tokens[0], tokens[1:]
    if _operator(first) == "not":
        inner, rest = _one_of(rest)
        return (lambda tags: not inner(tags)), rest
    if first == "(":
        inner, rest = _any_of(rest)
        if not rest or rest[0] != ")":
            raise WrongTags("falta fechar um parêntese nas etiquetas")
        return inner, rest[1:]
    tag = folded(first.removeprefix("@"))
    return (lambda tags: tag in map(folded, tags)), rest


def _operator(token: str) -> str:
    return _OPERATORS.get(folded(token), "")
