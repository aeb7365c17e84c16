"""Which message templates the channel refuses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class BadTemplate:
    """A template that the channel refuses since `since`; `reason` is Portuguese."""

    name: str
    language: str
    reason: str
    since: datetime


class Templates(Protocol):
    """Remembers the templates of one tenant that the channel refused last."""

    async def refused(self, name: str, language: str, reason: str, now: datetime) -> bool:
        """Mark a template as bad; tell whether that is news."""

    async def accepted(self, name: str, language: str) -> None:
        """Forget that a template was bad; nothing happens when it was not."""

    async def bad(self) -> tuple[BadTemplate, ...]:
        """Return the bad templates, the oldest trouble first."""
