"""What people say, kept as text files that a Portuguese speaker extends (see `lexicon/LEIAME.md`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from adapters.llm.rules.normalize import Normalizer, Spelling, fold


class MalformedLexicon(Exception):
    """A line of the lexicon cannot be read; the message is in Portuguese and names file and line."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, linha {line}: {reason}")
        self.file = file
        self.line = line


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of an intent's file, as its author wrote it."""

    file: str
    line: int
    text: str


class Lexicon:
    """All that the reader knows of the language, read once."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self._folder = folder or files(__package__).joinpath("lexicon")
        self.number_words: Mapping[str, str] = dict(self._pairs("numeros.txt"))
        self.spelling = Spelling(
            variants={_folded(left): _folded(right) for left, right in self._pairs("abreviacoes.txt")},
            emojis=dict(self._pairs("emojis.txt")),
        )

    @cached_property
    def normalizer(self) -> Normalizer:
        """The normaliser that speaks this lexicon's spelling."""
        return Normalizer(self.spelling)

    @cached_property
    def phrases(self) -> Mapping[str, tuple[Phrase, ...]]:
        """The phrases of each intent (`intents`) and of each signal (`sinais`), by the name of their file."""
        paths = [f"{folder}/{name}" for folder in ("intents", "sinais") for name in self._files(folder)]
        return {
            path.split("/")[1].removesuffix(".txt"): tuple(
                Phrase(path, line, text) for line, text in self._lines(path)
            )
            for path in paths
        }

    @cached_property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """Whole messages and their intents (`exemplos`), for what no phrase recognises."""
        return tuple(
            (name.removesuffix(".txt"), text)
            for name in self._files("exemplos")
            for _, text in self._lines(f"exemplos/{name}")
        )

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Words that are right as they stand and are never taken for a typo."""
        return frozenset(fold(word) for _, line in self._lines("palavras.txt") for word in line.split())

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[str, ...]]:
        """The lists of words that may stand beside a value or a phrase, by the name of their file."""
        return {
            path.removesuffix(".txt"): tuple(
                fold(word.strip())
                for _, line in self._lines(f"vizinhas/{path}")
                for word in line.split(",")
                if word.strip()
            )
            for path in self._files("vizinhas")
        }

    def _files(self, folder: str) -> list[str]:
        entries = self._folder.joinpath(folder).iterdir()
        return sorted(entry.name for entry in entries if entry.name.endswith(".txt"))

    def _lines(self, path: str) -> Iterator[tuple[int, str]]:
        text = self._folder.joinpath(path).read_text(encoding="utf-8")
        for number, raw in enumerate(text.splitlines(), start=1):
            line = raw.split("#", 1)[0].strip()
            if line:
                yield number, line

    def _pairs(self, path: str) -> Iterator[tuple[str, str]]:
        for number, line in self._lines(path):
            left, equals, right = (part.strip() for part in line.partition("="))
            if not (left and equals and right):
                raise MalformedLexicon(path, number, "escreva 'o que se digita = o que se lê'")
            yield left, right


def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())
