"""Conversations to be worked, and what was done to them."""

import asyncio
from collections import Counter
from uuid import UUID

from domain.shared.ids import ConversationId

MARIA = ConversationId(UUID(int=1))
JOAO = ConversationId(UUID(int=2))


def conversations(how_many: int) -> list[ConversationId]:
    """Return some of them, each with its own id."""
    return [ConversationId(UUID(int=100 + number)) for number in range(how_many)]


class Scene:
    """`work` and `find_due` for a dispatcher; `due` is what the store says, and work takes it away."""

    def __init__(self) -> None:
        self.begun: list[ConversationId] = []
        self.ended: list[ConversationId] = []
        self.due: set[ConversationId] = set()
        self.failing: set[ConversationId] = set()
        self.held: dict[ConversationId, asyncio.Event] = {}
        self.most_at_once = 0
        self.sweeps = 0
        self._under_way: Counter[ConversationId] = Counter()

    def holds(self, conversation_id: ConversationId) -> asyncio.Event:
        """Let the conversation's work last until the event is set."""
        return self.held.setdefault(conversation_id, asyncio.Event())

    async def work(self, conversation_id: ConversationId) -> None:
        """Do what the test wants."""
        self._under_way[conversation_id] += 1
        self.most_at_once = max(self.most_at_once, self._under_way[conversation_id])
        self.begun.append(conversation_id)
        try:
            await asyncio.sleep(0)
            if conversation_id in self.failing:
                raise ConnectionError("the store is away")
            if gate := self.held.get(conversation_id):
                await gate.wait()
            self.due.discard(conversation_id)
            self.ended.append(conversation_id)
        finally:
            self._under_way[conversation_id] -= 1

    async def find_due(self) -> tuple[ConversationId, ...]:
        """What waits."""
        self.sweeps += 1
        return tuple(self.due)
