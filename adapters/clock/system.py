"""The computer's clock."""

from datetime import UTC, datetime


class SystemClock:
    """Tells the computer's time, in UTC."""

    def now(self) -> datetime:
        """Return the current moment, aware."""
        return datetime.now(UTC)
