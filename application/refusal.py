"""What it calls for when the channel does not take a message, at once or told later."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Remedy(StrEnum):
    """What follows from a refusal."""

    RETRY = "retry"
    PLAIN_TEXT = "plain_text"
    TEMPLATE = "template"
    OPT_OUT = "opt_out"
    UNREACHABLE = "unreachable"
    BAD_TEMPLATE = "bad_template"
    GIVE_UP = "give_up"
    STOP_SENDER = "stop_sender"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message was refused, and what to do about it; `reason` is Portuguese and names nobody.

    A retry waits at least `wait`, and `growth` times longer with each attempt. With `of_pair` it concerns
    one person alone: messages to others go on.
    """

    remedy: Remedy
    reason: str
    code: int | None = None
    wait: timedelta = timedelta(0)
    growth: int = 2
    of_pair: bool = False
