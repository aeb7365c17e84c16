"""Let webhooks that arrive together share a commit."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import chain

from application.ports.unit_of_work import StoreUnavailable
from application.ports.webhook_gate import ProviderEvents

_FLIGHTS = 4
_MOST_EVENTS = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """The events of one webhook, and whoever waits for them to be kept."""

    events: ProviderEvents
    kept: asyncio.Future[None]

    @property
    def size(self) -> int:
        return len(self.events.messages) + len(self.events.statuses)

    def end(self, failure: Exception | None = None) -> None:
        if self.kept.done():
            return
        if failure is None:
            self.kept.set_result(None)
        else:
            self.kept.set_exception(failure)


@dataclass(slots=True)
class ReceiveTogether:
    """Hands what webhooks bring to `ReceiveEvents`, in their order, as few times as keeps nobody waiting.

    A webhook that comes alone is kept at once. Those that come while all `flights` are under way wait for the
    first to land and then leave as one: under load a commit serves many. More than one flight, so that a
    conversation somebody holds locked does not hold up everyone.
    """

    receive_events: Callable[[ProviderEvents], Awaitable[object]]
    flights: int = _FLIGHTS
    most_events: int = _MOST_EVENTS
    _waiting: deque[_Waiting] = field(default_factory=deque)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def __call__(self, events: ProviderEvents) -> None:
        """Return when everything in `events` is kept.

        Raises:
            StoreUnavailable: not all was kept; let the provider send it again.
        """
        if not events.messages and not events.statuses:
            return
        mine = _Waiting(events, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if len(self._under_way) < self.flights:
            flight = asyncio.create_task(self._fly())
            self._under_way.add(flight)
            flight.add_done_callback(self._under_way.discard)
        await mine.kept

    async def aclose(self) -> None:
        """Let what is under way land."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def _fly(self) -> None:
        while self._waiting:
            aboard = self._board()
            try:
                await self.receive_events(_merged(aboard))
            except StoreUnavailable as unavailable:
                for each in aboard:
                    each.end(unavailable)
            except Exception as failure:  # noqa: BLE001 - whatever it is, those who wait are told
                await self._one_by_one(aboard, failure)
            else:
                for each in aboard:
                    each.end()

    async def _one_by_one(self, aboard: list[_Waiting], failure: Exception) -> None:
        """Keep what can be kept: what the database refuses of one webhook must not cost the others."""
        if len(aboard) == 1:
            aboard[0].end(failure)
            return
        for each in aboard:
            try:
                await self.receive_events(each.events)
            except Exception as its_own:  # noqa: BLE001 - as above
                each.end(its_own)
            else:
                each.end()

    def _board(self) -> list[_Waiting]:
        """Take those who wait, at most `most_events` of their events; whoever gave up stays behind."""
        aboard: list[_Waiting] = []
        size = 0
        while self._waiting and (not aboard or size + self._waiting[0].size <= self.most_events):
            each = self._waiting.popleft()
            if not each.kept.done():
                aboard.append(each)
                size += each.size
        return aboard


def _merged(aboard: list[_Waiting]) -> ProviderEvents:
    if len(aboard) == 1:
        return aboard[0].events
    return ProviderEvents(
        tuple(chain.from_iterable(each.events.messages for each in aboard)),
        tuple(chain.from_iterable(each.events.statuses for each in aboard)),
    )
