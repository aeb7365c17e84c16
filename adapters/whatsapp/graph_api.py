"""The two calls of Meta's Graph API that send something."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import aiohttp
import msgspec

from adapters.whatsapp.errors import failure_of
from application.ports.messenger import DeliveryUncertain, DocumentContent, MessengerUnavailable

# The request cannot have left: no connection was there to carry it.
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientSSLError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
# A header that cannot be written is a ValueError.
_BROKEN = (aiohttp.ClientError, OSError, TimeoutError, ValueError)
_JSON = {"Content-Type": "application/json"}
_SECONDS = re.compile(r"[0-9]{1,6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_GATEWAY_TIMEOUT = 504
_CONNECTIONS = 256
_LONGEST_ANSWER = 65_536


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


class _Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class GraphApi:
    """Calls in the name of one business number, over connections that are kept; close them with `aclose`.

    No error it raises repeats the token, a phone or a text.
    """

    def __init__(self, config: CloudApiConfig) -> None:
        self._config = config
        self._base = f"{config.base_url.rstrip('/')}/{config.api_version}/{config.phone_number_id}"
        self._longest = 2 * (config.connect_seconds + config.answer_seconds)
        self._session: aiohttp.ClientSession | None = None

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def send(self, body: dict[str, Any]) -> str:
        """Post one message; return the `wamid` once Meta has accepted it.

        Raises:
            MessengerUnavailable: nothing was accepted; try again, not before `retry_after`.
            DeliveryUncertain: the request left and no readable answer came back.
            MessageRejected: Meta will never accept this message as it is.
            SenderBlocked: the token, the number or the account is refused.
        """
        try:
            answer = await self._post("messages", msgspec.json.encode(body), self._longest, _JSON)
        except _NEVER_LEFT as error:
            raise MessengerUnavailable(f"sem conexão ({type(error).__name__})") from None
        except _BROKEN as error:
            raise DeliveryUncertain(f"envio sem resposta ({type(error).__name__})") from None
        if answer.status == _GATEWAY_TIMEOUT and _error_code(answer) is None:
            raise DeliveryUncertain("envio sem resposta (HTTP 504)")
        _raise_if_refused(answer)
        try:
            return msgspec.json.decode(answer.body, type=_Accepted).messages[0].id
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, IndexError):
            raise DeliveryUncertain("resposta ilegível a um envio aceito") from None

    async def upload(self, document: DocumentContent) -> str:
        """Upload a file; return the id under which Meta keeps it.

        Raises:
            MessengerUnavailable: try again; nothing is sent until the upload has an id.
            MessageRejected, SenderBlocked: as for `send`.
        """
        # Meta reads a file name as it stands (RFC 7578, 4.2), not percent-encoded.
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", document.media_type)
        filename = _CONTROL.sub(" ", document.filename)
        form.add_field("file", document.data, content_type=document.media_type, filename=filename)
        try:
            answer = await self._post("media", form, self._config.upload_seconds)
        except _BROKEN as error:
            raise MessengerUnavailable(f"envio de arquivo interrompido ({type(error).__name__})") from None
        _raise_if_refused(answer)
        try:
            return msgspec.json.decode(answer.body, type=_Identified).id
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise MessengerUnavailable("resposta ilegível a um envio de arquivo") from None

    async def _post(
        self,
        endpoint: str,
        data: bytes | aiohttp.FormData,
        seconds: float,
        headers: dict[str, str] | None = None,
    ) -> _Answer:
        async with (
            asyncio.timeout(seconds),
            self._opened().post(
                f"{self._base}/{endpoint}", data=data, headers=headers, allow_redirects=False
            ) as response,
        ):
            body = bytearray()
            async for piece in response.content.iter_any():
                body += piece
                if len(body) > _LONGEST_ANSWER:
                    # No answer of Meta's is this long: it is judged by its status, and its connection goes.
                    response.close()
                    break
            return _Answer(response.status, response.headers, bytes(body))

    def _opened(self) -> aiohttp.ClientSession:
        # A session belongs to the loop it is made in.
        if self._session is None:
            config = self._config
            self._session = aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {config.access_token}"},
                timeout=aiohttp.ClientTimeout(
                    total=None, connect=config.connect_seconds, sock_read=config.answer_seconds
                ),
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _raise_if_refused(answer: _Answer) -> None:
    if not 200 <= answer.status < 300:
        raise failure_of(answer.status, _error_code(answer), _retry_after(answer))


def _error_code(answer: _Answer) -> int | None:
    try:
        return msgspec.json.decode(answer.body, type=_Refused, strict=False).error.code
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _retry_after(answer: _Answer) -> timedelta | None:
    """Return the wait that the provider asks for, in seconds or until a date (RFC 9110, 10.2.3)."""
    asked = answer.headers.get("Retry-After", "")
    if seconds := _SECONDS.fullmatch(asked):
        return timedelta(seconds=int(seconds[0]))
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return until - datetime.now(UTC) if until.tzinfo else None
