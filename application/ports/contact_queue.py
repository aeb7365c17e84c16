"""Who is to be contacted next."""

from datetime import datetime
from typing import Protocol

from application.campaign import QueuedContact
from domain.identity.contact_rule import MustNotContact
from domain.identity.throughput import Throughput
from domain.shared.ids import ConversationId


class ContactQueue(Protocol):
    """Hands out the contacts of the running campaigns of one tenant, each to one holder at a time.

    Campaigns are served in the order in which they began, and the contacts of each in the order of its list.
    """

    async def take(
        self, throughput: Throughput, now: datetime, until: datetime, most: int
    ) -> tuple[QueuedContact, ...]:
        """Take up to `most` contacts that are due, until `until`; no more than may begin right now.

        Processes that take at the same moment never take more than that together.
        """

    async def opened(self, contact: QueuedContact, conversation_id: ConversationId, now: datetime) -> None:
        """Record that the conversation is open.

        Raises:
            StaleAggregate: somebody else has the contact by now, or its campaign does not run any more.
        """

    async def refused(self, contact: QueuedContact, refusal: MustNotContact, now: datetime) -> None:
        """Record which rule forbids the contact; nothing when somebody else has it by now."""

    async def postponed(self, contact: QueuedContact, until: datetime, *, blameless: bool) -> None:
        """Give the contact back; it is due again at `until`. A `blameless` one counts no attempt."""

    async def tidy(self, now: datetime) -> bool:
        """Give back what processes that are gone had taken, and finish campaigns in which nobody waits.

        Tell whether a campaign ran: without one there is nothing to take.
        """

    async def count_start(self, at: datetime) -> None:
        """Count a conversation that we open, now or later."""

    async def starts(self, throughput: Throughput, now: datetime) -> tuple[datetime, ...]:
        """Return the conversations opened lately enough to count, or to be opened, oldest first.

        The latest, and those to come, by their moments; the others by their minutes.
        """

    async def waiting(self) -> int:
        """Return how many contacts wait in the campaigns that run."""
