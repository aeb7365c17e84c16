"""Note what a webhook tells beside messages and statuses."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from application.cut_off import cut_off
from application.ports.clock import Clock
from application.ports.negotiation_repository import StaleAggregate
from application.ports.telemetry import Counted, Telemetry
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from application.ports.webhook_gate import AccountNotice, ProviderEvents, UnreadPiece
from domain.messaging.contact import Contact
from domain.negotiation.cut_off import stopped
from domain.shared.phone import InvalidPhone, Phone

log = logging.getLogger(__name__)

_MOST_PIECES = 100
_MOST_MET = 50_000
_TRIES = 5
_STOPPED = "a pessoa parou as nossas mensagens no WhatsApp"


@dataclass(slots=True, eq=False)
class NoteEvents:
    """Notes who is who, who moved, who stopped us, what was not read, and what is said of our account.

    It goes before `ReceiveEvents`: a message that comes in the same body as its sender's change of number
    finds its conversation. Whoever was met is not looked up again in this process.

    Raises:
        StoreUnavailable: not all was noted; let the provider send it again.
    """

    uow: UnitOfWorkFactory
    at_once: UnitOfWorkFactory
    clock: Clock
    telemetry: Telemetry
    _met: set[Contact] = field(default_factory=set)

    async def __call__(self, events: ProviderEvents) -> None:
        """Note everything in `events` that is neither a message nor a status."""
        for notice in events.notices:
            self._alarm(notice)
        strangers = [person for person in events.people if person not in self._met]
        moves = [
            (message.contact, message.details.moved_to)
            for message in events.messages
            if message.type == "system" and message.details.moved_to is not None
        ]
        if not (events.unread or strangers or moves or events.stops):
            return
        now = self.clock.now()
        if events.unread:
            await self._set_aside(events.unread, now)
        if strangers:
            await self._meet(strangers, now)
        for old, new in moves:
            await self._move(old, new, now)
        for contact in events.stops:
            await self._stop(contact, now)

    def _alarm(self, notice: AccountNotice) -> None:
        self.telemetry.count(Counted.ACCOUNT_NOTICES, notice.field, notice.event)
        level = logging.ERROR if notice.grave else logging.INFO
        log.log(level, "notice about our account", extra={"field": notice.field, "event_name": notice.event})

    async def _set_aside(self, pieces: Sequence[UnreadPiece], now: datetime) -> None:
        reasons = Counter(piece.reason for piece in pieces)
        # What is written to another number of the account is nobody's trouble.
        level = logging.DEBUG if reasons.keys() == {"other_number"} else logging.WARNING
        log.log(level, "pieces of a webhook not read", extra={"reasons": dict(reasons)})
        kept = [piece for piece in pieces if piece.raw][:_MOST_PIECES]
        if kept:
            async with self.at_once() as uow:
                await uow.unread_pieces.keep(kept, now)

    async def _meet(self, people: Sequence[Contact], now: datetime) -> None:
        async with self.at_once() as uow:
            known = await uow.known_contacts.introduce(people, now)
        if len(self._met) > _MOST_MET:
            self._met.clear()
        self._met.update(person for person in people if person.user_id in known)

    async def _move(self, old: Contact, new: Contact, now: datetime) -> None:
        async with self.uow() as uow:
            debtor_id = await uow.known_contacts.move(old, new, now)
            if debtor_id is not None:
                debtor = await uow.debtors.get(debtor_id)
                try:
                    await uow.debtors.save(debtor.moved_on_whatsapp(_phone(new), new.user_id))
                except StaleAggregate:
                    log.warning("debtor saved meanwhile: the new number holds for the conversation only")
            await uow.commit()
        self.telemetry.count(Counted.NUMBERS_MOVED, "moved" if debtor_id else "unknown")

    async def _stop(self, contact: Contact, now: datetime) -> None:
        """Honour an opt-out where it was said; one told again changes nothing that matters."""
        for _ in range(_TRIES):
            try:
                async with self.uow() as uow:
                    conversation_id = await uow.conversations.latest_with(contact)
                    if conversation_id is not None:
                        await cut_off(uow, conversation_id, _STOPPED, stopped, now)
                    await uow.commit()
            except StaleAggregate:
                continue
            return
        raise StoreUnavailable("StaleAggregate")


def _phone(contact: Contact) -> Phone | None:
    try:
        return Phone.parse(contact.phone) if contact.phone else None
    except InvalidPhone:
        return None
