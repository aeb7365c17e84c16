"""Every sentence that a scenario may say, and what it does."""

import inspect
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Literal

from entrypoints.workbench.phrase import Phrase

Kind = Literal["Dado", "Quando", "Então"]
Action = Callable[..., None]

_AREAS = (
    "people", "policy", "time", "contact", "conversation", "knowing", "acts", "campaigns", "providers",
    "answers", "tone", "offers", "bargain", "agreements", "documents", "payments", "following", "endings",
    "records",
)  # fmt: skip


class AsyncStep(TypeError):
    """A step was written with `async def`: nobody would wait for it, and it would seem to pass."""

    def __init__(self, name: str) -> None:
        super().__init__(f"o passo {name} é async e nunca rodaria; escreva-o com def")
        self.name = name


@dataclass(frozen=True, slots=True)
class Sentence:
    """One step: an `example` of it as a person would write it, other ways, and the table it takes, if any.

    `early` ones describe the situation before any conversation, wherever a scenario says them. One that
    tells of `identity` keeps the scenario from beginning with a debtor who is known already. One that
    `introduces` is where somebody whose name is like another's comes in. One that is not `listed` is another
    way to say its neighbour.
    """

    kind: Kind
    example: str
    phrases: tuple[Phrase, ...]
    act: Action
    what: str
    area: str
    also: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    early: bool = False
    identity: bool = False
    introduces: bool = False
    listed: bool = True


@dataclass(slots=True)
class _Book:
    sentences: list[Sentence] = field(default_factory=list)


_BOOK = _Book()


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a scenario, understood."""

    sentence: Sentence
    values: dict[str, object]


def _step(kind: Kind) -> Callable[..., Callable[[Action], Action]]:
    def way(
        example: str,
        *phrases: str,
        also: Iterable[str] = (),
        table: Iterable[tuple[str, ...]] = (),
        early: bool = False,
        identity: bool = False,
        introduces: bool = False,
        listed: bool = True,
    ) -> Callable[[Action], Action]:
        def keep(act: Action) -> Action:
            if inspect.iscoroutinefunction(act) or inspect.isasyncgenfunction(act):
                raise AsyncStep(act.__name__)
            area = inspect.getdoc(inspect.getmodule(act)) or ""
            read = tuple(map(Phrase, phrases))
            what = inspect.getdoc(act) or ""
            _BOOK.sentences.append(
                Sentence(
                    kind, example, read, act, what, area, tuple(also), tuple(table), early, identity,
                    introduces, listed,
                )
            )  # fmt: skip
            return act

        return keep

    return way


dado, quando, entao = _step("Dado"), _step("Quando"), _step("Então")


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence, in the order of the vocabulary."""
    for area in _AREAS:
        import_module(f"entrypoints.workbench.steps.{area}")
    return tuple(
        sorted(_BOOK.sentences, key=lambda each: _AREAS.index(each.act.__module__.rpartition(".")[2]))
    )


@cache
def _other_ways() -> tuple[tuple[str, Phrase, str], ...]:
    """Read the sentences that are said in other words: their kind, how they are said, what they mean."""
    text = files("entrypoints.workbench").joinpath("maneiras.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["maneira"]
    return tuple((row["em"], Phrase(said), row["quer_dizer"]) for row in rows for said in row["diz"])


def in_other_words(text: str, kind: Kind | None) -> str | None:
    """Return the sentence of the vocabulary that people also say as `text`, or None."""
    ways = (way.said_as(text, meant) for of, way, meant in _other_ways() if kind in {None, of})
    return next((meant for meant in ways if meant), None)


def matching(text: str, kind: Kind | None) -> list[Sentence]:
    """Return the sentences that `text` may be: those of its kind or, when there is none, any."""
    found = [each for each in sentences() if any(phrase.matches(text) for phrase in each.phrases)]
    return [each for each in found if each.kind == kind] or found


def understand(text: str, kind: Kind | None) -> Said | None:
    """Return what `text` says, or None when no sentence says it.

    Raises:
        Misread: a value in it cannot be read.
    """
    for sentence in matching(text, kind)[:1]:
        for phrase in sentence.phrases:
            if (values := phrase.read(text)) is not None:
                return Said(sentence, values)
    return None
