"""What must go out, and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from application.outgoing import ClaimedMessage, FileParcel, OutgoingMessage, TextParcel
from application.ports.messenger import ProviderMessageId
from application.ports.webhook_gate import StatusUpdate
from domain.shared.ids import ConversationId

# Why a message does not leave that nothing is wrong with: what it was about is settled.
NOT_NEEDED = "não era mais necessária"


class Outbox(Protocol):
    """Keeps the outbound messages of one tenant in order, each once by its business key."""

    async def put(self, messages: Sequence[OutgoingMessage], now: datetime) -> None:
        """Queue messages, and show them in their thread; a key queued before changes nothing."""

    async def claim(
        self, conversation_id: ConversationId, now: datetime, until: datetime
    ) -> ClaimedMessage | None:
        """Take the conversation's oldest unfinished message for sending until `until`.

        None when there is none, when it is not due yet, or when another holder has it: a later message
        never overtakes an earlier one, but one that we start and that is not due yet. None too while the
        sender is blocked. A claim that ran out is due again.
        """

    async def sent(self, key: str, provider_message_id: ProviderMessageId, now: datetime) -> None:
        """Record that the provider accepted the message."""

    async def retry(self, key: str, at: datetime, reason: str, *, counted: bool = True) -> None:
        """Give a message back; it is due again at `at`. Not `counted`, this was no attempt."""

    async def failed(self, status: StatusUpdate) -> ClaimedMessage | None:
        """Return the message that a failure is about, and keep others from it until this unit of work ends.

        None when the failure is no news: of an earlier attempt, told before, or of what arrived.
        """

    async def again(
        self,
        key: str,
        at: datetime,
        reason: str,
        parcel: TextParcel | None = None,
        failed: ProviderMessageId | None = None,
        *,
        counted: bool = True,
    ) -> None:
        """Have a refused message leave again at `at`, before what stands behind it; as `parcel` when given.

        What is told of the provider's message `failed` from now on is about an attempt that is over. Not
        `counted`, there was none.
        """

    async def silence(self, conversation_id: ConversationId, reason: str) -> None:
        """Let nothing that waits in a conversation leave any more; `reason` stays with it."""

    async def uncertain(self, key: str, until: datetime) -> None:
        """Record that the provider may have accepted it; it is due again at `until` if no status comes."""

    async def bury(self, key: str, reason: str, now: datetime) -> None:
        """Record that the message will never be accepted; `reason` stays with it."""

    async def withdraw(self, key: str) -> None:
        """Take back a message that nobody has begun to send; any other stays as it is."""

    async def handed_over(self, conversation_id: ConversationId) -> FileParcel | None:
        """Return the last file of somebody else's that left in a conversation, if any did."""

    async def block_sender(self, until: datetime, reason: str, now: datetime) -> bool:
        """Let nobody claim anything before `until`; tell whether the sender was free until now.

        The next message that the provider accepts ends the block.
        """

    async def free_sender(self) -> str | None:
        """Let messages be claimed again at once; return why the sender was blocked, if it was."""

    async def blocked(self, now: datetime) -> str | None:
        """Return why the sender is blocked now, if it is."""

    async def doubt(self, until: datetime) -> None:
        """Treat what processes that are gone had claimed as uncertain until `until`."""

    async def settle(self, statuses: Sequence[StatusUpdate], now: datetime) -> None:
        """Move messages' statuses forward by what the provider reports, never back.

        Found by its key, else by the provider's id; it also settles an uncertain or claimed message.
        A status of a message that is not ours is ignored.
        """
