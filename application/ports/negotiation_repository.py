"""Where negotiations are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.messaging.contact import Contact
from domain.negotiation.events import Event
from domain.negotiation.negotiation import Negotiation
from domain.shared.ids import ConversationId, DebtorId


class StaleAggregate(Exception):
    """Somebody else saved the aggregate since it was read; load it and decide again."""


class NotFound(Exception):
    """There is no such thing."""


class ConversationAlreadyOpen(Exception):
    """The debtor has an active conversation: there is never a second one."""


class NegotiationRepository(Protocol):
    """Keeps the negotiations of one tenant; what happened goes to the audit log with them."""

    async def add(
        self, negotiation: Negotiation, contact: Contact, events: Sequence[Event], now: datetime
    ) -> None:
        """Insert a new negotiation, held with `contact`.

        Raises:
            ConversationAlreadyOpen: the debtor has an active one.
        """

    async def get(self, conversation_id: ConversationId) -> Negotiation:
        """Return a negotiation that is known to exist.

        Raises:
            NotFound: there is none with this id.
        """

    async def active_of(self, debtor_id: DebtorId) -> Negotiation | None:
        """Return the debtor's active negotiation, if any."""

    async def save(self, negotiation: Negotiation, events: Sequence[Event], now: datetime) -> None:
        """Replace the stored negotiation of the same version, and log what happened.

        Raises:
            StaleAggregate: it was saved by somebody else since it was read.
        """
