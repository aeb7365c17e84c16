"""The cases of an evaluation, as a person writes them down: one file of `casos` a theme."""

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

FOLDER = Path(__file__).parent / "casos"

Agreement = Literal["nenhum", "fechado", "livre"]


class InvalidCase(Exception):
    """A file of cases that cannot be played; it names the file and what is wrong, in one line."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"Casos {file}: {problem}.")
        self.file = file


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One theme: whether identity is proven first, what must come of it, and what must never be said.

    `cases` are the messages of the debtor by the name of the case.
    """

    description: str = msgspec.field(name="descricao")
    identified: bool = msgspec.field(name="identificado")
    agreement: Agreement = msgspec.field(name="acordo")
    never: tuple[str, ...] = msgspec.field(name="nunca")
    cases: dict[str, tuple[str, ...]] = msgspec.field(name="casos")
    name: str = msgspec.field(name="nome", default="")


class Case(msgspec.Struct, frozen=True):
    """One case of a theme."""

    theme: Theme
    name: str
    messages: tuple[str, ...]


def load_cases(folder: Path = FOLDER) -> tuple[Case, ...]:
    """Return every case of `folder`, theme by theme.

    Raises:
        InvalidCase: a file cannot be played.
    """
    themes = [_theme(path) for path in sorted(folder.glob("*.toml"))]
    return tuple(Case(theme, name, messages) for theme in themes for name, messages in theme.cases.items())


def _theme(path: Path) -> Theme:
    try:
        theme = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Theme)
    except (OSError, UnicodeDecodeError):
        raise InvalidCase(path.name, "não é um texto UTF-8 que se possa ler") from None
    except tomllib.TOMLDecodeError as broken:
        raise InvalidCase(path.name, f"o TOML está errado ({broken})") from None
    except msgspec.ValidationError as wrong:
        raise InvalidCase(path.name, f"não está como o LEIAME.md pede ({wrong})") from None
    for name, messages in theme.cases.items():
        if not messages or not all(messages):
            raise InvalidCase(path.name, f'o caso "{name}" não diz nada')
    return msgspec.structs.replace(theme, name=path.stem)
