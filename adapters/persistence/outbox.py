"""What must go out, and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    ScalarSelect,
    Update,
    bindparam,
    case,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.persistence.parcel import parcel_from, parcel_to
from adapters.persistence.prose import storable
from adapters.persistence.tables import messages, outbox
from adapters.persistence.transaction import Transaction
from application.outgoing import ClaimedMessage, OutboxStatus, OutgoingMessage
from application.ports.messenger import ProviderMessageId
from application.ports.webhook_gate import StatusUpdate
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus, furthest
from domain.shared.ids import ConversationId, MessageId

# The rows travel as one JSON array, so that any number of them is one statement, in their order.
_PUT = text("""
    WITH given AS (
        SELECT *
        FROM jsonb_to_recordset(:messages) AS given (
            place integer, key text, message_id uuid, conversation_id uuid, contact jsonb,
            parcel jsonb, available_at timestamptz, type text, text text
        )
    ), queued AS (
        INSERT INTO outbox (
            tenant_id, key, message_id, conversation_id, contact, parcel, status, available_at
        )
        SELECT :tenant_id, key, message_id, conversation_id, contact, parcel, 'pending', available_at
        FROM given
        ORDER BY place
        ON CONFLICT (tenant_id, key) DO NOTHING
        RETURNING message_id
    )
    INSERT INTO messages (tenant_id, id, conversation_id, direction, type, text, at, status)
    SELECT :tenant_id, message_id, conversation_id, 'outbound', type, text, :now, :status
    FROM given
    JOIN queued USING (message_id)
    ORDER BY place
