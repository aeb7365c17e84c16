"""What a setting must hold beyond its type."""

from collections.abc import Callable
from typing import NamedTuple

from domain.shared.errors import RuleBroken


class Rule(NamedTuple):
    """One rule of one setting: when it does not hold, the start stops and says what is allowed."""

    key: str
    value: object
    holds: bool
    allowed: str


def reads(parse: Callable[[str], object], text: str) -> bool:
    """Tell whether the domain can read `text`."""
    try:
        parse(text)
    except RuleBroken:
        return False
    return True


def is_web_address(url: str) -> bool:
    """Tell whether `url` is empty or speaks HTTP."""
    return not url or url.startswith(("http://", "https://"))
