"""The run as Cucumber JSON, for the tools that read it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import msgspec

from entrypoints.workbench.case import CaseLine
from entrypoints.workbench.console import failure_text
from entrypoints.workbench.folded import folded
from entrypoints.workbench.result import Played

type Json = dict[str, Any]

_STATUS = {"passou": "passed", "falhou": "failed", "não rodou": "skipped"}
_NANOSECONDS = 1_000_000_000


def as_cucumber(results: Sequence[Played]) -> str:
    """Return one feature for each file and combination of providers."""
    several = len({each.providers for each in results}) > 1
    features = [
        _feature(list(group), several=several)
        for _, group in groupby(results, key=lambda each: (each.providers, each.case.path, each.case.feature))
    ]
    return msgspec.json.format(msgspec.json.encode(features), indent=2).decode()


def _feature(group: list[Played], *, several: bool) -> Json:
    first = group[0]
    name = f"{first.case.feature} [{first.providers}]" if several else first.case.feature
    return {
        "uri": first.case.path,
        "id": _id(name),
        "keyword": "Funcionalidade",
        "name": name,
        "description": first.case.description,
        "line": 1,
        "tags": [],
        "elements": [_element(name, played) for played in group],
    }


def _element(feature: str, played: Played) -> Json:
    case = played.case
    lines = zip(case.lines, played.statuses, played.line_seconds, strict=True)
    return {
        "id": f"{_id(feature)};{_id(case.title)};{case.number}",
        "keyword": "Cenário",
        "type": "scenario",
        "name": case.title,
        "description": case.rule,
        "line": case.number,
        "tags": [{"name": f"@{tag}", "line": case.number} for tag in sorted(case.tags)],
        "steps": [_step(played, line, status, seconds) for line, status, seconds in lines],
    }


def _step(played: Played, line: CaseLine, status: str, seconds: float) -> Json:
    result: Json = {"status": _STATUS[status], "duration": int(seconds * _NANOSECONDS)}
    if status == "falhou":
        result["error_message"] = failure_text(played)
    step: Json = {
        "keyword": f"{line.keyword} ",
        "name": line.text,
        "line": line.number,
        "match": {"location": f"{played.case.path}:{line.number}"},
        "result": result,
    }
    if line.table:
        step["rows"] = [{"cells": list(row)} for row in line.table]
    if line.docstring is not None:
        step["doc_string"] = {"value": line.docstring, "line": line.number + 1, "content_type": ""}
    return step


def _id(text: str) -> str:
    return "-".join(folded(text).split())
