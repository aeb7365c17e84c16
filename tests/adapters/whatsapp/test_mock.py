import asyncio
from datetime import UTC, datetime

from structlog.testing import capture_logs

from adapters.whatsapp.mock import MockMessenger
from application.ports.messenger import OutboundMessage, TextContent
from application.ports.webhook_gate import StatusUpdate
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def a_message(key: str = "c-1:1:1", body: str = "Olá!") -> OutboundMessage:
    return OutboundMessage(key, Contact(phone="5511900000001"), TextContent(body))


async def test_the_same_key_twice_is_one_message_with_one_id() -> None:
    messenger = MockMessenger()
    assert await messenger.send(a_message()) == await messenger.send(a_message()) == "mock.c-1:1:1"
    assert messenger.sent == (a_message(),)


async def test_only_the_last_messages_are_kept() -> None:
    messenger = MockMessenger(keep=2)
    for number in range(4):
        await messenger.send(a_message(f"c-{number}"))
    assert [message.key for message in messenger.sent] == ["c-2", "c-3"]


async def test_an_accepted_message_is_reported_delivered_and_then_read() -> None:
    told: asyncio.Queue[StatusUpdate] = asyncio.Queue()
    messenger = MockMessenger(told.put, lambda: NOW)
    await messenger.send(a_message("c-1"))
    async with asyncio.timeout(5):
        updates = [await told.get(), await told.get()]
    assert updates == [
        StatusUpdate("mock.c-1", DeliveryStatus.DELIVERED, NOW, "c-1"),
        StatusUpdate("mock.c-1", DeliveryStatus.READ, NOW, "c-1"),
    ]
    await messenger.aclose()


async def test_a_listener_that_is_slow_or_stuck_neither_delays_a_send_nor_outlives_the_close() -> None:
    entered, let_go = asyncio.Event(), asyncio.Event()
    told: list[StatusUpdate] = []

    async def stuck(update: StatusUpdate) -> None:
        entered.set()
        await let_go.wait()
        told.append(update)

    messenger = MockMessenger(stuck)
    async with asyncio.timeout(5):
        await messenger.send(a_message())
        await entered.wait()
        await messenger.aclose()
    let_go.set()
    await asyncio.sleep(0)
    assert told == []


async def test_a_listener_that_fails_is_logged_without_anything_said_in_the_chat() -> None:
    tried = asyncio.Event()

    async def fails(update: StatusUpdate) -> None:
        tried.set()
        raise ValueError(f"cannot take {update}")

    messenger = MockMessenger(fails)
    with capture_logs() as logged:
        await messenger.send(a_message(body="Maria deve"))
        async with asyncio.timeout(5):
            await tried.wait()
        await messenger.aclose()
        await asyncio.sleep(0)
    assert logged == [{"event": "mock_status_not_taken", "error": "ValueError", "log_level": "warning"}]


async def test_reports_under_way_are_bounded() -> None:
    let_go = asyncio.Event()
    told: asyncio.Queue[StatusUpdate] = asyncio.Queue()

    async def held(update: StatusUpdate) -> None:
        await let_go.wait()
        await told.put(update)

    messenger = MockMessenger(held)
    for number in range(300):
        await messenger.send(a_message(f"c-{number}"))
    assert len(messenger.sent) == 300
    let_go.set()
    async with asyncio.timeout(5):
        reported = {(await told.get()).key for _ in range(2 * 256)}
    await messenger.aclose()
    assert len(reported) == 256
    assert told.empty()
