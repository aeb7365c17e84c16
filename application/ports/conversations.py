"""Finding conversations."""

from datetime import datetime
from typing import Protocol

from application.conversation import Conversation
from application.ports.recollection import Recollection
from domain.messaging.contact import Contact
from domain.shared.ids import ConversationId


class Conversations(Protocol):
    """Knows with whom each conversation of one tenant is held, and what waits in which."""

    async def get(self, conversation_id: ConversationId) -> Conversation:
        """Return a conversation that is known to exist.

        Raises:
            NotFound: there is none with this id.
        """

    async def latest_with(self, contact: Contact) -> ConversationId | None:
        """Return the latest conversation with this contact, by phone in any of its forms, or by user id."""

    async def is_latest(self, conversation_id: ConversationId) -> bool:
        """Tell whether no newer conversation with the same debtor was opened or scheduled."""

    async def reserve(self, contact: Contact) -> None:
        """Let nobody else open a conversation on this phone, in any of its forms, in this transaction."""

    async def last_text_to(self, conversation_id: ConversationId) -> str | None:
        """Return the text we sent last, so that it is not said twice in a row."""

    async def recollection(self, conversation_id: ConversationId, remarks: int) -> Recollection:
        """Return at most the latest `remarks` that have words, and who the debtor is.

        Nothing is known of a conversation that does not exist.
        """

    async def due(
        self, now: datetime, limit: int, received_by: datetime | None = None
    ) -> tuple[ConversationId, ...]:
        """Return conversations where something waits: an answer, a delivery, an outcome, or the clock.

        With `received_by` given, messages received later are left to those who were told of them.
        """
