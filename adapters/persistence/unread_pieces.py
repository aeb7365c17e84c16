"""What came in and nobody here understands."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from adapters.persistence.inbound_tables import unread_pieces
from adapters.persistence.json_text import json_text
from adapters.persistence.prose import storable
from adapters.persistence.transaction import Statement, Transaction
from application.ports.webhook_gate import UnreadPiece

MOST_KEPT = 10_000

_KEEP = Statement("""
    INSERT INTO unread_pieces (digest, tenant_id, kind, reason, raw, first_at, last_at)
    SELECT given.digest, :tenant_id, given.kind, given.reason, given.raw, :now, :now
    FROM jsonb_to_recordset(:pieces) AS given (digest text, kind text, reason text, raw text)
    ORDER BY given.digest
    ON CONFLICT (digest, tenant_id) DO UPDATE
    SET times = unread_pieces.times + 1,
        last_at = :now
""")

# Served by ix_unread_pieces_seq.
_TRIM = Statement("""
    DELETE FROM unread_pieces
    WHERE tenant_id = :tenant_id
      AND seq <= (
          SELECT seq
          FROM unread_pieces
          WHERE tenant_id = :tenant_id
          ORDER BY seq DESC
          LIMIT 1 OFFSET :most
      )
""")


class PostgresUnreadPieces:
    """Implements UnreadPieces."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def keep(self, pieces: Sequence[UnreadPiece], now: datetime) -> None:
        """Keep pieces, count those that came before, and let the oldest beyond 10,000 go."""
        rows = {digest: piece for piece in pieces for digest in (_digest(piece),)}
        given = [
            {"digest": digest, "kind": piece.kind, "reason": piece.reason, "raw": storable(piece.raw)}
            for digest, piece in rows.items()
        ]
        await self._transaction.fetch(_KEEP, {"pieces": json_text(given), "now": now})
        await self._transaction.fetch(_TRIM, {"most": MOST_KEPT})

    async def latest(self, limit: int) -> tuple[tuple[UnreadPiece, int], ...]:
        """Return the latest pieces, each with how often it came."""
        rows = await self._transaction.rows(
            select(unread_pieces)
            .where(unread_pieces.c.tenant_id == self._tenant_id)
            .order_by(unread_pieces.c.seq.desc())
            .limit(limit)
        )
        return tuple((UnreadPiece(row.kind, row.reason, row.raw), row.times) for row in rows)


def _digest(piece: UnreadPiece) -> str:
    return sha256(f"{piece.kind}\n{piece.reason}\n{piece.raw}".encode(errors="replace")).hexdigest()
