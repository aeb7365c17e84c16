"""What must go out, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, select, update

from adapters.persistence.json_text import json_text
from adapters.persistence.outbox_refusals import AGAIN, FAILED, SILENCE
from adapters.persistence.outbox_statements import BLOCK, BURY, CLAIM, DOUBT, PUT, SENT, SETTLE
from adapters.persistence.parcel import parcel_from, parcel_to
from adapters.persistence.prose import storable
from adapters.persistence.tables import blocked_senders, outbox
from adapters.persistence.transaction import Transaction
from application.outgoing import ClaimedMessage, FileParcel, OutgoingMessage, TextParcel, others_key
from application.ports.messenger import ProviderMessageId
from application.ports.outbox import NOT_NEEDED
from application.ports.webhook_gate import StatusUpdate
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus, furthest
from domain.shared.ids import ConversationId, MessageId

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
        given = json_text([outgoing_to(place, message) for place, message in enumerate(messages)])
        await self._transaction.fetch(
            PUT, {"messages": given, "status": DeliveryStatus.PENDING.value, "now": now}
        )

    async def claim(
        self, conversation_id: ConversationId, now: datetime, until: datetime
    ) -> ClaimedMessage | None:
        """Take the conversation's oldest unfinished message for sending until `until`."""
        row = await self._transaction.fetch_one(
            CLAIM, {"conversation_id": conversation_id, "now": now, "until": until}
        )
        return _claimed_from(row) if row else None

    async def sent(self, key: str, provider_message_id: ProviderMessageId, now: datetime) -> None:
        """Record that the provider accepted the message."""
        await self._transaction.fetch(
            SENT,
            {
                "key": key,
                "provider_message_id": provider_message_id,
                "status": DeliveryStatus.SENT.value,
                "surpassed": _surpassed_by(DeliveryStatus.SENT),
                "now": now,
            },
        )

    async def retry(self, key: str, at: datetime, reason: str, *, counted: bool = True) -> None:
        """Give a message back; it is due again at `at`."""
        attempts = outbox.c.attempts - (0 if counted else 1)
        await self._give_back(key, status="pending", available_at=at, last_error=reason, attempts=attempts)

    async def failed(self, status: StatusUpdate) -> ClaimedMessage | None:
        """Return the message that a failure is about, locked, when the failure is news."""
        row = await self._transaction.fetch_one(
            FAILED, {"key": status.key, "provider_message_id": storable(status.provider_message_id)}
        )
        return _claimed_from(row) if row else None

    async def again(
        self,
        key: str,
        at: datetime,
        reason: str,
        parcel: TextParcel | None = None,
        failed: ProviderMessageId | None = None,
        *,
        counted: bool = True,
    ) -> None:
        """Have a refused message leave again at `at`, as `parcel` when one is given."""
        await self._transaction.fetch(
            AGAIN,
            {
                "key": key,
                "at": at,
                "reason": storable(reason),
                "parcel": json_text(parcel_to(parcel)) if parcel else None,
                "type": "text" if parcel else None,
                "provider_message_id": failed,
                "uncounted": 0 if counted else 1,
            },
        )

    async def silence(self, conversation_id: ConversationId, reason: str) -> None:
        """Let nothing that waits in a conversation leave any more."""
        await self._transaction.fetch(
            SILENCE,
            {
                "conversation_id": conversation_id,
                "reason": storable(reason),
                "status": DeliveryStatus.FAILED.value,
                "surpassed": _surpassed_by(DeliveryStatus.FAILED),
            },
        )

    async def uncertain(self, key: str, until: datetime) -> None:
        """Record that the provider may have accepted it; it is due again at `until`."""
        await self._give_back(key, status="uncertain", available_at=until)

    async def bury(self, key: str, reason: str, now: datetime) -> None:  # noqa: ARG002
        """Record that the message will never be accepted, unless a status has told otherwise meanwhile."""
        await self._transaction.fetch(
            BURY,
            {
                "key": key,
                "reason": storable(reason),
                "status": DeliveryStatus.FAILED.value,
                "surpassed": _surpassed_by(DeliveryStatus.FAILED),
            },
        )

    async def withdraw(self, key: str) -> None:
        """Take back a message that nobody has begun to send."""
        await self._transaction.run(
            update(outbox)
            .where(outbox.c.tenant_id == self._tenant_id)
            .where(outbox.c.key == key)
            .where(outbox.c.status == "pending")
            .where(outbox.c.attempts == 0)
            .values(status="dead", last_error=NOT_NEEDED)
        )

    async def settle(self, statuses: Sequence[StatusUpdate], now: datetime) -> None:  # noqa: ARG002
        """Move messages' statuses forward by what the provider reports, never back."""
        if statuses:
            await self._transaction.fetch(SETTLE, {"statuses": json_text([_told(each) for each in statuses])})

    async def handed_over(self, conversation_id: ConversationId) -> FileParcel | None:
        """Return the last file of somebody else's that left; the primary key serves."""
        row = await self._transaction.row(
            select(outbox.c.parcel)
            .where(outbox.c.tenant_id == self._tenant_id)
            # The names that follow are hexadecimal.
            .where(outbox.c.key.between(others_key(conversation_id), others_key(conversation_id, "g")))
            .where(outbox.c.parcel["kind"].astext == "file")
            .where(outbox.c.status == "done")
            .order_by(outbox.c.seq.desc())
            .limit(1)
        )
        parcel = parcel_from(row.parcel) if row else None
        return parcel if isinstance(parcel, FileParcel) else None

    async def block_sender(self, until: datetime, reason: str, now: datetime) -> bool:  # noqa: ARG002
        """Let nobody claim anything before `until`; tell whether the sender was free until now."""
        row = await self._transaction.fetch_one(BLOCK, {"until": until, "reason": storable(reason)})
        return row is not None and bool(row["was_free"])

    async def free_sender(self) -> str | None:
        """Let messages be claimed again at once; return why the sender was blocked, if it was."""
        row = await self._transaction.row(
            delete(blocked_senders)
            .where(blocked_senders.c.tenant_id == self._tenant_id)
            .returning(blocked_senders.c.reason)
        )
        return row.reason if row else None

    async def blocked(self, now: datetime) -> str | None:
        """Return why the sender is blocked now, if it is."""
        row = await self._transaction.row(
            select(blocked_senders.c.reason)
            .where(blocked_senders.c.tenant_id == self._tenant_id)
            .where(blocked_senders.c.until > now)
        )
        return row.reason if row else None

    async def doubt(self, until: datetime) -> None:
        """Treat what processes that are gone had claimed as uncertain until `until`; ix_outbox_due serves."""
        await self._transaction.fetch(DOUBT, {"until": until})

    async def _give_back(self, key: str, **values: object) -> None:
        """Change a claimed message; one that a status has settled meanwhile stays settled."""
        await self._transaction.run(
            update(outbox)
            .where(outbox.c.tenant_id == self._tenant_id)
            .where(outbox.c.key == key)
            .where(_UNFINISHED)
            .values(owner=None, **values)
        )


