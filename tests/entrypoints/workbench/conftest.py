"""A house for scenarios that are written inside of tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from entrypoints.workbench.house import House, open_house
from entrypoints.workbench.play import play
from entrypoints.workbench.providers import combinations
from entrypoints.workbench.result import Played
from entrypoints.workbench.selection import Found, find

type Write = Callable[[str], Path]
type Play = Callable[[str], Played]


@pytest.fixture(scope="session")
def house(database_url: str) -> Iterator[House]:
    """The providers that need nothing from outside."""
    (settings,), _ = combinations({}, {}, every=False)
    with open_house(settings, database_url) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a feature file and return where it is."""

    def written(text: str) -> Path:
        path = tmp_path / "meu.feature"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return written


@pytest.fixture
def played(house: House, write: Write) -> Play:
    """Play the lines of one scenario."""

    def lines(text: str) -> Played:
        steps = "\n".join(f"    {line}" for line in dedent(text).strip().split("\n"))
        path = write(f"Funcionalidade: uma\n  Cenário: um\n{steps}\n")
        (case,) = find([path]).cases
        return play(case, house)

    return lines


def found(path: Path) -> Found:
    """Read a file as the command does."""
    return find([path])
