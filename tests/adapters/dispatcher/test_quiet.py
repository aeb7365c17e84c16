"""A burst of nudges becomes one, and none is held for ever."""

import asyncio
from uuid import uuid4

import pytest

from adapters.cache.memory import MemoryCache
from adapters.dispatcher.quiet import QuietDispatcher, longest_wait
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
    quiet = QuietDispatcher(told, 0.05, MemoryCache())
    for each in (conversation, other, conversation, conversation):
        await quiet.nudge(each)
    assert told.conversations == []
    await until(lambda: len(told.conversations) == 2)
    assert set(told.conversations) == {conversation, other}
    await quiet.nudge(conversation)
    await until(lambda: len(told.conversations) == 3)


async def test_without_a_quiet_time_nothing_is_held() -> None:
    told, conversation = Told(), ConversationId(uuid4())
    await asyncio.gather(*(QuietDispatcher(told, 0, MemoryCache()).nudge(conversation) for _ in range(2)))
    assert told.conversations == [conversation, conversation]


async def nudges(conversation: ConversationId, times: int, *, through: list[QuietDispatcher]) -> float:
    """Nudge time and again, each time through the next; return how many seconds it took."""
    now = asyncio.get_running_loop().time
    began = now()
    for number in range(times):
        await through[number % len(through)].nudge(conversation)
        await asyncio.sleep(0.02)
    return now() - began


@pytest.mark.parametrize("processes", [1, 2])
async def test_a_burst_that_lasts_longer_than_the_quiet_time_is_announced_at_its_end(processes: int) -> None:
    told, conversation, shared = Told(), ConversationId(uuid4()), MemoryCache()
    through = [QuietDispatcher(told, 0.1, shared) for _ in range(processes)]
    assert await nudges(conversation, 20, through=through) > 3 * 0.1
    assert told.conversations == []
    await until(lambda: not any(each._handing_on for each in through))
    assert told.conversations == [conversation]


async def test_whoever_never_stops_writing_is_answered_meanwhile() -> None:
    told, conversation = Told(), ConversationId(uuid4())
    quiet = QuietDispatcher(told, 0.1, MemoryCache())
    writing = asyncio.create_task(nudges(conversation, 10_000, through=[quiet]))
    began = asyncio.get_running_loop().time()
    await until(lambda: told.conversations)
    assert asyncio.get_running_loop().time() - began > longest_wait(0.1) - 0.01
    writing.cancel()


class Silent(MemoryCache):
    """Keeps nothing, as Redis does while it is away."""

    async def get(self, key: str) -> bytes | None:
        """Return nothing."""
        return None


async def test_processes_that_cannot_ask_each_other_all_announce() -> None:
    told, conversation, shared = Told(), ConversationId(uuid4()), Silent()
    for each in (QuietDispatcher(told, 0.05, shared) for _ in range(2)):
        await each.nudge(conversation)
    await until(lambda: told.conversations == [conversation, conversation])


class Counting(MemoryCache):
    """Knows how many asked it at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.asking = 0
        self.most = 0

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Keep it, a moment later."""
        self.asking += 1
        self.most = max(self.most, self.asking)
        await asyncio.sleep(0)
        await super().set(key, value, ttl_seconds)
        self.asking -= 1


async def test_a_webhook_of_a_thousand_conversations_asks_for_a_few_at_a_time() -> None:
    told, shared = Told(), Counting()
    quiet = QuietDispatcher(told, 0.05, shared)
    for _ in range(1_000):
        await quiet.nudge(ConversationId(uuid4()))
    await until(lambda: len(told.conversations) == 1_000)
    assert 1 < shared.most <= 20
