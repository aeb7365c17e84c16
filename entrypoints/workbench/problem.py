"""What may be wrong with a scenario, in words for whoever wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that keeps its scenarios from running; `fix` tells what to write instead."""

    path: str
    line: int
    what: str
    fix: str = ""
    closest: tuple[str, ...] = ()


class Misread(Exception):
    """A value or a table of a scenario cannot be read; the message is Portuguese and says what to write."""


class Unmet(Exception):
    """What a scenario expects did not happen; `expected` and `found` are Portuguese."""

    def __init__(self, expected: str, found: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.found = found
