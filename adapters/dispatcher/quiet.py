"""Wait until nobody writes any more before a conversation is worked: a burst is answered as one."""

import asyncio
import secrets
from dataclasses import dataclass

from application.ports.cache import Cache
from application.ports.dispatcher import Dispatcher
from domain.shared.ids import ConversationId

_TIMES_AT_MOST = 4
_SECONDS_AT_MOST = 2.0
# A webhook may bring a thousand conversations: each asking on a connection of its own would overwhelm Redis.
_ASKING_AT_ONCE = 20


def longest_wait(seconds: float) -> float:
    """Return how long an answer waits at most for a burst to end, given how long a pause ends it."""
    return max(_TIMES_AT_MOST * seconds, _SECONDS_AT_MOST) if seconds else 0.0


@dataclass(slots=True, eq=False)
class _Burst:
    """When somebody began to write, and wrote last."""

    began: float
    last: float


class QuietDispatcher:
    """Hands a nudge on once `seconds` passed without another for the same conversation, or the longest wait.

    Of several processes that share `latest`, the one nudged last hands on: a burst that comes in through all
    of them is still announced once. When they cannot ask each other, each announces what it heard. What is on
    hold when the process dies is found by the sweep, as any nudge that is lost.
    """

    def __init__(self, dispatcher: Dispatcher, seconds: float, latest: Cache) -> None:
        self._dispatcher = dispatcher
        self._seconds = seconds
        self._longest = longest_wait(seconds)
        self._latest = latest
        self._me = secrets.token_bytes(8)
        self._on_hold: dict[ConversationId, _Burst] = {}
        self._handing_on: set[asyncio.Task[None]] = set()
        self._asking = asyncio.Semaphore(_ASKING_AT_ONCE)

    async def nudge(self, conversation_id: ConversationId) -> None:
        """Announce the conversation when the quiet time is over."""
        if not self._seconds:
            await self._dispatcher.nudge(conversation_id)
            return
        now = _now()
        if (burst := self._on_hold.get(conversation_id)) is not None:
            burst.last = now
            return
        self._on_hold[conversation_id] = burst = _Burst(now, now)
        task = asyncio.create_task(self._hand_on(conversation_id, burst))
        self._handing_on.add(task)
        task.add_done_callback(self._handing_on.discard)

    async def _hand_on(self, conversation_id: ConversationId, burst: _Burst) -> None:
        key = f"nudged:{conversation_id}"
        try:
            ended = await self._end_of(burst, key)
        finally:
            del self._on_hold[conversation_id]
        if not ended or await self._was_nudged_last(key):
            await self._dispatcher.nudge(conversation_id)

    async def _end_of(self, burst: _Burst, key: str) -> bool:
        """Wait for the end of the burst as far as this process hears it; False when it lasts too long."""
        while True:
            heard = burst.last
            async with self._asking:
                await self._latest.set(key, self._me, 2 * self._longest)
            until = min(heard + self._seconds, burst.began + self._longest)
            await asyncio.sleep(until - _now())
            if burst.last == heard:
                return True
            if _now() >= burst.began + self._longest:
                return False

    async def _was_nudged_last(self, key: str) -> bool:
        async with self._asking:
            return await self._latest.get(key) in {None, self._me}


def _now() -> float:
    return asyncio.get_running_loop().time()
