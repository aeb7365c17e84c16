from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from adapters.whatsapp.cloud_api import CloudApiMessenger
from application.ports.messenger import (
    DeliveryUncertain,
    MessageRejected,
    MessengerUnavailable,
    SenderBlocked,
)
from tests.adapters.whatsapp.graph_server import (
    Endpoint,
    GraphServer,
    answers,
    fails,
)
from tests.adapters.whatsapp.senders import a_document, a_messenger, a_text, assert_tells_no_secret

RETRY_SECONDS = {
    1: 5,
    2: 5,
    4: 60,
    80007: 60,
    130429: 2,
    131000: 2,
    131016: 10,
    131049: 86_400,
    131056: 1,
    131057: 60,
    133004: 10,
}
OUR_MESSAGE = [100, 131008, 131009, 131021, 131051, 131052, 131053, 131062]
THE_PERSON = [130403, 130472, 130497, 131026, 131047, 131050]
THE_TEMPLATE = [132000, 132001, 132015, 132999]
THE_SENDER = [0, 3, 10, 33, 190, 200, 299, 368, 131005, 131031, 131037, 131042, 131045, 131048, 133010]


@pytest.mark.parametrize("on", ["messages", "media"])
@pytest.mark.parametrize(("code", "seconds"), RETRY_SECONDS.items())
async def test_a_passing_error_is_to_be_tried_again_after_its_own_wait(
    messenger: CloudApiMessenger, server: GraphServer, on: Endpoint, code: int, seconds: int
) -> None:
    server.script(fails(code, 400, on))
    with pytest.raises(MessengerUnavailable) as raised:
        await messenger.send(a_document())
    assert raised.value.retry_after == timedelta(seconds=seconds)
    assert_tells_no_secret(raised.value)


@pytest.mark.parametrize("on", ["messages", "media"])
@pytest.mark.parametrize("code", OUR_MESSAGE + THE_PERSON + THE_TEMPLATE)
async def test_a_message_that_will_never_pass_is_rejected_with_the_code(
    messenger: CloudApiMessenger, server: GraphServer, on: Endpoint, code: int
) -> None:
    server.script(fails(code, 500, on))
    with pytest.raises(MessageRejected) as raised:
        await messenger.send(a_document())
    assert raised.value.code == code
    assert_tells_no_secret(raised.value)


@pytest.mark.parametrize("on", ["messages", "media"])
@pytest.mark.parametrize("code", THE_SENDER)
async def test_a_sender_that_may_not_send_is_blocked_with_the_code(
    messenger: CloudApiMessenger, server: GraphServer, on: Endpoint, code: int
) -> None:
    server.script(fails(code, 500, on))
    with pytest.raises(SenderBlocked) as raised:
        await messenger.send(a_document())
    assert raised.value.code == code
    assert_tells_no_secret(raised.value)


async def test_a_code_written_as_text_is_still_the_code(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    server.script(answers(500, b'{"error": {"code": "131026"}}'))
    with pytest.raises(MessageRejected) as raised:
        await messenger.send(a_text())
    assert raised.value.code == 131026


async def test_a_wrong_token_blocks_the_sender(server: GraphServer) -> None:
    messenger = a_messenger(server.url, token="expired")
    with pytest.raises(SenderBlocked):
        await messenger.send(a_text())
    await messenger.aclose()
    assert server.messages == []


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (301, SenderBlocked),
        (400, MessageRejected),
        (401, SenderBlocked),
        (403, SenderBlocked),
        (404, SenderBlocked),
        (408, MessengerUnavailable),
        (413, MessageRejected),
        (429, MessengerUnavailable),
        (500, MessengerUnavailable),
        (502, MessengerUnavailable),
        (503, MessengerUnavailable),
        (504, DeliveryUncertain),
    ],
)
async def test_an_answer_without_a_code_is_judged_by_its_http_status(
    messenger: CloudApiMessenger, server: GraphServer, status: int, raised: type[Exception]
) -> None:
    server.script(answers(status))
    with pytest.raises(raised):
        await messenger.send(a_text())


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b'{"error": 7}', b'{"error": {"code": "?"}}', b"\xff", b"[" * 100_000]
)
async def test_a_refusal_that_cannot_be_read_is_one_without_a_code(
    messenger: CloudApiMessenger, server: GraphServer, body: bytes
) -> None:
    server.script(answers(503, body))
    with pytest.raises(MessengerUnavailable):
        await messenger.send(a_text())


@pytest.mark.parametrize(
    ("status", "raised"), [(400, MessageRejected), (500, MessengerUnavailable), (504, MessengerUnavailable)]
)
async def test_a_code_that_no_one_has_seen_is_judged_by_its_http_status(
    messenger: CloudApiMessenger, server: GraphServer, status: int, raised: type[Exception]
) -> None:
    server.script(fails(999_999, status))
    with pytest.raises(raised):
        await messenger.send(a_text())


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("1", 2), ("0", 2), ("-9", 2), ("soon", 2), ("9" * 30, 2), ("900000", 86_400)],
)
async def test_the_provider_may_ask_for_a_longer_wait_of_at_most_a_day(
    messenger: CloudApiMessenger, server: GraphServer, header: str, seconds: int
) -> None:
    server.script(answers(503, headers=[("Retry-After", header)]))
    with pytest.raises(MessengerUnavailable) as raised:
        await messenger.send(a_text())
    assert raised.value.retry_after == timedelta(seconds=seconds)


async def test_the_provider_may_name_the_moment_until_which_to_wait(
    messenger: CloudApiMessenger, server: GraphServer
) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    server.script(answers(429, b"<html>Too Many Requests</html>", headers=[("Retry-After", moment)]))
    with pytest.raises(MessengerUnavailable) as raised:
        await messenger.send(a_text())
    assert timedelta(seconds=80) < raised.value.retry_after <= timedelta(seconds=90)


@pytest.mark.parametrize(("code", "of_pair"), [(131056, True), (131049, True), (131016, False), (4, False)])
async def test_it_is_told_whether_a_refusal_is_about_one_person_alone(
    messenger: CloudApiMessenger, server: GraphServer, code: int, of_pair: bool
) -> None:
    server.script(fails(code))
    with pytest.raises(MessengerUnavailable) as raised:
        await messenger.send(a_text())
    assert raised.value.of_pair is of_pair


@pytest.mark.parametrize("html", [429, 500, 503])
async def test_pages_in_place_of_answers_are_judged_by_their_status(
    messenger: CloudApiMessenger, server: GraphServer, html: int
) -> None:
    server.script(answers(html, b"<!DOCTYPE html><title>Sorry</title>"))
    with pytest.raises(MessengerUnavailable) as raised:
        await messenger.send(a_text())
    assert_tells_no_secret(raised.value)
