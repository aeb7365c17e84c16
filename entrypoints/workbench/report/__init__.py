"""What is left of a run: a page for people, and two files for machines."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from domain.shared.calendar import SAO_PAULO
from entrypoints.settings import Settings
from entrypoints.workbench.report.cucumber import as_cucumber
from entrypoints.workbench.report.junit import as_junit
from entrypoints.workbench.report.page import Heading, as_page
from entrypoints.workbench.result import Played

PAGE = "index.html"
_FOR_MACHINES: dict[str, Callable[[Sequence[Played]], str]] = {
    "junit.xml": as_junit,
    "cucumber.json": as_cucumber,
}


class CannotWriteReport(Exception):
    """The report cannot be written; the message is Portuguese."""


def write_reports(folder: Path, results: Sequence[Played], settings: Settings) -> Path:
    """Write the page, the JUnit XML and the Cucumber JSON into `folder`, and return where the page is.

    Raises:
        CannotWriteReport: the folder cannot be written.
    """
    heading = Heading(settings.creditor.name, settings.policy.version, datetime.now(SAO_PAULO))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, written in _FOR_MACHINES.items():
            (folder / name).write_text(written(results), encoding="utf-8")
        (folder / PAGE).write_text(as_page(results, heading), encoding="utf-8")
    except OSError as refused:
        raise CannotWriteReport(f"o relatório não cabe em {folder}: {refused.strerror}") from None
    return folder / PAGE


__all__ = ["PAGE", "CannotWriteReport", "write_reports"]
