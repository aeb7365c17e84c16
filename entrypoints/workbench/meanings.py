"""What Certobot may be saying, as a stakeholder names it, and how a reader recognises it in any wording."""

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from entrypoints.workbench.folded import folded


@dataclass(frozen=True, slots=True)
class Meaning:
    """`name` as the vocabulary lists it, other `ways` to name it (a pattern), and the `words` that say it.

    `words` is searched in the text without accents, in lower case and on one line. What is said
    `before_identity` is known is no part of a scenario that begins after it.
    """

    name: str
    ways: str
    words: str
    before_identity: bool = False

    def is_in(self, text: str) -> bool:
        """Tell whether `text` says this."""
        return re.search(self.words, folded(text)) is not None


def _read() -> tuple[Meaning, ...]:
    text = files("entrypoints.workbench").joinpath("sentidos.toml").read_text(encoding="utf-8")
    return tuple(
        Meaning(row["nome"], "|".join(row["formas"]), "|".join(row["palavras"]), row.get("antes", False))
        for row in tomllib.loads(text)["sentido"]
    )


MEANINGS: tuple[Meaning, ...] = _read()
