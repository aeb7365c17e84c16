"""CPF: the number by which Brazil knows a person."""

import hmac
import re
from dataclasses import dataclass
from typing import Self

from domain.shared.errors import RuleBroken

_MASK = re.compile(r"[.\-\s]")


class InvalidCpf(RuleBroken):
    """The text is not a CPF: wrong length, a repeated digit, or wrong check digits.

    The message never repeats the number: it may reach a log.
    """

    def __init__(self) -> None:
        super().__init__("CPF inválido: são 11 dígitos e os dois últimos conferem os outros")


@dataclass(frozen=True, slots=True, repr=False)
class Cpf:
    """A valid CPF, kept as its 11 digits; build it with `Cpf.parse`."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a CPF written with or without its mask.

        Raises:
            InvalidCpf: the check digits (module 11, Receita Federal) do not agree.
        """
        digits = _MASK.sub("", text)
        if not (digits.isascii() and digits.isdigit() and len(digits) == 11) or len(set(digits)) == 1:
            raise InvalidCpf
        if digits[9:] != _check_digits(digits[:9]):
            raise InvalidCpf
        return cls(digits)

    @property
    def masked(self) -> str:
        """The CPF as it may be shown: the digits asked for at verification stay hidden."""
        return f"***.{self.digits[3:6]}.{self.digits[6:9]}-**"

    @property
    def formatted(self) -> str:
        """The CPF as payment documents must print it: `529.982.247-25`."""
        d = self.digits
        return f"{d[:3]}.{d[3:6]}.{d[6:9]}-{d[9:]}"

    def starts_with(self, digits: str) -> bool:
        """Tell, in constant time, whether the CPF begins with `digits` (at least three of them)."""
        return len(digits) >= 3 and hmac.compare_digest(self.digits[: len(digits)].encode(), digits.encode())

    def __repr__(self) -> str:
        return f"Cpf({self.masked})"


def _check_digits(base: str) -> str:
    for _ in range(2):
        weighted = sum(
            int(digit) * weight for digit, weight in zip(reversed(base), range(2, 12), strict=False)
        )
        base += str(weighted * 10 % 11 % 10)
    return base[-2:]
