"""Compares what the provider received with what the database says, after the dust has settled."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import make_url

from tests.adapters.whatsapp.graph_server import GraphServer

_WAITING = """
    SELECT
        (SELECT count(*) FROM inbox WHERE handled_at IS NULL) AS inbound,
        (SELECT count(*) FROM outbox WHERE status IN ('pending', 'claimed', 'uncertain')) AS outbound,
        (SELECT count(*) FROM conversations WHERE lease_until > now()) AS held,
        (SELECT count(*) FROM outcomes WHERE status = 'pending') AS outcomes
"""

# Whoever was written to too often is waited for 4 times as long each time, for minutes (131056).
_OUTBOUND = """
    SELECT status, attempts, last_error, extract(epoch FROM available_at - now())::integer AS due_in
    FROM outbox
    WHERE status IN ('pending', 'claimed', 'uncertain')
"""

_LONGEST_WAIT_SECONDS = 600.0


@dataclass(slots=True)
class Auditor:
    """Asks PostgreSQL directly, and believes nobody."""

    database_url: str
    graph: GraphServer

    async def settled(self, within: float) -> None:
        """Wait until nothing waits any more; AssertionError tells what was due `within` seconds ago."""
        now = asyncio.get_running_loop().time
        until = now() + within
        async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
            while True:
                (left,) = await self._rows(_WAITING)
                if not any(left.values()):
                    return
                outbound = [dict(row) for row in await self._rows(_OUTBOUND)]
                until = max(
                    [until, *(now() + row["due_in"] + within for row in outbound if row["due_in"] > 0)]
                )
                assert now() < until, f"isto ainda espera: {dict(left)} {outbound}"
                await asyncio.sleep(0.2)

    async def finds(self, acknowledged: set[str]) -> list[str]:
        """Return everything that is wrong, in words."""
        return [
            *await self._inbound(acknowledged),
            *await self._outbound(),
            *await self._order(),
            *await self._turns(),
            *await self._agreements(),
        ]

    async def _inbound(self, acknowledged: set[str]) -> list[str]:
        rows = await self._rows(
            "SELECT provider_message_id AS id, dead_reason, messages.understanding IS NOT NULL AS read "
            "FROM inbox JOIN messages ON messages.id = inbox.message_id"
        )
        kept = Counter(row["id"] for row in rows)
        return [
            *(f"acknowledged and lost: {wamid}" for wamid in acknowledged - set(kept)),
            *(f"kept twice: {wamid}" for wamid, times in kept.items() if times > 1),
            *(f"dead: {row['id']} {row['dead_reason']}" for row in rows if row["dead_reason"]),
            *(f"answered unread: {row['id']}" for row in rows if not row["read"]),
        ]

    async def _outbound(self) -> list[str]:
        rows = await self._rows(
            "SELECT key, outbox.status, doubts, last_error, messages.status AS shown "
            "FROM outbox JOIN messages ON messages.id = outbox.message_id"
        )
        received = Counter(message["biz_opaque_callback_data"] for message in self.graph.messages)
        doubts = {row["key"]: row["doubts"] for row in rows}
        return [
            *(f"sent, and nobody queued it: {key}" for key in received if key not in doubts),
            *(
                f"sent {times} times, {doubts[key]} in doubt: {key}"
                for key, times in received.items()
                if times > 1 + doubts.get(key, 0)
            ),
            *(f"dead: {row['key']} {row['last_error']}" for row in rows if row["status"] == "dead"),
            *(f"done and never sent: {row['key']}" for row in rows if not received[row["key"]]),
            *(f"read and shown as {row['shown']}: {row['key']}" for row in rows if row["shown"] != "read"),
        ]

    async def _order(self) -> list[str]:
        """Each thread must have reached the provider in the order in which it was queued."""
        rows = await self._rows("SELECT key, conversation_id AS thread FROM outbox ORDER BY seq")
        queued: dict[Any, list[str]] = defaultdict(list)
        for row in rows:
            queued[row["thread"]].append(row["key"])
        place = {
            key: n
            for n, key in enumerate(dict.fromkeys(m["biz_opaque_callback_data"] for m in self.graph.messages))
        }
        return [
            f"out of order: {thread}"
            for thread, keys in queued.items()
            if (places := [place[key] for key in keys if key in place]) != sorted(places)
        ]

    async def _turns(self) -> list[str]:
        """Each turn of a conversation was answered with one text: none is missing, none is there twice."""
        rows = await self._rows(
            "SELECT conversations.id, (state->>'turns')::int AS turns, "
            "(SELECT array_agg(key) FROM outbox WHERE conversation_id = conversations.id) AS keys "
            "FROM conversations"
        )
        wrong = []
        for row in rows:
            texts = sorted(int(key.split(".")[1]) for key in row["keys"] if key.endswith(".0"))
            if texts != list(range(row["turns"] + 1)):
                wrong.append(f"turns {row['turns']}, texts {texts}: {row['id']}")
        return wrong

    async def _agreements(self) -> list[str]:
        rows = await self._rows(
            "SELECT conversations.id, conversations.end_reason, "
            "(SELECT count(*) FROM agreements WHERE conversation_id = conversations.id) AS agreements, "
            "(SELECT count(*) FROM installments JOIN agreements ON agreements.id = agreement_id "
            " WHERE conversation_id = conversations.id) AS installments, "
            "(SELECT count(*) FROM payment_documents JOIN agreements ON agreements.id = agreement_id "
            " WHERE conversation_id = conversations.id) AS documents, "
            "(SELECT count(*) FROM outcomes WHERE conversation_id = conversations.id) AS outcomes "
            "FROM conversations"
        )
        numbers = await self._rows("SELECT document->'boleto'->>'nosso_numero' AS n FROM payment_documents")
        twice = [n for n, times in Counter(row["n"] for row in numbers).items() if times > 1]
        return [
            *(f"boleto number given twice: {n}" for n in twice),
            *(
                f"agreed, with {row['agreements']} agreements, {row['installments']} instalments, "
                f"{row['documents']} documents and {row['outcomes']} outcomes: {row['id']}"
                for row in rows
                if row["end_reason"] == "agreed"
                and not (
                    row["agreements"] == row["outcomes"] == 1 and row["documents"] == row["installments"] > 0
                )
            ),
        ]

    async def agreed(self) -> int:
        """Return how many conversations ended in an agreement."""
        (row,) = await self._rows("SELECT count(*) AS n FROM agreements")
        return int(row["n"])

    async def _rows(self, query: str) -> list[Any]:
        url = make_url(self.database_url)
        connection = await asyncpg.connect(
            user=url.username, database=url.database, host=url.query["host"], port=int(str(url.query["port"]))
        )
        try:
            rows: list[Any] = await connection.fetch(query)
            return rows
        finally:
            await connection.close()
