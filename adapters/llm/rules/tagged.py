"""A text in which each value already read stands as a tag (`VALOR0`), so that nothing is read twice."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

type Reading = Decimal | date | int | str


class Tag(StrEnum):
    """What a value is; the names are those that the lexicon's phrases use."""

    AMOUNT = "VALOR"
    INSTALLMENTS = "PARCELAS"
    DATE = "DATA"
    PERCENT = "PORCENTO"
    CPF = "CPF"
    HOUR = "HORA"
    ELAPSED = "TEMPO"


@dataclass(frozen=True, slots=True)
class Found:
    """One value: its tag with its number, what it means, and the words it was read from."""

    name: str
    tag: Tag
    value: Reading
    words: str


@dataclass(slots=True)
class TaggedText:
    """Words and separators with one space around each, and the values found so far, in order of reading."""

    text: str
    found: dict[str, Found] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Iterable[str]) -> "TaggedText":
        """Return the text of `words`, opened and closed by a separator."""
        return cls(f" . {' '.join(words)} . ")

    def tag(
        self, tag: Tag, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Reading | None]
    ) -> None:
        """Replace each match of `pattern` (from a space up to the next one) that `read` understands."""

        def replaced(match: re.Match[str]) -> str:
            value = read(match)
            if value is None:
                return match.group()
            name = f"{tag}{len(self.found)}"
            self.found[name] = Found(name, tag, value, match.group().strip())
            return f" {name}"

        self.text = pattern.sub(replaced, self.text)

    def all(self, tag: Tag) -> list[Found]:
        """Return the values under `tag` in the order in which they were said."""
        named = [found for found in self.found.values() if found.tag is tag]
        return sorted(named, key=lambda found: self.text.find(f" {found.name} "))

    def with_words(self, words: str) -> str:
        """Return `words` of this text with the tags in it said as they were written."""
        return " ".join(self.found[word].words if word in self.found else word for word in words.split())
