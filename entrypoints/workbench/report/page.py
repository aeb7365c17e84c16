"""The run as one page that needs nothing else: for a creditor, an auditor, a printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from importlib.resources import files
from itertools import groupby
from textwrap import shorten

from entrypoints.workbench.console import differences
from entrypoints.workbench.gherkin_file import AREAS
from entrypoints.workbench.report.scenario import scenario_html, seconds_text
from entrypoints.workbench.result import Failure, Played

_ORDER = {area: place for place, area in enumerate(AREAS.values())}

_SHORT = 160


@dataclass(frozen=True, slots=True)
class Heading:
    """In whose name, under which policy, and when the scenarios ran."""

    creditor: str
    policy: str
    at: datetime


def as_page(results: Sequence[Played], heading: Heading) -> str:
    """Return the whole page; it loads nothing from anywhere."""
    room = files("entrypoints.workbench.report")
    style, script = (room.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    numbered = _in_order(results)
    return (
        '<!DOCTYPE html>\n<html lang="pt-BR">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>Cenários do Certobot · "
        f"{escape(heading.creditor)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#cenarios">Ir para os cenários</a>\n'
        f"{_header(results, heading)}\n<main>\n{_areas(results)}{_failures(numbered)}{_matrix(results)}"
        f"{_tools(results)}{_scenarios(numbered)}</main>\n"
        "<footer>Gerado por <code>certobot features</code>. As pessoas, os CPFs e os telefones são "
        "inventados; "
        "as regras, o banco de dados e os documentos são os de verdade.</footer>\n"
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )


type Numbered = list[tuple[str, Played]]


def _in_order(results: Sequence[Played]) -> Numbered:
    """Return the results by area, feature and providers, each with an anchor."""

    def place(played: Played) -> tuple[int, str, str]:
        return _ORDER.get(played.case.area, len(_ORDER)), played.case.area, played.case.path

    ordered = sorted(results, key=place)
    return [(f"c{number}", played) for number, played in enumerate(ordered, 1)]


def _header(results: Sequence[Played], heading: Heading) -> str:
    failed = sum(not each.passed for each in results)
    total = len(results)
    verdict = (
        f"{total} de {total} cenários passaram" if not failed else f"{failed} de {total} cenários falharam"
    )
    if total == 1:
        verdict = "O cenário falhou" if failed else "O cenário passou"
    providers = "; ".join(dict.fromkeys(each.providers for each in results))
    facts = {
        "Credor": heading.creditor,
        "Política": heading.policy,
        "Data": f"{heading.at:%d/%m/%Y, %H:%M}",
        "Provedores": providers,
    }
    listed = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items())
    return (
        f'<header>\n<h1>Cenários do Certobot</h1>\n<dl class="facts">{listed}</dl>\n'
        f'<p class="verdict {"bad" if failed else "good"}" role="status">{"✗" if failed else "✓"} '
        f"{verdict}</p>\n</header>"
    )


def _areas(results: Sequence[Played]) -> str:
    rows = []
    for area in sorted({each.case.area for each in results}, key=lambda name: (_ORDER.get(name, 99), name)):
        mine = [each for each in results if each.case.area == area]
        passed = sum(each.passed for each in mine)
        share = 100 * passed / len(mine)
        verdict = "bad-text" if passed < len(mine) else "good-text"
        rows.append(
            f'<tr><th scope="row"><a href="#{_anchor(area)}">{escape(area)}</a></th>'
            f'<td class="count">{len(mine)}</td><td class="count {verdict}">{passed}</td>'
            f'<td><span class="bar" role="img" aria-label="{share:.0f}% passaram"><i '
            f'style="width:{share:.1f}%"></i></span></td></tr>'
        )
    return (
        '<h2>Áreas</h2>\n<div class="scroll"><table><thead><tr><th scope="col">área</th>'
        '<th scope="col" class="count">cenários</th><th scope="col" class="count">passaram</th>'
        f'<th scope="col">proporção</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>\n'
    )


def _failures(numbered: Numbered) -> str:
    several = len({played.providers for _, played in numbered}) > 1
    rows = [_failure(anchor, played, several=several) for anchor, played in numbered if played.failure]
    if not rows:
        return ""
    return (
        '<h2>O que falhou, e por quê</h2>\n<div class="scroll"><table class="cards"><thead><tr>'
        '<th scope="col">cenário</th>'
        '<th scope="col">o que se esperava</th><th scope="col">o que houve</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>\n"
    )


def _failure(anchor: str, played: Played, *, several: bool) -> str:
    failure = played.failure
    where = [played.case.area, played.case.feature, *([played.providers] if several else [])]
    expected, found = (failure.expected, failure.found or _said(failure)) if failure else ("", "")
    return (
        f'<tr><td><a href="#{anchor}">{escape(played.case.title)}</a><br>'
        f'<span class="soft">{escape(" · ".join(where))}</span></td>'
        f"<td>{escape(expected)}</td>"
        f"<td>{escape(found)}</td></tr>"
    )


def _said(failure: Failure) -> str:
    """Return what was said instead, shortly; all of it is in the scenario."""
    said = " ".join(" ".join(failure.said).split())
    return (
        f"o Certobot disse “{shorten(said, _SHORT, placeholder=' …')}”"
        if said
        else "o Certobot não disse nada"
    )


def _matrix(results: Sequence[Played]) -> str:
    providers = list(dict.fromkeys(each.providers for each in results))
    if len(providers) == 1:
        return ""
    counts = "".join(_provider_row(name, results) for name in providers)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in providers)
    rows = "".join(
        _row(case.title, [dict(verdicts).get(name) for name in providers])
        for case, verdicts in differences(results)
    )
    table = (
        '<h3>Onde diferem</h3><div class="scroll"><table><thead><tr><th '
        f'scope="col">cenário</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        if rows
        else "<p>Nenhum cenário muda com o provedor.</p>"
    )
    return (
        '<h2>Provedores lado a lado</h2>\n<div class="scroll"><table><thead><tr><th '
        'scope="col">provedores</th>'
        '<th scope="col" class="count">passaram</th><th scope="col" class="count">falharam</th>'
        '<th scope="col" '
        f'class="count">segundos</th></tr></thead><tbody>{counts}</tbody></table></div>{table}\n'
    )


def _provider_row(name: str, results: Sequence[Played]) -> str:
    mine = [each for each in results if each.providers == name]
    passed = sum(each.passed for each in mine)
    failed = len(mine) - passed
    return (
        f'<tr><th scope="row">{escape(name)}</th><td class="count good-text">{passed}</td>'
        f'<td class="count {"bad-text" if failed else ""}">{failed}</td>'
        f'<td class="count">{seconds_text(sum(each.seconds for each in mine))}</td></tr>'
    )


def _row(title: str, verdicts: Sequence[bool | None]) -> str:
    return f'<tr><th scope="row">{escape(title)}</th>{"".join(map(_cell, verdicts))}</tr>'


def _cell(passed: bool | None) -> str:  # noqa: FBT001 -- what became of it, or nothing
    if passed is None:
        return "<td>–</td>"
    return '<td class="good-text">✓ passou</td>' if passed else '<td class="bad-text">✗ falhou</td>'


def _tools(results: Sequence[Played]) -> str:
    failed = any(not each.passed for each in results)
    only = '<button type="button" id="failed" aria-pressed="false">Só o que falhou</button>' if failed else ""
    return (
        '<div class="tools"><button type="button" id="open" aria-pressed="false">Abrir todos</button>'
        f"{only}</div>\n"
    )


def _scenarios(numbered: Numbered) -> str:
    several = len({played.providers for _, played in numbered}) > 1
    parts = ['<div id="cenarios">']
    for area, in_area in groupby(numbered, key=lambda each: each[1].case.area):
        group = list(in_area)
        good = ' class="all-good"' if all(played.passed for _, played in group) else ""
        parts.append(
            f'<section{good} aria-labelledby="{_anchor(area)}"><h2 id="{_anchor(area)}">{escape(area)}</h2>'
        )
        for (feature, what), mine in groupby(
            group, key=lambda each: (each[1].case.feature, each[1].case.description)
        ):
            parts.append(f"<h3>{escape(feature)}</h3>")
            parts.append(f'<p class="soft">{escape(what)}</p>' if what else "")
            parts += [scenario_html(anchor, played, with_providers=several) for anchor, played in mine]
        parts.append("</section>\n")
    return "".join([*parts, "</div>\n"])


def _anchor(area: str) -> str:
    return "area-" + "-".join(escape(area).lower().split())
