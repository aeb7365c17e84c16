"""WhatsApp's 24-hour window: outside it only approved templates may go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ServiceWindow:
    """The window that each inbound message opens or renews; moments are aware."""

    last_inbound_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Tell whether free text may be sent at `now`."""
        return self.last_inbound_at is not None and now < self.last_inbound_at + WINDOW
