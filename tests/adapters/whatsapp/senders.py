"""A Cloud API messenger for tests, what it is given to send, and what it must never repeat."""

import time
from collections.abc import Callable

from adapters.cache.memory import MemoryCache
from adapters.cache.memory_rate_bucket import MemoryRateBucket
from adapters.whatsapp.cloud_api import CloudApiMessenger
from adapters.whatsapp.graph_api import CloudApiConfig
from adapters.whatsapp.media_ids import MediaIds
from adapters.whatsapp.pacing import Limits, Pacing
from application.ports.cache import Cache
from application.ports.messenger import DocumentContent, OutboundMessage, TextContent
from domain.messaging.contact import Contact

PHONE = "5511900000001"
TOKEN = "secret-token"
NUMBER = "106540352242922"
UNLIMITED = Limits(per_second=1_000_000, pair_burst=1_000_000)
SECRETS = (TOKEN, PHONE, "Maria", "1.000,00")


async def _no_time(_seconds: float) -> None:
    """Wait, as far as the clock of a test knows."""


def a_messenger(
    url: str,
    answer_seconds: float = 5.0,
    token: str = TOKEN,
    *,
    limits: Limits = UNLIMITED,
    cache: Cache | None = None,
    now: Callable[[], float] = time.monotonic,
) -> CloudApiMessenger:
    return CloudApiMessenger(
        CloudApiConfig(NUMBER, token, url, answer_seconds=answer_seconds),
        Pacing(MemoryRateBucket(now), NUMBER, limits, _no_time, now),
        MediaIds(cache or MemoryCache(), NUMBER),
        now,
    )


def a_text(to: Contact | None = None) -> OutboundMessage:
    return OutboundMessage("c-1:1:1", to or Contact(PHONE), TextContent("Maria deve R$ 1.000,00"))


def a_document() -> OutboundMessage:
    document = DocumentContent("carnê.pdf", "application/pdf", bytes(range(256)), "Seu carnê, Maria")
    return OutboundMessage("c-1:2:1", Contact(PHONE), document)


def assert_tells_no_secret(error: BaseException) -> None:
    assert error.__suppress_context__ or error.__context__ is None
    for secret in SECRETS:
        assert secret not in f"{error} {error!r} {vars(error)}"
