"""What can go wrong with one call to the Graph API."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import msgspec

Endpoint = Literal["messages", "media", "reads"]


@dataclass(frozen=True, slots=True)
class Special:
    """What the server does, once, instead of accepting a call to `on` and saying so.

    `accepts`: whether the call still takes effect. `cuts`: close the connection without a word.
    `delay`: seconds before answering; `hangs`: never answer.
    """

    on: Endpoint = "messages"
    accepts: bool = False
    cuts: bool = False
    hangs: bool = False
    delay: float = 0.0
    status: int = 200
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()


def cut_after_accepting(on: Endpoint = "messages") -> Special:
    """Take the call, then close the connection without answering."""
    return Special(on, accepts=True, cuts=True)


def cut_before_accepting(on: Endpoint = "messages") -> Special:
    """Close the connection without answering, having taken nothing."""
    return Special(on, cuts=True)


def hangs(on: Endpoint = "messages", *, accepts: bool = True) -> Special:
    """Take the call and never answer."""
    return Special(on, accepts=accepts, hangs=True)


def delays(seconds: float, on: Endpoint = "messages") -> Special:
    """Accept, and say so late."""
    return Special(on, accepts=True, delay=seconds)


def answers(
    status: int,
    body: bytes = b"",
    on: Endpoint = "messages",
    *,
    accepts: bool = False,
    headers: Iterable[tuple[str, str]] = (),
) -> Special:
    """Answer `status` with exactly `body`."""
    return Special(on, accepts, status=status, body=body, headers=tuple(headers))


def fails(
    code: int, status: int = 400, on: Endpoint = "messages", *, retry_after: int | None = None
) -> Special:
    """Answer with Meta's error `code`, whose text repeats what a careless caller would log."""
    wait = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return Special(on, status=status, body=error_body(code), headers=wait)


def error_body(code: int) -> bytes:
    """Return an error as Meta words it, as indiscreet as it can be."""
    told = "5511900000001 secret-token Maria deve R$ 1.000,00"
    error = {
        "message": f"(#{code}) {told}",
        "type": "OAuthException",
        "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": told},
        "error_subcode": 2494073,
        "fbtrace_id": "A1",
    }
    return msgspec.json.encode({"error": error})
