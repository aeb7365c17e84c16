"""The standing instructions of the model: files that people read, by version (see `prompts/LEIAME.md`)."""

import re
from importlib.resources import files

from domain.negotiation.policy import Empathy

_LEVELS: dict[Empathy, str] = {"high": "alta", "medium": "média", "low": "baixa"}
_LEVEL_HEADING = re.compile(r"^## Empatia: (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_VERSION = re.compile(r"(?:leitura|fala)\.v[0-9]{1,4}")


class PromptNotFound(Exception):
    """There is no such file of instructions; `allowed` names those that there are."""

    def __init__(self, version: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"não há instruções {version!r}; existem: {', '.join(allowed)}")
        self.version = version
        self.allowed = allowed


def instructions(version: str) -> str:
    """Return the instructions called `version`, as `leitura.v1`.

    Raises:
        PromptNotFound: there are none.
    """
    folder = files(__package__).joinpath("prompts")
    if not _VERSION.fullmatch(version) or not folder.joinpath(f"{version}.md").is_file():
        names = (entry.name.removesuffix(".md") for entry in folder.iterdir())
        raise PromptNotFound(version, tuple(sorted(filter(_VERSION.fullmatch, names))))
    return folder.joinpath(f"{version}.md").read_text(encoding="utf-8")


def with_empathy(text: str, level: Empathy) -> str:
    """Return the instructions with the section of `level` and without those of the other levels."""
    wanted = _LEVELS[level]
    return _LEVEL_HEADING.sub(lambda found: found[0] if found[1] == wanted else "", text).strip() + "\n"
