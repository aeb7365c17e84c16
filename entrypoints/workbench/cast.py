"""Who takes part in a scenario, and whom a name or a pronoun means."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rapidfuzz.distance import OSA

from domain.identity.debtor import DebtorRecord
from entrypoints.workbench.folded import folded
from entrypoints.workbench.people import invented
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.vocabulary import Sentence

_PRONOUNS = {"ela", "ele"}
_LONG_NAME = 6


class Cast:
    """The people of one scenario, invented when they are named for the first time."""

    def __init__(self, creditor: str) -> None:
        self.records: dict[str, DebtorRecord] = {}
        self.latest = ""
        self._creditor = creditor
        self._sentence: Sentence | None = None

    @contextmanager
    def hearing(self, sentence: Sentence) -> Iterator[None]:
        """Know in which sentence a name is said: not every one may bring in somebody new."""
        before, self._sentence = self._sentence, sentence
        yield
        self._sentence = before

    def meant(self, said: str) -> str:
        """Return the name that is meant; `ela`, `ele`, `a pessoa` are whoever was named last.

        Raises:
            Misread: nobody was named.
        """
        if said[:1].islower() or folded(said) in _PRONOUNS:
            if not self.latest:
                raise Misread(f"o cenário diz “{said}” antes de dar um nome; escreva o nome da pessoa")
            return self.latest
        self.latest = said
        return said

    def person(self, said: str) -> DebtorRecord:
        """Return the person meant, invented when they may be new.

        Raises:
            Misread: nobody of this name was named before, and this is no place to begin.
        """
        name = self.meant(said)
        known = next((each for each in self.records if _first(each) == _first(name)), None)
        if known is None:
            self._may_come_in(name)
            self.records[name] = invented(name, len(self.records), self._creditor)
        self.latest = known or name
        return self.records[self.latest]

    def change(self, said: str, change: Callable[[DebtorRecord], DebtorRecord]) -> None:
        """Change what the CRM knows of somebody."""
        record = self.person(said)
        self.records[self.latest] = change(record)

    def _may_come_in(self, name: str) -> None:
        """Hold that a name is new on purpose: of one that is misspelt nothing would be true."""
        sentence = self._sentence
        if sentence is None or sentence.introduces:
            return
        near = next((each for each in self.records if _is_like(_first(name), _first(each))), "")
        if near:
            raise Misread(
                f"“{name}” não apareceu antes neste cenário; você quis dizer “{near}”? "
                f"(se é outra pessoa, diga antes que {name} deve alguma coisa)"
            )
        if sentence.kind == "Então":
            raise Misread(f"“{name}” não apareceu antes neste cenário; {self._known()}")

    def _known(self) -> str:
        names = " e ".join(self.records)
        return f"até aqui o cenário só fala de {names}" if names else "o cenário ainda não falou de ninguém"


def _first(name: str) -> str:
    return folded(name).split()[0]


def _is_like(one: str, other: str) -> bool:
    """Tell whether a name may be the other one, misspelt: a letter off, or two in a long name."""
    distance = OSA.distance(one, other)
    return distance == 1 or (distance == 2 and max(len(one), len(other)) >= _LONG_NAME)
