"""WhatsApp through Meta's Cloud API."""

import time
from collections.abc import Callable
from datetime import timedelta

from adapters.circuit_breaker import CircuitBreaker
from adapters.whatsapp.graph_api import CloudApiConfig, GraphApi
from adapters.whatsapp.media_ids import MediaIds
from adapters.whatsapp.outgoing import document_of, request_body
from adapters.whatsapp.pacing import Pacing
from application.ports.messenger import (
    DeliveryUncertain,
    MessageRejected,
    MessengerUnavailable,
    OutboundMessage,
    ProviderMessageId,
    SenderBlocked,
)

_FAILURES = 8
_REST_SECONDS = 5.0
# Meta's code for more messages a second than the number may send.
_TOO_FAST = 130429


class CloudApiMessenger:
    """Sends through one business number, no faster than Meta lets it; close it with `aclose`.

    A file goes up once, however often it is sent. While Meta keeps failing, it is asked once in a while only.
    No error it raises repeats the token, a phone or a text. `now` is monotonic.
    """

    def __init__(
        self,
        config: CloudApiConfig,
        pacing: Pacing,
        media_ids: MediaIds,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._graph = GraphApi(config)
        self._pacing = pacing
        self._media_ids = media_ids
        self._breaker = CircuitBreaker(_FAILURES, _REST_SECONDS, now)

    async def aclose(self) -> None:
        """Close the connections; nothing can be sent afterwards."""
        await self._graph.aclose()

    async def send(self, message: OutboundMessage) -> ProviderMessageId:
        """Return the `wamid` once Meta has accepted the message; a document is uploaded first.

        Raises:
            MessengerUnavailable: nothing was accepted; try again, not before `retry_after`.
            DeliveryUncertain: the request left and no readable answer came back.
            MessageRejected: Meta will never accept this message as it is.
            SenderBlocked: the token, the number or the account is refused.
        """
        await self._pacing.turn(message.to)
        if not self._breaker.lets_through():
            rest = timedelta(seconds=_REST_SECONDS)
            raise MessengerUnavailable("o provedor falha seguidamente", rest, growth=1, asked=False)
        try:
            wamid = await self._send(message)
        except (MessengerUnavailable, DeliveryUncertain) as failure:
            self._count(failure)
            raise
        except (MessageRejected, SenderBlocked):
            self._breaker.succeeded()
            raise
        self._breaker.succeeded()
        return ProviderMessageId(wamid)

    async def _send(self, message: OutboundMessage) -> str:
        document = document_of(message.content)
        if document is None:
            return await self._graph.send(request_body(message))
        known = await self._media_ids.known(document)
        if known is not None:
            try:
                return await self._graph.send(request_body(message, known))
            except MessageRejected:
                # Meta may have lost the file before its time: an id that is fresh decides.
                await self._media_ids.forget(document)
        media_id = await self._graph.upload(document)
        await self._media_ids.keep(document, media_id)
        return await self._graph.send(request_body(message, media_id))

    def _count(self, failure: MessengerUnavailable | DeliveryUncertain) -> None:
        """Let the breaker and the pace know, unless it is about one person alone."""
        if isinstance(failure, MessengerUnavailable) and failure.code == _TOO_FAST:
            self._pacing.slow_down()
        if isinstance(failure, MessengerUnavailable) and failure.of_pair:
            self._breaker.succeeded()
        else:
            self._breaker.failed()
