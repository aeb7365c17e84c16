"""Debtors who write: as fast as they are answered, or at a steady pace."""

import asyncio
import statistics
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from benchmarks.meta import Meta, Webhook
from benchmarks.seeds import Seed

# A debtor who asks and objects, and one who closes an agreement and gets its carnê.
TALKING = ("oi", "{digits}", "tem desconto?", "está caro para mim", "e em 3x?", "vou pensar")
CLOSING = ("oi", "{digits}", "tem desconto?", "consigo em 3x", "sim", "obrigado")
_GRACE_SECONDS = 10.0


@dataclass(slots=True, eq=False)
class Talk:
    """One debtor's side of a conversation."""

    seed: Seed
    script: Sequence[str]
    turn: int = 0
    asked_at: float | None = None

    @property
    def over(self) -> bool:
        """Whether everything is said."""
        return self.turn >= len(self.script)

    def next_words(self, at: float) -> str:
        """Say what comes next, at `at`."""
        words = self.script[self.turn].format(digits=self.seed.digits)
        self.turn += 1
        self.asked_at = at
        return words


@dataclass(slots=True)
class Measured:
    """What a load showed; times in seconds."""

    seconds: float = 0.0
    answered: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    late_starts: int = 0

    @property
    def errors(self) -> int:
        """Return how many messages were refused or never answered."""
        return self.refused + self.unanswered

    @property
    def turns_per_second(self) -> float:
        """Return answers delivered a second."""
        return len(self.answered) / self.seconds

    @property
    def webhooks_per_second(self) -> float:
        """Return webhooks acknowledged a second."""
        return len(self.acknowledged) / self.seconds

    def percentile(self, percent: int) -> float:
        """Return the wait from webhook to delivery that `percent` of the turns did not exceed."""
        if len(self.answered) < 2:
            return float("inf")
        return statistics.quantiles(self.answered, n=100, method="inclusive")[percent - 1]


async def hammer(webhook: Webhook, seeds: Sequence[Seed], seconds: float, connections: int = 32) -> Measured:
    """Post as fast as `connections` are acknowledged; nobody waits for an answer in the chat."""
    measured = Measured()
    begun = time.perf_counter()

    async def one(first: int) -> None:
        number = first
        while time.perf_counter() - begun < seconds:
            at = time.perf_counter()
            status = await webhook.tell(seeds[number % len(seeds)].phone, "oi")
            if status == 200:
                measured.acknowledged.append(time.perf_counter() - at)
            else:
                measured.refused += 1
            number += connections

    await asyncio.gather(*(one(first) for first in range(connections)))
    measured.seconds = time.perf_counter() - begun
    return measured


class Crowd:
    """Debtors in conversation with one or more webhooks, and what they wait for."""

    def __init__(self, meta: Meta, webhooks: Sequence[Webhook], talks: Iterable[Talk]) -> None:
        self._webhooks = webhooks
        self._ready = deque(talks)
        self._waiting: dict[str, Talk] = {}
        self._measured = Measured()
        self._posted = 0
        self._posting: set[asyncio.Task[None]] = set()
        self._next: asyncio.Event = asyncio.Event()
        self._counts_until = float("inf")
        meta.on_text = self._heard

    async def closed_loop(self, seconds: float, at_once: int) -> Measured:
        """Keep `at_once` messages unanswered for `seconds`: each answer lets another debtor write."""
        begun = time.perf_counter()
        self._counts_until = begun + seconds
        while (now := time.perf_counter()) < self._counts_until and self._ready:
            if len(self._waiting) < at_once:
                self._write(self._ready.popleft(), now)
                continue
            self._next.clear()
            try:
                await asyncio.wait_for(self._next.wait(), self._counts_until - now)
            except TimeoutError:
                break
        if not self._ready:
            raise RuntimeError("every conversation is over: seed more of them")
        return await self._end(begun, seconds)

    async def steady(self, seconds: float, per_second: float) -> Measured:
        """Write at a fixed pace, whatever the answers do; a wait counts from when its message was due."""
        begun = time.perf_counter()
        for number in range(int(seconds * per_second)):
            due = begun + number / per_second
            delay = due - time.perf_counter()
            if delay > 0:
                await asyncio.sleep(delay)
            if not self._ready:
                self._measured.late_starts += 1
                continue
            self._write(self._ready.popleft(), due)
        return await self._end(begun, seconds)

    def _write(self, talk: Talk, at: float) -> None:
        self._waiting[talk.seed.phone] = talk
        webhook = self._webhooks[self._posted % len(self._webhooks)]
        self._posted += 1
        task = asyncio.create_task(self._post(webhook, talk, talk.next_words(at), at))
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)

    async def _post(self, webhook: Webhook, talk: Talk, words: str, at: float) -> None:
        if await webhook.tell(talk.seed.phone, words) == 200:
            self._measured.acknowledged.append(time.perf_counter() - at)
        else:
            self._measured.refused += 1

    def _heard(self, phone: str, at: float) -> None:
        talk = self._waiting.pop(phone, None)
        if talk is None or talk.asked_at is None:
            return
        if at <= self._counts_until:
            self._measured.answered.append(at - talk.asked_at)
        if not talk.over:
            self._ready.append(talk)
        self._next.set()

    async def _end(self, begun: float, seconds: float) -> Measured:
        """Give those who wait their answer, and count who never gets one."""
        counted = self._measured.seconds = max(seconds, time.perf_counter() - begun)
        deadline = time.perf_counter() + _GRACE_SECONDS
        while self._waiting and (left := deadline - time.perf_counter()) > 0:
            self._next.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._next.wait(), left)
        await asyncio.gather(*self._posting)
        self._measured.unanswered = len(self._waiting)
        self._measured.seconds = counted
        return self._measured


def ring(seeds: Sequence[Seed], script: Sequence[str] = TALKING) -> list[Talk]:
    """Return a debtor for each seed, all of them about to say the first line."""
    return [Talk(seed, script) for seed in seeds]
