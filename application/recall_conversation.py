"""Look back on a conversation, as far as a reader or a narrator needs it."""

from dataclasses import dataclass

from application.ports.recollection import Recollection
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId

# What came before that hardly changes what a message means, and every word of it is paid for.
_REMARKS = 8


@dataclass(frozen=True, slots=True)
class RecallConversation:
    """Fetches the latest eight remarks; `at_once` gives units of work of a single call.

    Raises:
        StoreUnavailable: try again.
    """

    at_once: UnitOfWorkFactory

    async def __call__(self, conversation_id: ConversationId) -> Recollection:
        """Return what was said of late; empty for an unknown conversation."""
        async with self.at_once() as uow:
            return await uow.conversations.recollection(conversation_id, _REMARKS)