def outgoing_to(place: int, message: OutgoingMessage) -> dict[str, Any]:
    """Return the message as the statements that queue messages read it."""
    return {
        "place": place,
        "key": message.key,
        "message_id": message.message_id,
        "conversation_id": message.conversation_id,
        "contact": message.to,
        "parcel": parcel_to(message.parcel),
        "available_at": message.available_at,
        "type": message.type,
        "text": storable(message.text),
    }


def _surpassed_by(reported: DeliveryStatus) -> tuple[str, ...]:
    others = (known for known in DeliveryStatus if known is not reported)
    return tuple(known.value for known in others if furthest(known, reported) is reported)


def _told(status: StatusUpdate) -> dict[str, Any]:
    failed = status.status is DeliveryStatus.FAILED
    reason = status.refusal.reason if status.refusal else "falha informada pelo provedor"
    return {
        "key": status.key,
        "provider_message_id": storable(status.provider_message_id),
        "status": status.status.value,
        "surpassed": _surpassed_by(status.status),
        "reason": reason if failed else None,
    }


def _claimed_from(row: Mapping[str, Any]) -> ClaimedMessage:
    message = OutgoingMessage(
        row["key"],
        MessageId(row["message_id"]),
        ConversationId(row["conversation_id"]),
        msgspec.json.decode(row["contact"], type=Contact),
        parcel_from(msgspec.json.decode(row["parcel"])),
        row["was_due_at"],
    )
    return ClaimedMessage(message, row["attempts"], row["window_from"], row["doubtful"], row["is_last"])
