"""Whether the bank knows a boleto, and so whether it can be paid."""

from typing import Literal, get_args

Registration = Literal["unregistered", "sent", "rejected", "registered", "cancelled", "paid"]

_ORDER: tuple[Registration, ...] = get_args(Registration)


def furthest(one: Registration, other: Registration) -> Registration:
    """Return the later of two states: in whatever order the bank's files are read, the end is the same."""
    return max(one, other, key=_ORDER.index)


def came_before(state: Registration) -> tuple[Registration, ...]:
    """Return the states that `state` may follow."""
    return _ORDER[: _ORDER.index(state)]
