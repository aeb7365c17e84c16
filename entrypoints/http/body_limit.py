"""A body that is too large gets an answer, not a broken connection."""

from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

# What is read and thrown away so that the caller can hear the answer; beyond this we hang up.
_MOST_DRAINED = 32 * 1024 * 1024


class BodyLimit(ASGIMiddleware):
    """Answers 413 to a body announced larger than its route takes, after reading it away.

    Litestar refuses such a body too, but without reading it, and a client still writing then sees its
    connection reset instead of the answer.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let the request through, or read its body away.

        Raises:
            RequestEntityTooLarge: the body announced is larger than the route takes.
        """
        request: Request[Any, Any, Any] = Request(scope)
        announced = request.headers.get("content-length", "")
        handler = scope["route_handler"]
        limit = handler.resolve_request_max_body_size() if isinstance(handler, HTTPRouteHandler) else None
        if not (announced.isdigit() and isinstance(limit, int) and int(announced) > limit):
            await next_app(scope, receive, send)
            return
        if int(announced) <= _MOST_DRAINED:
            await _drain(receive)
        raise RequestEntityTooLarge


async def _drain(receive: Receive) -> None:
    while True:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            return
