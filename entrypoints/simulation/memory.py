"""What was said in the conversations under way, where no database keeps it."""

from collections import deque

from application.ports.recollection import Recollection, Remark
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId

_MOST_REMARKS = 12


class Memory:
    """Implements Recall."""

    def __init__(self) -> None:
        self._people: dict[ConversationId, tuple[str, Cpf]] = {}
        self._remarks: dict[ConversationId, deque[Remark]] = {}

    def meet(self, conversation_id: ConversationId, name: str, cpf: Cpf) -> None:
        """Begin to remember a conversation with somebody."""
        self._people[conversation_id] = (name, cpf)
        self._remarks[conversation_id] = deque(maxlen=_MOST_REMARKS)

    def note(self, conversation_id: ConversationId, remark: Remark) -> None:
        """Keep what was said."""
        self._remarks[conversation_id].append(remark)

    def forget(self, conversation_id: ConversationId) -> None:
        """Let go of a conversation that is over."""
        del self._people[conversation_id], self._remarks[conversation_id]

    async def __call__(
        self,
        conversation_id: ConversationId,
        turn: int,  # noqa: ARG002 -- what is under way is all there is
    ) -> Recollection:
        """Return what was said; empty for an unknown conversation."""
        if conversation_id not in self._people:
            return Recollection()
        name, cpf = self._people[conversation_id]
        return Recollection(tuple(self._remarks[conversation_id]), name, cpf.digits)
