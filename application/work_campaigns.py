"""Contact whoever is next in the campaigns."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.campaign import QueuedContact
from application.halted import halted_by
from application.open_conversation import (
    ContactForbidden,
    DebtorNotFound,
    NotYet,
    OpenConversation,
    Opened,
    PhoneInUse,
)
from application.ports.clock import Clock
from application.ports.crm import CrmRejected, CrmUnavailable
from application.ports.negotiation_repository import StaleAggregate
from application.ports.unit_of_work import StoreUnavailable, UnitOfWork, UnitOfWorkFactory
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.identity.throughput import Throughput

log = logging.getLogger(__name__)

# Longer than the CRM and the store take together to answer, or not to.
CLAIM = timedelta(minutes=2)
_AT_ONCE = 16
_PHONE_BUSY = timedelta(minutes=15)
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(minutes=30)
_MOST_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class WorkCampaigns:
    """Takes contacts from the queue and opens their conversations, no faster than `throughput`.

    The queue and the rules of contact are asked at the moment itself: who may not be contacted yet waits, and
    is looked at again then. Any number of processes may do this together.

    Raises:
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    open: OpenConversation
    throughput: Throughput
    clock: Clock

    async def __call__(self) -> int:
        """Contact everybody who is due, as far as the throughput lets; return how many were looked at."""
        looked_at = 0
        if not await self._tidy():
            return looked_at
        while taken := await self._take():
            await self._look_at_all(taken)
            looked_at += len(taken)
        if looked_at:
            await self._tidy()
        return looked_at

    async def _tidy(self) -> bool:
        async with self.uow() as uow:
            is_any_running = await uow.contact_queue.tidy(self.clock.now())
            await uow.commit()
        return is_any_running

    async def _look_at_all(self, taken: Sequence[QueuedContact]) -> None:
        """Ask the CRM for all at once, and then contact one after the other, in the order of the list."""
        asked = [(contact, asyncio.create_task(self.open.find(contact.cpf))) for contact in taken]
        try:
            for contact, finding in asked:
                await self._look_at(contact, finding)
        finally:
            for _, finding in asked:
                finding.cancel()
            await asyncio.gather(*(finding for _, finding in asked), return_exceptions=True)

    async def _take(self) -> tuple[QueuedContact, ...]:
        now = self.clock.now()
        async with self.uow() as uow:
            if await halted_by(uow, self.open.template, now):
                return ()
            taken = await uow.contact_queue.take(self.throughput, now, now + CLAIM, _AT_ONCE)
            await uow.commit()
        return taken

    async def _look_at(self, contact: QueuedContact, finding: Awaitable[DebtorRecord]) -> None:
        try:
            await self._contact(contact, await finding)
        except NotYet as later:
            await self._postpone(contact, later.at)
        except PhoneInUse:
            await self._postpone(contact, self.clock.now() + _PHONE_BUSY)
        except ContactForbidden as forbidden:
            await self._refuse(contact, forbidden.decision)
        except DebtorNotFound:
            await self._refuse(contact, MustNotContact(ContactRule.NOT_IN_CRM))
        except StaleAggregate:
            log.info("contact given up: somebody else has it, or its campaign stopped")
        except (CrmUnavailable, StoreUnavailable) as unavailable:
            log.warning("contact postponed", extra={"cause": type(unavailable).__name__})
            await self._try_later(contact)
        except CrmRejected as rejected:
            await self._refuse(contact, MustNotContact(ContactRule.INVALID_RECORD, detail=rejected.reason))
        except Exception:
            log.exception("contact failed")
            await self._give_up_or_try_later(contact)

    async def _contact(self, contact: QueuedContact, record: DebtorRecord) -> None:
        async def keep_too(uow: UnitOfWork, opened: Opened) -> None:
            await uow.contact_queue.opened(contact, opened.conversation_id, self.clock.now())

        opened = await self.open.right_now(record, keep_too)
        if opened.already_open:
            await self._refuse(contact, MustNotContact(ContactRule.ALREADY_OPEN))

    async def _give_up_or_try_later(self, contact: QueuedContact) -> None:
        if contact.attempts < _MOST_ATTEMPTS:
            await self._try_later(contact)
        else:
            refusal = MustNotContact(ContactRule.INVALID_RECORD, detail="o contato falhou repetidas vezes")
            await self._refuse(contact, refusal)

    async def _try_later(self, contact: QueuedContact) -> None:
        wait = min(_FIRST_WAIT * 2 ** min(contact.attempts - 1, 10), _LONGEST_WAIT)
        await self._postpone(contact, self.clock.now() + wait, blameless=False)

    async def _postpone(self, contact: QueuedContact, until: datetime, *, blameless: bool = True) -> None:
        async with self.uow() as uow:
            await uow.contact_queue.postponed(contact, until, blameless=blameless)
            await uow.commit()

    async def _refuse(self, contact: QueuedContact, refusal: MustNotContact) -> None:
        async with self.uow() as uow:
            await uow.contact_queue.refused(contact, refusal, self.clock.now())
            await uow.commit()
