"""Requests to a PSP's API Pix: OAuth2 client credentials, over mutual TLS where the PSP asks for it."""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import msgspec

from application.ports.payment_issuer import IssuerUnavailable

_UNAUTHORIZED = 401
# What says nothing of the charge: try again later, when the PSP or our credentials are well again.
_PASSING = frozenset({401, 403, 408, 425, 429})
_SERVER_ERROR = 500
# A token is renewed this long before it ends, so that none ends on its way.
_EARLY_SECONDS = 30.0
_SCOPES = "cobv.write cobv.read pix.read webhook.write webhook.read"


@dataclass(frozen=True, slots=True)
class PixApiConfig:
    """Where the PSP is and who we are to it; times in seconds.

    `base_url` ends where the published paths begin, as in `https://pix.banco.example/api/v2`. `certificate`
    and `certificate_key` are files in PEM, both empty where the PSP asks for none.
    """

    base_url: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    certificate: str = ""
    certificate_key: str = field(default="", repr=False)
    connect_seconds: float = 3.0
    answer_seconds: float = 8.0


class _Token(msgspec.Struct):
    """What the PSP answers to our credentials."""

    access_token: str
    expires_in: float = 60.0


class PixApi:
    """One pool of connections to the PSP, and the token that opens it; close it with `aclose`.

    No error it raises repeats a secret, an address or a body. `now` tells monotonic seconds.
    """

    def __init__(self, config: PixApiConfig, now: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._now = now
        self._token, self._good_until = "", 0.0
        self._asking = asyncio.Lock()
        self._client = httpx.AsyncClient(
            base_url=config.base_url.rstrip("/"),
            timeout=httpx.Timeout(config.answer_seconds, connect=config.connect_seconds),
            verify=_tls(config),
        )

    async def aclose(self) -> None:
        """Close the connections; nothing can be asked afterwards."""
        await self._client.aclose()

    async def ask(
        self, method: str, path: str, body: msgspec.Struct | None = None, **query: str
    ) -> httpx.Response:
        """Return the PSP's answer: success, or a refusal that it would repeat.

        Raises:
            IssuerUnavailable: it did not answer, or not for reasons of ours.
        """
        response = await self._send(method, path, body, query)
        if response.status_code == _UNAUTHORIZED:
            # The PSP may have forgotten a token before its time; once is enough to know.
            self._good_until = 0.0
            response = await self._send(method, path, body, query)
        if response.status_code in _PASSING or response.status_code >= _SERVER_ERROR:
            raise IssuerUnavailable(f"o PSP do Pix não atendeu (HTTP {response.status_code})")
        return response

    async def _send(
        self, method: str, path: str, body: msgspec.Struct | None, query: dict[str, str]
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {await self._authorized()}"}
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = msgspec.json.encode(body)
        try:
            return await self._client.request(method, path, content=content, headers=headers, params=query)
        except httpx.HTTPError as failed:
            raise IssuerUnavailable(f"o PSP do Pix não respondeu ({type(failed).__name__})") from None

    async def _authorized(self) -> str:
        async with self._asking:
            if self._now() >= self._good_until:
                token = await self._new_token()
                self._token = token.access_token
                self._good_until = self._now() + token.expires_in - _EARLY_SECONDS
            return self._token

    async def _new_token(self) -> _Token:
        credentials = httpx.BasicAuth(self._config.client_id, self._config.client_secret)
        form = {"grant_type": "client_credentials", "scope": _SCOPES}
        try:
            response = await self._client.post(self._config.token_url, data=form, auth=credentials)
            if response.is_success:
                return msgspec.json.decode(response.content, type=_Token)
        except httpx.HTTPError as failed:
            raise IssuerUnavailable(f"o PSP do Pix não respondeu ({type(failed).__name__})") from None
        except msgspec.DecodeError:
            raise IssuerUnavailable("o PSP do Pix deu um token ilegível") from None
        raise IssuerUnavailable(f"o PSP do Pix não aceitou as credenciais (HTTP {response.status_code})")


def _tls(config: PixApiConfig) -> ssl.SSLContext | bool:
    if not config.certificate:
        return True
    context = ssl.create_default_context()
    context.load_cert_chain(config.certificate, config.certificate_key or None)
    return context
