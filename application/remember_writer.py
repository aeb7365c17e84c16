"""Remember under which account a debtor writes, and who a conversation is with now."""

import logging
from dataclasses import dataclass

from application.burst import is_other
from application.conversation import Held
from application.ports.negotiation_repository import StaleAggregate
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from domain.messaging.contact import Contact

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RememberWriter:
    """Notes who wrote, once a turn with them is kept; what cannot be noted now, a later turn notes."""

    uow: UnitOfWorkFactory

    async def __call__(self, held: Held, writer: Contact) -> None:
        """Hold the conversation with `writer` from now on, and know their account for the debtor's."""
        try:
            if is_other(writer, held):
                await self._settle(held, writer)
            if writer.user_id and writer.user_id != held.debtor.whatsapp_user_id:
                await self._know(held, writer.user_id)
        except (StaleAggregate, StoreUnavailable) as passing:
            log.info("writer not remembered yet", extra={"cause": type(passing).__name__})

    async def _settle(self, held: Held, writer: Contact) -> None:
        async with self.uow() as uow:
            await uow.known_contacts.settle(held.conversation.id, writer)
            await uow.commit()

    async def _know(self, held: Held, user_id: str) -> None:
        async with self.uow() as uow:
            debtor = await uow.debtors.get(held.debtor.id)
            await uow.debtors.save(debtor.known_on_whatsapp_as(user_id))
            await uow.commit()
