"""A first file for whoever has never written one."""

from importlib.resources import files
from pathlib import Path

_SUFFIX = ".feature"


class CannotStart(Exception):
    """The file cannot be written; the message is Portuguese."""


def write(path: Path) -> Path:
    """Write a commented file of scenarios that run as they stand, and return where it is.

    Raises:
        CannotStart: something is there already, or nothing can be written there.
    """
    path = path if path.suffix else path.with_suffix(_SUFFIX)
    if path.suffix != _SUFFIX:
        raise CannotStart(f"{path}: o nome precisa terminar em .feature, como meu.feature")
    if path.exists():
        raise CannotStart(f"{path} já existe e não foi mexido; escolha outro nome")
    sample = files("entrypoints.workbench").joinpath("inicio.feature").read_text(encoding="utf-8")
    title = path.stem.replace("_", " ").replace("-", " ").capitalize()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(sample.replace("{arquivo}", str(path)).replace("{titulo}", title))
    except OSError as refused:
        raise CannotStart(f"{path} não pode ser escrito: {refused.strerror}") from None
    return path
