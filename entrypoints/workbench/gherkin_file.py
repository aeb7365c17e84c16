"""Feature files read: their scenarios, or what is wrong with them."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gherkin.errors import CompositeParserException, ParserError, ParserException
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.token_matcher import TokenMatcher

from entrypoints.workbench.case import Case, CaseLine
from entrypoints.workbench.problem import Problem
from entrypoints.workbench.syntax import explained, in_portuguese, in_prose, open_rows
from entrypoints.workbench.vocabulary import Kind

type Node = dict[str, Any]

_KINDS: dict[str, Kind] = {"Context": "Dado", "Action": "Quando", "Outcome": "Então"}
_ROOT_AREA = "Cenários"
AREAS = {
    "identidade": "Identidade",
    "negociacao": "Negociação",
    "acordo": "Acordo",
    "pagamento": "Pagamento",
    "crm": "CRM",
    "contato": "Contato",
    "privacidade": "Privacidade",
    "resiliencia": "Resiliência",
}


def read_cases(path: Path, shown: str, area: str) -> tuple[list[Case], list[Problem]]:
    """Return the scenarios of one file, or what keeps it from being read; `shown` is its name for people."""
    try:
        # An editor on a Mac may write each accent as a character of its own.
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        fix = "no editor, use “Salvar como” e escolha a codificação UTF-8"
        return [], [Problem(shown, 1, "O arquivo não está em UTF-8, e os acentos se perdem.", fix)]
    except OSError as refused:
        return [], [Problem(shown, 1, f"O arquivo não pode ser lido: {refused.strerror}.")]
    try:
        document = Parser().parse(in_portuguese(text), TokenMatcher("pt"))
    except CompositeParserException as broken:
        return [], _problems(broken.errors, text, shown)
    except ParserException as broken:
        return [], _problems([broken], text, shown)
    except ParserError as broken:
        return [], [Problem(shown, 1, str(broken))]
    return _read(dict(document), text, shown, area)


def _read(document: Node, text: str, shown: str, area: str) -> tuple[list[Case], list[Problem]]:
    feature: Node = dict(document.get("feature") or {})
    if not feature:
        fix = "comece por “Funcionalidade: …” e “Cenário: …”; certobot features --new mostra como"
        return [], [Problem(shown, 1, "O arquivo não tem cenários.", fix)]
    lines = text.splitlines()
    cases = list(_cases(document, feature, shown, area))
    problems = (
        open_rows(lines, shown)
        or list(_misread_prose(feature, lines, shown))
        or list(_unfinished(feature, shown))
        or _without_scenarios(cases, feature, shown)
    )
    return cases, problems


def area_of(path: Path, root: Path) -> str:
    """Return the business area of a file: the folder it is in, below `root`."""
    folder = path.parent.name if path.parent != root else root.name if root.name in AREAS else ""
    return AREAS.get(folder, folder.replace("_", " ").capitalize() or _ROOT_AREA)


def _problems(errors: list[ParserException], text: str, shown: str) -> list[Problem]:
    """Explain the first error of each line; what follows one is often only its echo."""
    lines = text.splitlines()
    found: dict[int, Problem] = {}
    for error in errors:
        number = min(error.location["line"], max(len(lines), 1))
        found.setdefault(number, explained(error, number, lines, shown))
    return [found[number] for number in sorted(found)][:1]


def _cases(document: Node, feature: Node, shown: str, area: str) -> Iterator[Case]:
    nodes = dict(_nodes(feature))
    rules = dict(_rules_of(feature))
    pickles: list[Any] = Compiler().compile({**document, "uri": shown})  # type: ignore[typeddict-item]
    for pickle in pickles:
        scenario = nodes[pickle["astNodeIds"][0]]
        yield Case(
            path=shown,
            area=area,
            feature=feature["name"],
            description=_prose(feature["description"]),
            rule=rules.get(pickle["astNodeIds"][0], ""),
            title=_title(pickle, scenario, nodes),
            number=pickle["location"]["line"],
            tags=frozenset(tag["name"].removeprefix("@") for tag in pickle["tags"]),
            lines=tuple(_line(step, nodes[step["astNodeIds"][0]]) for step in pickle["steps"]),
        )


def _line(step: Node, node: Node) -> CaseLine:
    argument = step.get("argument") or {}
    rows = (argument.get("dataTable") or {"rows": []})["rows"]
    docstring = argument.get("docString")
    return CaseLine(
        keyword=node["keyword"].strip(),
        text=step["text"],
        kind=_KINDS.get(step["type"] or ""),
        number=node["location"]["line"],
        table=tuple(tuple(cell["value"] for cell in row["cells"]) for row in rows),
        docstring=docstring["content"] if docstring else None,
    )


def _title(pickle: Node, scenario: Node, nodes: dict[str, Node]) -> str:
    """Return the name; a row of examples that the name does not show is added to it."""
    name: str = pickle["name"] or "(sem título)"
    if len(pickle["astNodeIds"]) == 1 or "<" in scenario["name"]:
        return name
    values = [cell["value"] for cell in nodes[pickle["astNodeIds"][1]]["cells"]]
    return f"{name} ({', '.join(values)})"


def _nodes(node: Any) -> Iterator[tuple[str, Node]]:  # noqa: ANN401 -- a tree of whatever gherkin makes
    if isinstance(node, dict):
        if "id" in node:
            yield node["id"], node
        for child in node.values():
            yield from _nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from _nodes(child)


def _rules_of(feature: Node) -> Iterator[tuple[str, str]]:
    for child in feature["children"]:
        for inner in child.get("rule", {}).get("children", ()):
            if "scenario" in inner:
                yield inner["scenario"]["id"], child["rule"]["name"]


def _scenarios(feature: Node) -> Iterator[Node]:
    for child in feature["children"]:
        yield from (each["scenario"] for each in [child] if "scenario" in each)
        yield from (
            each["scenario"] for each in child.get("rule", {}).get("children", ()) if "scenario" in each
        )


def _misread_prose(feature: Node, lines: list[str], shown: str) -> Iterator[Problem]:
    """Find the misspelt keywords, which the grammar takes for description."""
    for _, node in [("", feature), *_nodes(feature)]:
        for offset, line in enumerate(node.get("description", "").splitlines()):
            found = in_prose(line.strip(), of_feature=node is feature) if line.strip() else None
            if found:
                after = node["location"]["line"] + offset
                number = next(
                    (i for i, each in enumerate(lines, 1) if i > after and each.strip() == line.strip()),
                    after,
                )
                yield Problem(shown, number, *found)


def _unfinished(feature: Node, shown: str) -> Iterator[Problem]:
    for scenario in _scenarios(feature):
        line = scenario["location"]["line"]
        if not scenario["steps"]:
            yield Problem(
                shown,
                line,
                f"O cenário “{scenario['name']}” está vazio.",
                "escreva abaixo dele linhas com Dado, Quando e Então",
            )
        rows = [row for table in scenario["examples"] for row in table.get("tableBody", ())]
        if scenario["keyword"].startswith(("Esquema", "Delinea")) and not rows:
            yield Problem(
                shown,
                line,
                f"O esquema “{scenario['name']}” não tem exemplos.",
                "ponha abaixo dele “Exemplos:” e uma tabela com uma coluna para cada <nome>",
            )


def _without_scenarios(cases: list[Case], feature: Node, shown: str) -> list[Problem]:
    if cases:
        return []
    line = feature["location"]["line"]
    return [Problem(shown, line, "A funcionalidade não tem cenários.", "escreva “Cenário: …” abaixo dela")]


def _prose(text: str) -> str:
    return " ".join(text.split())
