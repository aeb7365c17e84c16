"""Who is known under which phone and which user id."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from application.ports.webhook_gate import InboundMessage
from domain.messaging.contact import Contact
from domain.shared.ids import ConversationId, DebtorId


class KnownContacts(Protocol):
    """Remembers every form under which a debtor of one tenant wrote, so that one person stays one person."""

    async def introduce(self, people: Sequence[Contact], now: datetime) -> frozenset[str]:
        """Remember the user id of everybody whose phone is a debtor's, and return those user ids.

        Whoever comes without a phone or without a user id is passed over.
        """

    async def move(self, old: Contact, new: Contact, now: datetime) -> DebtorId | None:
        """Move the latest conversation with `old` to `new`, and know its debtor under both.

        None when nobody is known as `old`, or when somebody else is being talked to as `new`: then nothing
        changes.
        """

    async def adopt(self, message: InboundMessage, now: datetime) -> ConversationId | None:
        """Hand a message that was kept for nobody to the debtor known under its contact.

        It waits in their latest conversation from then on; None when nobody is known.
        """

    async def settle(self, conversation_id: ConversationId, contact: Contact) -> None:
        """Hold the conversation with `contact` from now on."""
