"""What came in and nobody here understands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from application.ports.webhook_gate import UnreadPiece


class UnreadPieces(Protocol):
    """Keeps what could not be read, as it came, for whoever teaches us to read it; the oldest give way."""

    async def keep(self, pieces: Sequence[UnreadPiece], now: datetime) -> None:
        """Keep pieces; one that came before is counted, not kept again."""

    async def latest(self, limit: int) -> tuple[tuple[UnreadPiece, int], ...]:
        """Return the latest pieces, each with how often it came."""
