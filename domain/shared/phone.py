"""Phones of debtors, as WhatsApp writes them: digits with country code, no plus sign."""

import re
from dataclasses import dataclass
from typing import Self

from domain.shared.errors import RuleBroken

_DIGITS = re.compile(r"\d{8,15}")
_BRAZILIAN_MOBILE = re.compile(r"(55\d{2})(9?)([6-9]\d{7})")


class InvalidPhone(RuleBroken):
    """The text is not a phone in international form. The message never repeats the number."""

    def __init__(self) -> None:
        super().__init__("telefone inválido: use código do país, DDD e número")


@dataclass(frozen=True, slots=True, repr=False)
class Phone:
    """A phone in E.164 without the plus sign, stored as given; build it with `Phone.parse`."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a phone in international form, with or without plus sign and punctuation.

        Raises:
            InvalidPhone: fewer than 8 or more than 15 digits remain (ITU-T E.164).
        """
        digits = re.sub(r"[+\s().-]", "", text)
        if not (digits.isascii() and _DIGITS.fullmatch(digits)):
            raise InvalidPhone
        return cls(digits)

    @property
    def variants(self) -> tuple[str, ...]:
        """The forms under which WhatsApp may know this phone, the given one first.

        Brazilian mobiles made before the ninth digit keep a `wa_id` without it, and Meta may add or
        drop it; landlines never have one.
        """
        match = _BRAZILIAN_MOBILE.fullmatch(self.digits)
        if match is None:
            return (self.digits,)
        area, ninth, number = match.groups()
        return (self.digits, area + number if ninth else f"{area}9{number}")

    def is_also(self, digits: str) -> bool:
        """Tell whether `digits` are this phone, in whichever form WhatsApp knows it."""
        return digits in self.variants

    @property
    def area_code(self) -> str | None:
        """The Brazilian area code (DDD), or None for a phone of another country."""
        return self.digits[2:4] if self.digits.startswith("55") and len(self.digits) in (12, 13) else None

    @property
    def masked(self) -> str:
        """The phone as it may be shown to an operator: only its last four digits."""
        return f"****{self.digits[-4:]}"

    def __repr__(self) -> str:
        return f"Phone({self.masked})"
