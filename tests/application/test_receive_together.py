"""Webhooks that arrive together share a commit, and none pays for another's fault."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from application.ports.unit_of_work import StoreUnavailable
from application.ports.webhook_gate import InboundMessage, ProviderEvents
from application.receive_together import ReceiveTogether
from domain.messaging.contact import Contact


class Refused(Exception):
    """What the database says of a value that it will never take."""


@dataclass(slots=True)
class Store:
    """Keeps what it is handed while its door is open, and remembers what came together."""

    door: asyncio.Event = field(default_factory=asyncio.Event)
    together: list[tuple[str, ...]] = field(default_factory=list)
    refused: str = ""
    gone: bool = False

    async def __call__(self, events: ProviderEvents) -> tuple[()]:
        """Take what comes, as `ReceiveEvents` does."""
        self.together.append(tuple(message.provider_message_id for message in events.messages))
        await self.door.wait()
        if self.gone:
            raise StoreUnavailable("gone")
        if self.refused in self.together[-1]:
            raise Refused
        return ()


def webhook(*ids: str) -> ProviderEvents:
    """One webhook with these messages."""
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    return ProviderEvents(
        tuple(InboundMessage(each, Contact("5511987654321"), at, "text", "oi") for each in ids)
    )


async def arriving(receive: ReceiveTogether, *webhooks: ProviderEvents) -> list[asyncio.Task[None]]:
    """Let webhooks arrive, until each is on its way or waits."""
    tasks = [asyncio.create_task(receive(each)) for each in webhooks]
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


async def test_what_comes_while_all_flights_are_under_way_leaves_as_one() -> None:
    store = Store()
    receive = ReceiveTogether(store, flights=1)

    first = await arriving(receive, webhook("a"))
    later = await arriving(receive, webhook("b"), webhook("c", "d"), webhook("e"))
    store.door.set()
    await asyncio.gather(*first, *later)

    assert store.together == [("a",), ("b", "c", "d", "e")]


async def test_one_that_is_held_up_does_not_hold_up_the_next() -> None:
    store = Store()
    receive = ReceiveTogether(store, flights=2)

    await arriving(receive, webhook("a"))
    await arriving(receive, webhook("b"))

    assert store.together == [("a",), ("b",)]
    store.door.set()
    await receive.aclose()


async def test_no_flight_takes_more_than_it_may() -> None:
    store = Store()
    receive = ReceiveTogether(store, flights=1, most_events=3)

    tasks = await arriving(receive, webhook("a"))
    tasks += await arriving(receive, webhook("b", "c"), webhook("d", "e"), webhook("f"))
    store.door.set()
    await asyncio.gather(*tasks)

    assert store.together == [("a",), ("b", "c"), ("d", "e", "f")]


async def test_what_is_refused_of_one_costs_the_others_nothing() -> None:
    store = Store(refused="bad")
    receive = ReceiveTogether(store, flights=1)

    tasks = await arriving(receive, webhook("a"))
    tasks += await arriving(receive, webhook("b"), webhook("bad"), webhook("c"))
    store.door.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(answer) for answer in answers] == [type(None), type(None), Refused, type(None)]


async def test_while_the_store_is_away_all_are_told_so_at_once() -> None:
    store = Store(gone=True)
    receive = ReceiveTogether(store, flights=1)

    tasks = await arriving(receive, webhook("a"))
    tasks += await arriving(receive, webhook("b"), webhook("c"))
    store.door.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(answer) for answer in answers] == [StoreUnavailable] * 3
    assert store.together == [("a",), ("b", "c")]


async def test_whoever_gave_up_waiting_is_left_to_come_again() -> None:
    store = Store()
    receive = ReceiveTogether(store, flights=1)

    tasks = await arriving(receive, webhook("a"))
    (impatient,) = await arriving(receive, webhook("b"))
    impatient.cancel()
    tasks += await arriving(receive, webhook("c"))
    store.door.set()
    await asyncio.gather(*tasks)

    assert store.together == [("a",), ("c",)]


async def test_closing_waits_for_what_is_under_way() -> None:
    store = Store()
    receive = ReceiveTogether(store)

    (task,) = await arriving(receive, webhook("a"))
    closing = asyncio.create_task(receive.aclose())
    store.door.set()
    await closing

    await task
    assert store.together == [("a",)]


async def test_nothing_is_kept_of_a_webhook_that_brings_nothing() -> None:
    store = Store()

    await ReceiveTogether(store)(ProviderEvents())

    assert store.together == []


@pytest.mark.parametrize("flights", [1, 4])
async def test_order_is_kept_within_what_leaves_together(flights: int) -> None:
    store = Store()
    receive = ReceiveTogether(store, flights=flights)

    tasks = await arriving(receive, *(webhook(str(number)) for number in range(20)))
    store.door.set()
    await asyncio.gather(*tasks)

    assert [each for flight in store.together for each in flight] == [str(number) for number in range(20)]
