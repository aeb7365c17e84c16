"""Faults on demand: slow, failing, cut and unanswered requests, the same ones for the same seed."""

import asyncio
import random
from typing import Literal

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.params import JSONBody, SkipValidation
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from mock_crm.problems import problem
from mock_crm.wire import Faults

Fate = Literal["served", "dropped", "unanswered", "failed"]

_MILLISECONDS = 1000
_BROKEN_HEADERS = [(b"content-length", b"1000"), (b"content-type", b"application/json")]


class FaultSwitch:
    """Draws what happens to each request."""

    def __init__(self) -> None:
        self.set(Faults())

    def set(self, faults: Faults) -> None:
        """Let `faults` happen from the next request on, drawn anew from their seed."""
        self.faults = faults
        self._left = faults.next_requests
        # Which requests fail must be repeatable; nothing here is a secret.
        self._random = random.Random(faults.seed)  # noqa: S311

    def draw(self) -> Fate:
        """Return what happens to the next request, and count it."""
        if self._left is not None:
            if not self._left:
                self.set(Faults())
                return "served"
            self._left -= 1
        lot = self._random.random()
        for fate, rate in self._rates():
            if lot < rate:
                return fate
            lot -= rate
        return "served"

    def _rates(self) -> tuple[tuple[Fate, float], ...]:
        faults = self.faults
        return (
            ("dropped", faults.drop_rate),
            ("unanswered", faults.lost_answer_rate),
            ("failed", faults.error_rate),
        )


class FaultMiddleware(ASGIMiddleware):
    """Lets the faults that are switched on happen to requests under `/api`."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, switch: FaultSwitch) -> None:
        self._switch = switch

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Serve the request, or spoil it."""
        if not scope["path"].startswith("/api/"):
            await next_app(scope, receive, send)
            return
        fate = self._switch.draw()
        faults = self._switch.faults
        await asyncio.sleep(faults.latency_ms / _MILLISECONDS)
        match fate:
            case "served":
                await next_app(scope, receive, send)
            case "failed":
                await _fail(faults)(scope, receive, send)
            case "unanswered":
                await next_app(scope, receive, _say_nothing)
                await _cut(send)
            case "dropped":
                await _cut(send)


@post("/_faults", status_code=200, summary="Liga ou desliga falhas, para testes", tags=["falhas"])
async def set_faults(data: JSONBody[Faults], switch: NamedDependency[SkipValidation[FaultSwitch]]) -> Faults:
    """Let these faults happen to `/api` from now on; an empty object ends them."""
    switch.set(data)
    return data


def _fail(faults: Faults) -> ASGIApp:
    headers = {} if faults.retry_after is None else {"Retry-After": str(faults.retry_after)}
    response: Response[bytes] = problem(faults.status, "Falha ligada para teste.", headers)
    return response.to_asgi_response(None, None)  # type: ignore[arg-type]


async def _say_nothing(_message: Message) -> None:
    """Swallow the answer."""


async def _cut(send: Send) -> None:
    """Break the connection: an answer is promised and never finished."""
    await send({"type": "http.response.start", "status": 200, "headers": _BROKEN_HEADERS})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
