"""CNPJ: the number by which Brazil knows a company, alphanumeric since 2026."""

import re
from dataclasses import dataclass
from typing import Self

from domain.shared.errors import RuleBroken

_MASK = re.compile(r"[.\-/\s]")
_SHAPE = re.compile(r"[0-9A-Z]{12}[0-9]{2}")


class InvalidCnpj(RuleBroken):
    """The text is not a CNPJ: wrong shape or wrong check digits."""

    def __init__(self, text: str) -> None:
        super().__init__(f"CNPJ inválido: {text!r}")
        self.text = text


@dataclass(frozen=True, slots=True)
class Cnpj:
    """A valid CNPJ, kept as its 14 characters; build it with `Cnpj.parse`."""

    characters: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a CNPJ, numeric or alphanumeric, with or without its mask.

        Raises:
            InvalidCnpj: shape or check digits (module 11, IN RFB 2.229/2024) do not agree.
        """
        characters = _MASK.sub("", text).upper()
        if not _SHAPE.fullmatch(characters) or len(set(characters)) == 1:
            raise InvalidCnpj(text)
        if characters[12:] != _check_digits(characters[:12]):
            raise InvalidCnpj(text)
        return cls(characters)

    @property
    def formatted(self) -> str:
        """The CNPJ as it is printed: `11.222.333/0001-81`."""
        c = self.characters
        return f"{c[:2]}.{c[2:5]}.{c[5:8]}/{c[8:12]}-{c[12:]}"


def _check_digits(base: str) -> str:
    for _ in range(2):
        weights = [2 + position % 8 for position in range(len(base))]
        # The value of a character is its ASCII code minus 48, so digits keep their own (IN RFB 2.229/2024).
        weighted = sum(
            (ord(character) - 48) * weight for character, weight in zip(reversed(base), weights, strict=True)
        )
        rest = weighted % 11
        base += "0" if rest < 2 else str(11 - rest)
    return base[-2:]
