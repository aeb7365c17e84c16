"""One kind of claim that a text may make beyond its figures, and where it is allowed."""

import re
from dataclasses import dataclass

# Words between two halves of a claim, within one clause.
FEW = r"(?:[^\w,;]+\w+){0,4}?[^\w,;]+"


@dataclass(frozen=True, slots=True)
class Claim:
    """One kind of claim: how it is `said` (folded) and with which replies it is `allowed`.

    `may_be_denied` tells that the contrary ("nunca peço senha") is fine to say.
    """

    said: re.Pattern[str]
    allowed: frozenset[str] = frozenset()
    may_be_denied: bool = True


def claim(*said: str, allowed: frozenset[str] = frozenset(), may_be_denied: bool = True) -> Claim:
    """Return the claim that is `said` in any of these ways, each from the beginning of a word."""
    return Claim(re.compile(rf"\b(?:{'|'.join(said)})"), allowed, may_be_denied)
