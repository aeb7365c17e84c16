"""What a setting must hold beyond its type."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

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
    """Tell whether `url` is empty, or speaks HTTP to a host."""
    if not url:
        return True
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        return False


def is_token(secret: str) -> bool:
    """Tell whether `secret` can go into an HTTP header: visible ASCII, no spaces."""
    return all("!" <= each <= "~" for each in secret)