""").bindparams(bindparam("messages", type_=JSONB))

# The head is looked for without a lock and then locked: skipping a locked head would let the next one
# overtake it. ix_outbox_queue serves the search.
_CLAIM = text("""
    WITH head AS (
        SELECT tenant_id, key, available_at
        FROM outbox
        WHERE tenant_id = :tenant_id
          AND conversation_id = :conversation_id
          AND status IN ('pending', 'claimed', 'uncertain')
          AND available_at <= :now
          AND seq = (
              SELECT min(seq)
              FROM outbox
              WHERE tenant_id = :tenant_id
                AND conversation_id = :conversation_id
                AND status IN ('pending', 'claimed', 'uncertain')
          )
        FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox
    SET status = 'claimed',
        available_at = :until,
        attempts = outbox.attempts + 1
    FROM head
    WHERE outbox.tenant_id = head.tenant_id
      AND outbox.key = head.key
    RETURNING outbox.key, outbox.message_id, outbox.conversation_id, outbox.contact, outbox.parcel,
              outbox.attempts, head.available_at
""").columns(contact=JSONB, parcel=JSONB)

_UNFINISHED = outbox.c.status.in_(("pending", "claimed", "uncertain"))


class PostgresOutbox:
    """Implements Outbox."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def put(self, messages: Sequence[OutgoingMessage], now: datetime) -> None:
        """Queue messages, and show them in their thread; a key queued before changes nothing."""
        if not messages:
            return
        await self._transaction.run(
            _PUT,
            {
                "tenant_id": self._tenant_id,
                "messages": [_to_row(place, message) for place, message in enumerate(messages)],
                "status": DeliveryStatus.PENDING.value,
                "now": now,
            },
        )

    async def claim(
        self, conversation_id: ConversationId, now: datetime, until: datetime
    ) -> ClaimedMessage | None:
        """Take the conversation's oldest unfinished message for sending until `until`."""
        row = await self._transaction.row(
            _CLAIM,
            {"tenant_id": self._tenant_id, "conversation_id": conversation_id, "now": now, "until": until},
        )
        return _from_row(row) if row else None

    async def sent(self, key: str, provider_message_id: ProviderMessageId, now: datetime) -> None:  # noqa: ARG002
        """Record that the provider accepted the message."""
        await self._finish(
            outbox.c.key == key, "done", DeliveryStatus.SENT, provider_message_id=provider_message_id
        )

    async def retry(self, key: str, at: datetime, reason: str) -> None:
        """Give a message back; it is due again at `at`."""
        await self._give_back(key, status="pending", available_at=at, last_error=reason)

    async def uncertain(self, key: str, until: datetime) -> None:
        """Record that the provider may have accepted it; it is due again at `until`."""
        await self._give_back(key, status="uncertain", available_at=until)

    async def bury(self, key: str, reason: str, now: datetime) -> None:  # noqa: ARG002
        """Record that the message will never be accepted, unless a status has told otherwise meanwhile."""
        await self._finish((outbox.c.key == key) & _UNFINISHED, "dead", DeliveryStatus.FAILED, reason=reason)

    async def withdraw(self, key: str) -> None:
        """Take back a message that nobody has begun to send."""
        waits = (outbox.c.key == key) & (outbox.c.status == "pending") & (outbox.c.attempts == 0)
        await self._finish(waits, "dead", DeliveryStatus.FAILED, reason="não era mais necessária")

    async def has_unfinished(self, conversation_id: ConversationId) -> bool:
        """Tell whether something has not left yet; served by ix_outbox_queue."""
        row = await self._transaction.row(
            select(outbox.c.key)
            .where(outbox.c.tenant_id == self._tenant_id)
            .where(outbox.c.conversation_id == conversation_id)
            .where(_UNFINISHED)
            .limit(1)
        )
        return row is not None

    async def settle(self, status: StatusUpdate, now: datetime) -> None:  # noqa: ARG002
        """Move a message's status forward by what the provider reports, never back."""
        failed = status.status is DeliveryStatus.FAILED
        await self._finish(
            outbox.c.key == self._key_of(status),
            "dead" if failed else "done",
            status.status,
            provider_message_id=func.coalesce(outbox.c.provider_message_id, status.provider_message_id),
            reason=f"falha {status.error_code} informada pelo provedor" if failed else None,
        )

    async def _give_back(self, key: str, **values: object) -> None:
        """Change a claimed message; one that a status has settled meanwhile stays settled."""
        await self._transaction.run(
            update(outbox)
            .where(outbox.c.tenant_id == self._tenant_id)
            .where(outbox.c.key == key)
            .where(_UNFINISHED)
            .values(values)
        )

    async def _finish(
        self,
        which: ColumnElement[bool],
        finished_as: OutboxStatus,
        reported: DeliveryStatus,
        *,
        provider_message_id: ColumnElement[str] | str | None = None,
        reason: str | None = None,
    ) -> None:
        """Finish a row that is not finished yet, and move its message forward, in one statement."""
        finished = (
            update(outbox)
            .where(outbox.c.tenant_id == self._tenant_id)
            .where(which)
            .values(
                status=case((_UNFINISHED, finished_as), else_=outbox.c.status),
                last_error=case((_UNFINISHED, reason), else_=outbox.c.last_error),
                provider_message_id=func.coalesce(provider_message_id, outbox.c.provider_message_id),
            )
            .returning(outbox.c.tenant_id, outbox.c.message_id)
            .cte("finished")
        )
        await self._transaction.run(_advance(finished, reported))

    def _key_of(self, status: StatusUpdate) -> ScalarSelect[str]:
        """Find ours by its key, else by the provider's id; ix_outbox_provider serves the latter."""
        by_key = outbox.c.key == status.key
        return (
            select(outbox.c.key)
            .where(outbox.c.tenant_id == self._tenant_id)
            .where(by_key | (outbox.c.provider_message_id == status.provider_message_id))
            .order_by(by_key.desc().nulls_last())
            .limit(1)
            .scalar_subquery()
        )


def _advance(finished: CTE, reported: DeliveryStatus) -> Update:
    return (
        update(messages)
        .where(messages.c.tenant_id == finished.c.tenant_id)
        .where(messages.c.id == finished.c.message_id)
        .where(messages.c.status.in_(_surpassed_by(reported)))
        .values(status=reported.value)
    )


def _surpassed_by(reported: DeliveryStatus) -> tuple[str, ...]:
    others = (known for known in DeliveryStatus if known is not reported)
    return tuple(known.value for known in others if furthest(known, reported) is reported)


def _to_row(place: int, message: OutgoingMessage) -> dict[str, Any]:
    return {
        "place": place,
        "key": message.key,
        "message_id": message.message_id,
        "conversation_id": message.conversation_id,
        "contact": msgspec.to_builtins(message.to),
        "parcel": parcel_to(message.parcel),
        "available_at": message.available_at,
        "type": message.type,
        "text": storable(message.text),
    }


def _from_row(row: Row[Any]) -> ClaimedMessage:
    message = OutgoingMessage(
        row.key,
        MessageId(row.message_id),
        ConversationId(row.conversation_id),
        msgspec.convert(row.contact, Contact),
        parcel_from(row.parcel),
        row.available_at,
    )
    return ClaimedMessage(message, row.attempts)
