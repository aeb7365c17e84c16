"""Requests to a CRM that may be slow, failing or away."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import httpx
import stamina

from adapters.circuit_breaker import CircuitBreaker
from adapters.pace import Pace
from application.ports.crm import CrmUnavailable

_SECONDS = re.compile(r"[0-9]{1,6}")
_REQUEST_TIMEOUT, _TOO_MANY, _SERVER_ERROR = 408, 429, 500


@dataclass(frozen=True, slots=True)
class HttpCrmConfig:
    """Where the CRM is and how patient to be; times in seconds.

    `deadline_seconds` bounds a whole call with its retries and waits. A CRM that asks to be left alone for
    longer than `longest_wait_seconds` is not asked again within the call. After `circuit_failures` requests
    in a row without an answer, calls fail at once for `circuit_seconds`. Debtor data may be as old as
    `cache_seconds`.
    """

    base_url: str
    api_key: str = field(default="", repr=False)
    connect_seconds: float = 3.0
    answer_seconds: float = 8.0
    deadline_seconds: float = 20.0
    attempts: int = 4
    first_wait_seconds: float = 0.2
    longest_wait_seconds: float = 5.0
    requests_per_second: float = 20.0
    circuit_failures: int = 8
    circuit_seconds: float = 15.0
    cache_seconds: float = 60.0


class _Passing(Exception):
    """May go well soon; `wait` is how long the CRM asked to be left alone, if it did."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class HttpChannel:
    """One pool of connections to the CRM; every request may be repeated, so each must be idempotent.

    No error it raises repeats the key, an address or a body. `now` tells monotonic seconds.
    """

    def __init__(self, config: HttpCrmConfig, now: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._circuit = CircuitBreaker(config.circuit_failures, config.circuit_seconds, now)
        self._pace = Pace(config.requests_per_second, now)
        self._retry = stamina.AsyncRetryingCaller(
            attempts=config.attempts,
            timeout=None,
            wait_initial=config.first_wait_seconds,
            wait_max=config.longest_wait_seconds,
            wait_jitter=config.first_wait_seconds,
        )
        self._client = httpx.AsyncClient(
            base_url=config.base_url.rstrip("/"),
            headers={"Authorization": f"Bearer {config.api_key}"} if config.api_key else {},
            timeout=httpx.Timeout(config.answer_seconds, connect=config.connect_seconds),
        )

    async def aclose(self) -> None:
        """Close the connections; nothing can be asked afterwards."""
        await self._client.aclose()

    async def get(self, path: str, **query: int | str) -> httpx.Response:
        """Return the CRM's answer: any status but 408, 429 and 5xx.

        Raises:
            CrmUnavailable: no such answer came within the deadline, or it was not worth asking.
        """
        return await self._send(self._client.build_request("GET", path, params=query))

    async def post(self, path: str, body: bytes, *, idempotency_key: str) -> httpx.Response:
        """Send JSON and return the CRM's answer, as `get` does; the key makes repetitions one.

        Raises:
            CrmUnavailable: no such answer came within the deadline, or it was not worth asking.
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency_key}
        return await self._send(self._client.build_request("POST", path, content=body, headers=headers))

    async def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            async with asyncio.timeout(self._config.deadline_seconds):
                return await self._retry(self._again, self._attempt, request)
        except TimeoutError:
            self._circuit.failed()
            raise CrmUnavailable("o CRM não respondeu a tempo") from None
        except _Passing as passing:
            raise CrmUnavailable(str(passing), passing.wait or 0.0) from None

    async def _attempt(self, request: httpx.Request) -> httpx.Response:
        if not self._circuit.lets_through():
            raise CrmUnavailable("o CRM não vem respondendo; nova tentativa em instantes")
        await asyncio.sleep(self._pace.wait())
        try:
            response = await self._client.send(request)
        except httpx.HTTPError as failed:
            self._circuit.failed()
            raise _Passing(f"o CRM não respondeu ({type(failed).__name__})") from None
        if response.status_code >= _SERVER_ERROR:
            self._circuit.failed()
            raise _Passing(f"o CRM falhou (HTTP {response.status_code})", _retry_after(response))
        self._circuit.succeeded()
        if response.status_code in (_TOO_MANY, _REQUEST_TIMEOUT):
            raise _Passing(f"o CRM pediu espera (HTTP {response.status_code})", _retry_after(response))
        return response

    def _again(self, error: Exception) -> bool | float:
        """Tell stamina whether to try again: with its own backoff, or after the seconds the CRM asked for."""
        if not isinstance(error, _Passing):
            return False
        if error.wait is None:
            return True
        return error.wait if error.wait <= self._config.longest_wait_seconds else False


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds of `Retry-After`, a number or a moment by its own clock (RFC 9110, §10.2.3)."""
    asked = response.headers.get("Retry-After", "")
    if seconds := _SECONDS.fullmatch(asked):
        return float(seconds[0])
    try:
        until = parsedate_to_datetime(asked)
        return max(0.0, (until - parsedate_to_datetime(response.headers.get("Date", ""))).total_seconds())
    except (ValueError, TypeError):
        return None
