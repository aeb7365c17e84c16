"""A burst of nudges becomes one, and none is held for ever."""

import asyncio
from uuid import uuid4

from adapters.dispatcher.quiet import QuietDispatcher
from domain.shared.ids import ConversationId
from tests.adapters.redis_server import until


class Told:
    """Remembers who was announced."""

    def __init__(self) -> None:
        self.conversations: list[ConversationId] = []

    async def nudge(self, conversation_id: ConversationId) -> None:
        """Remember it."""
        self.conversations.append(conversation_id)


async def test_a_burst_is_announced_once_and_the_next_one_again() -> None:
    told, conversation, other = Told(), ConversationId(uuid4()), ConversationId(uuid4())
    quiet = QuietDispatcher(told, 0.05)
    for each in (conversation, other, conversation, conversation):
        await quiet.nudge(each)
    assert told.conversations == []
    await until(lambda: len(told.conversations) == 2)
    assert told.conversations == [conversation, other]
    await quiet.nudge(conversation)
    await until(lambda: len(told.conversations) == 3)


async def test_without_a_quiet_time_nothing_is_held() -> None:
    told, conversation = Told(), ConversationId(uuid4())
    await asyncio.gather(*(QuietDispatcher(told, 0).nudge(conversation) for _ in range(2)))
    assert told.conversations == [conversation, conversation]
