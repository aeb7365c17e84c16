"""The run as JUnit XML, for a CI."""

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from entrypoints.workbench.console import failure_text
from entrypoints.workbench.result import Played

# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAMES = {"pessoa": "", "certobot": "", "documento": "📄 ", "tempo": "… ", "aviso": "! "}


def as_junit(results: Sequence[Played]) -> str:
    """Return one suite for each feature and combination of providers, one case for each scenario."""
    root = ET.Element("testsuites", _counts("Cenários do Certobot", results))
    for (providers, _, area, feature), group in groupby(results, key=_suite_of):
        cases = list(group)
        suite = ET.SubElement(root, "testsuite", _counts(f"{area} · {feature}", cases))
        properties = ET.SubElement(suite, "properties")
        ET.SubElement(properties, "property", name="provedores", value=providers)
        ET.SubElement(properties, "property", name="política", value=cases[0].policy)
        for played in cases:
            _add(suite, played)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite_of(played: Played) -> tuple[str, str, str, str]:
    return played.providers, played.case.path, played.case.area, played.case.feature


def _counts(name: str, results: Sequence[Played]) -> dict[str, str]:
    return {
        "name": _clean(name),
        "tests": str(len(results)),
        "failures": str(sum(not each.passed for each in results)),
        "errors": "0",
        "skipped": "0",
        "time": f"{sum(each.seconds for each in results):.3f}",
    }


def _add(suite: ET.Element, played: Played) -> None:
    case = played.case
    attributes = {
        "classname": _clean(case.path.removesuffix(".feature").replace("/", ".")),
        "name": _clean(case.title),
        "file": case.path,
        "line": str(case.number),
        "time": f"{played.seconds:.3f}",
    }
    element = ET.SubElement(suite, "testcase", attributes)
    if played.failure:
        expected = _clean(f"Esperado: {played.failure.expected}")
        failure = ET.SubElement(element, "failure", message=expected, type="cenário")
        failure.text = _clean(failure_text(played))
    said = "\n".join(
        f"{bubble.name or _NAMES[bubble.who].strip()}: {bubble.text}" for bubble in played.bubbles
    )
    ET.SubElement(element, "system-out").text = _clean(said)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("�", text)
