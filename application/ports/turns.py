"""Holding one conversation at a time, and keeping what a turn leaves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from application.conversation import Held, Lease
from application.turn import Kept, Turn
from domain.shared.ids import ConversationId, MessageId


class Turns(Protocol):
    """Lets one holder at a time decide in a conversation of one tenant."""

    async def hold(self, conversation_id: ConversationId, now: datetime, until: datetime) -> Held | None:
        """Hold the conversation until `until`, and return all that a turn needs.

        None when nothing waits for a turn in it (a message, or the end of its time), when somebody else holds
        it, or when it rests after a failure. A holder whose process is gone holds nothing. Time does not run
        out while a message of ours has not left.
        """

    async def keep(self, turn: Turn, now: datetime, claimed_until: datetime) -> Kept:
        """Replace the negotiation of the same version, log what happened, mark what was answered, queue what
        goes out, and let go.

        The first message is claimed until `claimed_until` for whoever keeps the turn, when nothing stands
        before it.

        Raises:
            StaleAggregate: somebody else holds or has saved it since, or has answered a message of it.
        """

    async def release(self, lease: Lease) -> bool:
        """Let go of the conversation; False when somebody else holds it by now."""

    async def rest(self, lease: Lease, until: datetime, reason: str, *, blameless: bool) -> None:
        """Let go of the conversation after a failure; nobody holds it before `until`.

        A `blameless` failure, of somebody we depend on, is not counted as an attempt.
        """

    async def bury(self, lease: Lease, messages: Sequence[MessageId], reason: str, now: datetime) -> None:
        """Let go of the conversation, in which no turn succeeds with `messages`: they wait no longer.

        `reason` stays with them, for whoever brings them back.
        """
