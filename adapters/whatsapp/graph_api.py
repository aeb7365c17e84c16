"""The two calls of Meta's Graph API that send something."""

import asyncio
import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import cycle
from typing import Any

import httpx
import msgspec

from adapters.whatsapp.errors import failure_of
from application.ports.messenger import DeliveryUncertain, DocumentContent, MessengerUnavailable

# The request cannot have left: no connection was there to carry it.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_SECONDS = re.compile(r"[0-9]{1,6}")
_GATEWAY_TIMEOUT = 504
_POOLS = 8


@dataclass(frozen=True, slots=True)
class CloudApiConfig:
    """Where and as whom to send; times in seconds.

    `answer_seconds` bounds the wait for the answer to a message, `upload_seconds` the whole of an upload.
    """

    phone_number_id: str
    access_token: str = field(repr=False)
    base_url: str = "https://graph.facebook.com"
    api_version: str = "v25.0"
    connect_seconds: float = 5.0
    answer_seconds: float = 20.0
    upload_seconds: float = 60.0


class _Identified(msgspec.Struct):
    id: str


class _Accepted(msgspec.Struct):
    messages: list[_Identified]


class _Coded(msgspec.Struct):
    code: int


class _Refused(msgspec.Struct):
    error: _Coded


class GraphApi:
    """Calls in the name of one business number, over a few pools of connections; close them with `aclose`.

    No error it raises repeats the token, a phone or a text.
    """

    def __init__(self, config: CloudApiConfig) -> None:
        self._config = config
        # One pool looks through all of its connections at every request: several small ones cost less.
        verified = httpx.create_ssl_context()
        self._clients = tuple(_client(config, verified) for _ in range(_POOLS))
        self._turns = cycle(self._clients)

    async def aclose(self) -> None:
        """Close the connections."""
        for client in self._clients:
            await client.aclose()

    async def send(self, body: dict[str, Any]) -> str:
        """Post one message; return the `wamid` once Meta has accepted it.

        Raises:
            MessengerUnavailable: nothing was accepted; try again, not before `retry_after`.
            DeliveryUncertain: the request left and no readable answer came back.
            MessageRejected: Meta will never accept this message as it is.
            SenderBlocked: the token, the number or the account is refused.
        """
        config = self._config
        try:
            async with asyncio.timeout(2 * (config.connect_seconds + config.answer_seconds)):
                response = await next(self._turns).post("messages", json=body)
        except _NEVER_LEFT as error:
            raise MessengerUnavailable(f"sem conexão ({type(error).__name__})") from None
        except (httpx.HTTPError, TimeoutError) as error:
            raise DeliveryUncertain(f"envio sem resposta ({type(error).__name__})") from None
        if response.status_code == _GATEWAY_TIMEOUT and _error_code(response) is None:
            raise DeliveryUncertain("envio sem resposta (HTTP 504)")
        _raise_if_refused(response)
        try:
            return msgspec.json.decode(response.content, type=_Accepted).messages[0].id
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, IndexError):
            raise DeliveryUncertain("resposta ilegível a um envio aceito") from None

    async def upload(self, document: DocumentContent) -> str:
        """Upload a file; return the id under which Meta keeps it.

        Raises:
            MessengerUnavailable: try again; nothing is sent until the upload has an id.
            MessageRejected, SenderBlocked: as for `send`.
        """
        fields = {"messaging_product": "whatsapp", "type": document.media_type}
        file = (document.filename, document.data, document.media_type)
        try:
            async with asyncio.timeout(self._config.upload_seconds):
                response = await next(self._turns).post("media", data=fields, files={"file": file})
        except (httpx.HTTPError, TimeoutError) as error:
            raise MessengerUnavailable(f"envio de arquivo interrompido ({type(error).__name__})") from None
        _raise_if_refused(response)
        try:
            return msgspec.json.decode(response.content, type=_Identified).id
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise MessengerUnavailable("resposta ilegível a um envio de arquivo") from None


def _client(config: CloudApiConfig, verified: ssl.SSLContext) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=f"{config.base_url.rstrip('/')}/{config.api_version}/{config.phone_number_id}/",
        headers={"Authorization": f"Bearer {config.access_token}"},
        timeout=httpx.Timeout(
            config.answer_seconds, connect=config.connect_seconds, pool=config.connect_seconds
        ),
        verify=verified,
    )


def _raise_if_refused(response: httpx.Response) -> None:
    if not response.is_success:
        raise failure_of(response.status_code, _error_code(response), _retry_after(response))


def _error_code(response: httpx.Response) -> int | None:
    try:
        return msgspec.json.decode(response.content, type=_Refused, strict=False).error.code
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _retry_after(response: httpx.Response) -> timedelta | None:
    """Return the wait that the provider asks for, in seconds or until a date (RFC 9110, 10.2.3)."""
    asked = response.headers.get("Retry-After", "")
    if seconds := _SECONDS.fullmatch(asked):
        return timedelta(seconds=int(seconds[0]))
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return until - datetime.now(UTC) if until.tzinfo else None
