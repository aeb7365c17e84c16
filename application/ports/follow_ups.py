"""What was done about agreements, and when each is looked at next."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from domain.shared.ids import AgreementId, ConversationId


class FollowUps(Protocol):
    """Remembers the steps taken for the agreements of one tenant, each once for ever."""

    async def done(self, agreement_id: AgreementId) -> frozenset[str]:
        """Return the keys of the steps that are over with."""

    async def keep(
        self, agreement_id: AgreementId, keys: Iterable[str], kind: str, now: datetime, *, said: bool
    ) -> None:
        """Record steps as over with, said to the debtor or not; recording them again changes nothing."""

    async def wake(self, conversation_id: ConversationId, at: datetime) -> None:
        """Have the agreement of a conversation looked at by `at`, or sooner if that was settled before."""

    async def sleep(self, conversation_id: ConversationId, until: datetime | None) -> None:
        """Have the agreement looked at next at `until`; None is never, unless somebody wakes it."""
