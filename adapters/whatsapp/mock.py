"""WhatsApp without WhatsApp: for the simulator, the demonstration and the tests."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from application.ports.messenger import OutboundMessage, ProviderMessageId
from application.ports.webhook_gate import StatusUpdate
from domain.messaging.delivery import DeliveryStatus

type StatusListener = Callable[[StatusUpdate], Awaitable[None]]

_WHAT_FOLLOWS = (DeliveryStatus.DELIVERED, DeliveryStatus.READ)
_MOST_REPORTS = 256
_log = structlog.get_logger()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class MockMessenger:
    """Accepts every message, remembers the last `keep` of them, and reports them delivered and read.

    The same key twice is one message with one id. With `on_status` given, each accepted message is
    reported to it in the background, at the moment that `now` tells; beyond 256 reports under way, further
    messages go unreported, as may happen with the real provider. Close it with `aclose`.
    """

    def __init__(
        self,
        on_status: StatusListener | None = None,
        now: Callable[[], datetime] = _utc_now,
        keep: int = 1_000,
    ) -> None:
        self._on_status = on_status
        self._now = now
        self._keep = keep
        self._sent: dict[str, OutboundMessage] = {}
        self._reports: set[asyncio.Task[None]] = set()

    @property
    def sent(self) -> tuple[OutboundMessage, ...]:
        """The last messages accepted, oldest first."""
        return tuple(self._sent.values())

    async def send(self, message: OutboundMessage) -> ProviderMessageId:
        """Accept `message` and return `mock.<key>`."""
        provider_id = ProviderMessageId(f"mock.{message.key}")
        if message.key in self._sent:
            return provider_id
        self._sent[message.key] = message
        if len(self._sent) > self._keep:
            del self._sent[next(iter(self._sent))]
        if self._on_status and len(self._reports) < _MOST_REPORTS:
            self._own(asyncio.create_task(self._report(self._on_status, provider_id, message.key)))
        return provider_id

    async def aclose(self) -> None:
        """Stop reporting."""
        reports = tuple(self._reports)
        for report in reports:
            report.cancel()
        await asyncio.gather(*reports, return_exceptions=True)

    async def _report(self, on_status: StatusListener, provider_id: str, key: str) -> None:
        for status in _WHAT_FOLLOWS:
            await on_status(StatusUpdate(provider_id, status, self._now(), key))

    def _own(self, report: asyncio.Task[None]) -> None:
        self._reports.add(report)
        report.add_done_callback(self._forget)

    def _forget(self, report: asyncio.Task[None]) -> None:
        self._reports.discard(report)
        if not report.cancelled() and (error := report.exception()):
            _log.warning("mock_status_not_taken", error=type(error).__name__)
