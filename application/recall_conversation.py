"""Look back on a conversation, as far as a reader or a narrator needs it."""

import json
from dataclasses import asdict, dataclass

from application.ports.cache import Cache
from application.ports.recollection import Recollection, Remark
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId

# What came before that hardly changes what a message means, and every word of it is paid for.
_REMARKS = 8


@dataclass(frozen=True, slots=True)
class RecallConversation:
    """Fetches the latest eight remarks, once a turn; `at_once` gives units of work of a single call.

    What was fetched stays in `cache` for `session_seconds`, as long as a conversation may be silent.

    Raises:
        StoreUnavailable: try again.
    """

    at_once: UnitOfWorkFactory
    cache: Cache
    session_seconds: float

    async def __call__(self, conversation_id: ConversationId, turn: int) -> Recollection:
        """Return what was said up to `turn`; empty for an unknown conversation."""
        key = f"session:{conversation_id}:{turn}"
        kept = await self.cache.get(key)
        if kept is not None:
            return _from_bytes(kept)
        async with self.at_once() as uow:
            found = await uow.conversations.recollection(conversation_id, _REMARKS)
        await self.cache.set(key, json.dumps(asdict(found)).encode(), self.session_seconds)
        return found


def _from_bytes(kept: bytes) -> Recollection:
    known = json.loads(kept)
    remarks = tuple(Remark(**remark) for remark in known["remarks"])
    return Recollection(remarks, known["name"], known["cpf"], tuple(known["phones"]))
