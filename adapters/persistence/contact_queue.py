"""Who is to be contacted next, and how many were contacted lately."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from adapters.persistence.campaign_statements import (
    ALONE,
    COUNT_START,
    FINISH,
    GIVE_BACK,
    IN_HAND,
    OPENED,
    POSTPONED,
    REFUSED,
    STARTS,
    TAKE,
    TAKEN,
    WAITING,
)
from adapters.persistence.campaign_tables import contact_starts
from adapters.persistence.prose import storable
from adapters.persistence.transaction import Statement, Transaction
from application.campaign import QueuedContact
from application.ports.negotiation_repository import StaleAggregate
from domain.identity.contact_rule import MustNotContact
from domain.identity.throughput import Throughput, started
from domain.shared.cpf import Cpf
from domain.shared.ids import CampaignId, ConversationId

_REMEMBERED = timedelta(days=3)


class PostgresContactQueue:
    """Implements ContactQueue."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def take(
        self, throughput: Throughput, now: datetime, until: datetime, most: int
    ) -> tuple[QueuedContact, ...]:
        """Take up to `most` contacts that are due; none while another process takes."""
        alone = await self._transaction.fetch_one(ALONE, {})
        if alone is None or not alone["alone"]:
            return ()
        starts = [start for start in await self.starts(throughput, now) if start <= now]
        taken = await self._transaction.fetch_one(TAKEN, {})
        free = throughput.free(starts, now) - (taken["taken"] if taken else 0)
        if free <= 0:
            return ()
        rows = await self._transaction.fetch(TAKE, {"now": now, "until": until, "most": min(free, most)})
        return tuple(sorted((_queued_from(row) for row in rows), key=lambda contact: contact.place))

    async def opened(self, contact: QueuedContact, conversation_id: ConversationId, now: datetime) -> None:
        """Record that the conversation is open, or raise StaleAggregate."""
        values = {"conversation_id": conversation_id, "now": now}
        if not await self._settle(OPENED, contact, values):
            raise StaleAggregate("contato")

    async def refused(self, contact: QueuedContact, refusal: MustNotContact, now: datetime) -> None:
        """Record which rule forbids the contact."""
        values = {"rule": refusal.rule.value, "detail": storable(refusal.detail), "now": now}
        await self._settle(REFUSED, contact, values)

    async def postponed(self, contact: QueuedContact, until: datetime, *, blameless: bool) -> None:
        """Give the contact back; it is due again at `until`."""
        await self._settle(POSTPONED, contact, {"until": until, "blameless": blameless})

    async def tidy(self, now: datetime) -> bool:
        """Give back what is held by nobody, finish campaigns in which nobody waits; tell whether one ran."""
        in_hand = await self._transaction.fetch_one(IN_HAND, {})
        if in_hand is None or not in_hand["some"]:
            return False
        await self._transaction.fetch(GIVE_BACK, {"now": now})
        await self._transaction.fetch(FINISH, {"now": now})
        await self._transaction.run(
            delete(contact_starts)
            .where(contact_starts.c.tenant_id == self._transaction.tenant_id)
            .where(contact_starts.c.minute < now - _REMEMBERED)
        )
        return True

    async def count_start(self, at: datetime) -> None:
        """Count a conversation that we open, now or later."""
        await self._transaction.fetch(COUNT_START, {"at": at})

    async def starts(self, throughput: Throughput, now: datetime) -> tuple[datetime, ...]:
        """Return the conversations opened lately, or to be opened, oldest first."""
        since = {"since": now - throughput.horizon, "exact_since": now - throughput.pace_horizon}
        rows = await self._transaction.fetch(STARTS, since)
        return tuple(started((row["minute"], row["starts"], row["moments"]) for row in rows))

    async def waiting(self) -> int:
        """Return how many contacts wait in the campaigns that run."""
        row = await self._transaction.fetch_one(WAITING, {})
        return int(row["waiting"]) if row else 0

    async def _settle(self, statement: Statement, contact: QueuedContact, values: dict[str, Any]) -> bool:
        where = {"campaign_id": contact.campaign_id, "place": contact.place, "token": contact.token}
        return bool(await self._transaction.fetch(statement, values | where))


def _queued_from(row: Mapping[str, Any]) -> QueuedContact:
    return QueuedContact(
        CampaignId(row["campaign_id"]), row["place"], Cpf(row["cpf"]), row["token"], row["attempts"]
    )
