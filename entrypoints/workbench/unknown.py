"""Sentences that the vocabulary does not have, and the ones that come closest."""

import re
from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz, process

from entrypoints.workbench.case import Case, CaseLine
from entrypoints.workbench.dialogue import COLUMNS, MisreadRow, expectations, rows, time_of, understood
from entrypoints.workbench.folded import folded
from entrypoints.workbench.meanings import MEANINGS
from entrypoints.workbench.problem import Misread, Problem
from entrypoints.workbench.steps.conversation import conversation
from entrypoints.workbench.tables import has_header
from entrypoints.workbench.vocabulary import Kind, sentences

_CLOSEST = 3
_CLOSE_ENOUGH = 45
_VALUE = re.compile(r"\"[^\"]*\"|r\$ ?[\d.,]+|\d+[\dx%/:.,]*")
_NAME = re.compile(r"\b(?!Certobot|CRM|WhatsApp|CPF|DDD|PDF|Pix\b|R\b)[A-ZÀ-Ú][\wÀ-ú]+")
_PRONOUN = re.compile(r"^(que )?(ela|ele|[oa] (pessoa|devedora?|cliente))\b")
_PLACEHOLDER = re.compile(r"<[^<>\s][^<>]*>")
_SEE = "veja todas as frases com certobot features --vocabulary"


def unknown_sentences(case: Case) -> Iterator[Problem]:
    """Return what keeps a scenario from running, line by line."""
    somebody = False
    for line in case.lines:
        problem = _problem(line, case.path)
        somebody = somebody or _names_somebody(line)
        if problem is None and not somebody:
            problem = _nobody(line, case.path)
        if problem:
            yield problem


def closest(text: str, kind: Kind | None) -> tuple[str, ...]:
    """Return the sentences of the vocabulary that are most like `text`, its own kind first."""
    near = process.extract(
        _plain(text), _known(kind), scorer=fuzz.token_set_ratio, limit=12, score_cutoff=_CLOSE_ENOUGH
    )
    ranked = sorted(near, key=lambda each: -fuzz.ratio(_plain(text), each[0]) - each[1])
    return tuple(each[2] for each in ranked[:_CLOSEST])


def closest_meanings(text: str) -> tuple[str, ...]:
    """Return the meanings that are most like what a row of a conversation says of Certobot."""
    names = {meaning.name: _plain(meaning.name) for meaning in MEANINGS}
    near = process.extract(_plain(text), names, scorer=fuzz.token_set_ratio, limit=_CLOSEST)
    return tuple(each[2] for each in near)


def _problem(line: CaseLine, path: str) -> Problem | None:
    if left := _PLACEHOLDER.search(f"{line.text} {line.docstring or ''}"):
        what = f"“{left[0]}” não tem valor."
        return Problem(path, line.number, what, f"ponha uma coluna {left[0][1:-1]} em Exemplos")
    try:
        said = understood(line.text, line.kind)
    except Misread as misread:
        return Problem(path, line.number, f"Não entendo um valor em “{line.sentence}”: {misread}.")
    if said is None:
        near = tuple(f"{kind} {example}" for kind, example in _kinds(closest(line.text, line.kind)))
        return Problem(path, line.number, f"Não conheço a frase “{line.sentence}”.", _SEE, near)
    if said.sentence.act is conversation:
        return _dialogue_problem(line, path)
    return None


def _dialogue_problem(line: CaseLine, path: str) -> Problem | None:
    try:
        for row in rows(line.table):
            if row.is_certobot:
                expectations(row)
            elif row.is_time:
                time_of(row)
    except MisreadRow as misread:
        number = line.number + misread.row.number + has_header(line.table, COLUMNS)
        near = closest_meanings(misread.row.text) if misread.row.is_certobot else ()
        return Problem(path, number, _sentence(misread), _SEE if near else "", near)
    except Misread as misread:
        return Problem(path, line.number, _sentence(misread))
    return None


def _sentence(misread: Misread) -> str:
    return f"{str(misread)[:1].upper()}{str(misread)[1:]}."


def _names_somebody(line: CaseLine) -> bool:
    return bool(line.table or _NAME.search(line.text))


def _nobody(line: CaseLine, path: str) -> Problem | None:
    """Find who is meant by “ela” when the scenario has named nobody yet."""
    if not _PRONOUN.search(folded(line.text)):
        return None
    what = f"“{line.sentence}” fala de alguém sem dizer quem."
    return Problem(path, line.number, what, "ponha o nome da pessoa, como Maria, antes desta linha")


def _kinds(examples: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    kinds = {each.example: each.kind for each in sentences()}
    kinds |= {other: each.kind for each in sentences() for other in each.also}
    for example in examples:
        yield kinds[example], example


@cache
def _known(kind: Kind | None) -> dict[str, str]:
    return {
        example: _plain(example)
        for each in sentences()
        if each.listed and kind in {None, each.kind}
        for example in (each.example, *each.also)
    }


def _plain(text: str) -> str:
    """Return the words alone: values say nothing of which sentence it is."""
    return _VALUE.sub("x", folded(text))
