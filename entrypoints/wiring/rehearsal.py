"""What scenarios play with: a clock that stands still, and providers that keep everything in memory."""

from collections.abc import Iterable
from datetime import datetime

from adapters.clock.virtual import VirtualClock
from adapters.crm.memory import MemoryCrm
from adapters.whatsapp.mock import MockMessenger
from domain.identity.debtor import DebtorRecord

__all__ = ["VirtualClock", "crm", "messenger", "standing_at"]


def standing_at(moment: datetime) -> VirtualClock:
    """Return a clock that moves only when told."""
    return VirtualClock(moment)


def crm(debtors: Iterable[DebtorRecord]) -> MemoryCrm:
    """Return a CRM that knows these debtors."""
    return MemoryCrm(debtors)


def messenger() -> MockMessenger:
    """Return a WhatsApp that accepts everything and reports nothing."""
    return MockMessenger()
