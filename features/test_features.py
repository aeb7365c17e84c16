"""Every scenario of this folder, as a test; `certobot features` plays them for people."""

from pathlib import Path

import pytest

from entrypoints.workbench.case import Case
from entrypoints.workbench.console import failure_text, problems_text
from entrypoints.workbench.house import House
from entrypoints.workbench.play import play
from entrypoints.workbench.selection import find

_FOUND = find([Path(__file__).parent])


def test_every_file_can_be_read() -> None:
    assert not _FOUND.problems, problems_text(_FOUND.problems)


@pytest.mark.parametrize("case", _FOUND.cases, ids=lambda case: f"{case.area}: {case.title}")
def test_scenario(house: House, case: Case) -> None:
    played = play(case, house)

    if not played.passed:
        pytest.fail(failure_text(played), pytrace=False)
