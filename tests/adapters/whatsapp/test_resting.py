"""A provider that keeps failing is left alone for a while, and then asked by one message."""

from collections.abc import AsyncIterator

import pytest

from adapters.whatsapp.cloud_api import CloudApiMessenger
from adapters.whatsapp.pacing import Limits
from application.ports.messenger import (
    DeliveryUncertain,
    MessageRejected,
    MessengerUnavailable,
    SenderBlocked,
)
from domain.messaging.contact import Contact
from tests.adapters.whatsapp.graph_server import GraphServer, Special, answers, cut_before_accepting, fails
from tests.adapters.whatsapp.senders import a_messenger, a_text

REST_SECONDS = 5.0


class Time:
    """A clock that moves on command."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def messenger(server: GraphServer, time: Time) -> AsyncIterator[CloudApiMessenger]:
    opened = a_messenger(server.url, now=time)
    yield opened
    await opened.aclose()


async def fails_in_a_row(messenger: CloudApiMessenger, server: GraphServer, special: Special) -> None:
    """Let eight sends meet `special`."""
    server.script(*[special] * 8)
    for _ in range(8):
        with pytest.raises((MessengerUnavailable, DeliveryUncertain, MessageRejected, SenderBlocked)):
            await messenger.send(a_text())


@pytest.mark.parametrize("special", [answers(500), fails(131016), cut_before_accepting()])
async def test_after_failures_in_a_row_it_is_spared_for_a_while(
    messenger: CloudApiMessenger, server: GraphServer, time: Time, special: Special
) -> None:
    await fails_in_a_row(messenger, server, special)
    asked = len(server.requests)

    with pytest.raises(MessengerUnavailable) as raised:
        await messenger.send(a_text())

    assert raised.value.asked is False
    assert raised.value.retry_after.total_seconds() == REST_SECONDS
    assert len(server.requests) == asked
    time.now += REST_SECONDS
    assert await messenger.send(a_text())
    assert await messenger.send(a_text())


@pytest.mark.parametrize("code", [131056, 131049, 131026, 190])
async def test_what_concerns_one_person_or_our_number_is_no_failure_of_the_service(
    messenger: CloudApiMessenger, server: GraphServer, code: int
) -> None:
    await fails_in_a_row(messenger, server, fails(code))
    assert await messenger.send(a_text())


async def sent_until_refused(messenger: CloudApiMessenger, most: int) -> tuple[int, MessengerUnavailable]:
    """How many people were written to before the first refusal, and that refusal."""
    for person in range(most):
        try:
            await messenger.send(a_text(Contact(f"55119{person:08}")))
        except MessengerUnavailable as refusal:
            return person, refusal
    raise AssertionError(f"nothing was refused of {most}")


async def test_a_number_that_meta_finds_too_fast_slows_down(server: GraphServer, time: Time) -> None:
    messenger = a_messenger(server.url, now=time, limits=Limits())
    server.script(fails(130429))
    assert (await sent_until_refused(messenger, 1))[1].asked
    # Two seconds of waiting at 80 a second are worth it; after that, others may go first.
    sent, refusal = await sent_until_refused(messenger, 300)
    assert not refusal.asked
    assert 160 <= sent <= 170
    await messenger.aclose()
