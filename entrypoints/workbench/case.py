"""A scenario as it stands in a file, with everything that applies to it."""

from dataclasses import dataclass

from entrypoints.workbench.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One sentence of a scenario; `kind` is None where the file does not tell."""

    keyword: str
    text: str
    kind: Kind | None
    number: int
    table: tuple[tuple[str, ...], ...] = ()
    docstring: str | None = None

    @property
    def sentence(self) -> str:
        """The line as a person reads it."""
        return f"{self.keyword} {self.text}"


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario, or one row of an outline's examples; `area` is the business area it belongs to."""

    path: str
    area: str
    feature: str
    description: str
    rule: str
    title: str
    number: int
    tags: frozenset[str]
    lines: tuple[CaseLine, ...]

    @property
    def expects_something(self) -> bool:
        """Whether it can fail at all: a line of “Então”, or a row that says what Certobot answers."""
        answers = (row for line in self.lines for row in line.table if "certobot" in row[0].lower())
        return any(line.kind == "Então" for line in self.lines) or any(answers)

    @property
    def place(self) -> str:
        """Where it is, as an editor wants it."""
        return f"{self.path}:{self.number}"
