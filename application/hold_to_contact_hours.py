"""Hold a message that we start until the hours of contact, also when it is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.assess_contact import AssessContact
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId

# When no hour is allowed within a month, the rules may be others tomorrow.
_ASK_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HoldToContactHours:
    """Tells whether a message that we start may leave for the debtor of a conversation.

    A retry, a pause of the sender or a process that was down may bring a message past the hours for which it
    was queued: they are asked about again when it is about to leave.

    Raises:
        NotFound: there is no such conversation.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    assess: AssessContact

    async def __call__(self, conversation_id: ConversationId, now: datetime) -> datetime | None:
        """Return None when it may leave now, else the moment before which it must not."""
        if not self.assess.rules.enforce:
            return None
        async with self.uow() as uow:
            conversation = await uow.conversations.get(conversation_id)
            debtor = await uow.debtors.get(conversation.debtor_id)
        at = self.assess.leaves_from(debtor.record, now)
        if at is None:
            return now + _ASK_AGAIN
        return at if at > now else None
