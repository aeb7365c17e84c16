"""What was said of late in a conversation, and what of it must never be told to a third party."""

from dataclasses import dataclass, field
from typing import Protocol

from domain.shared.ids import ConversationId


@dataclass(frozen=True, slots=True)
class Remark:
    """One text of the thread, as it was written; `ours` tells who wrote it."""

    ours: bool
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recollection:
    """The latest remarks, oldest first, and who the debtor is: the full name, the CPF, the phones."""

    remarks: tuple[Remark, ...] = ()
    name: str = field(default="", repr=False)
    cpf: str = field(default="", repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)


class Recall(Protocol):
    """Looks back on a conversation."""

    async def __call__(self, conversation_id: ConversationId, turn: int) -> Recollection:
        """Return what was said up to `turn`, what it answers too; empty for an unknown conversation.

        Raises:
            StoreUnavailable: try again.
        """
