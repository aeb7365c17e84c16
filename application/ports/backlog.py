"""What waits, how long, and what gave up: for whoever watches the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Queue = Literal["inbound", "outbound", "outcome"]
GaveUp = Literal["inbound", "outbound", "outcome", "boleto"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait in one queue; `oldest` (aware) is since when the first of them is due, if any waits."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class BacklogView:
    """Everything that waits at one moment; `sender_stopped` tells that the provider refuses our sender.

    `dead` is what failed for good, by its kind: of the boletos, those that their bank refused.
    """

    active_conversations: int = 0
    sender_stopped: bool = False
    waiting: Mapping[Queue, Waiting] = field(default_factory=dict)
    dead: Mapping[GaveUp, int] = field(default_factory=dict)


class Backlog(Protocol):
    """Knows what waits for one tenant."""

    async def at(self, now: datetime) -> BacklogView:
        """Return what waits at `now`; what is only due later does not wait yet."""
