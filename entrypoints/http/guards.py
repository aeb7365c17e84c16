"""Who may use the API."""

import hmac
import ipaddress
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard


def api_guard(api_key: str) -> Guard:
    """Return a guard that asks for the bearer token; with none set, only this machine is let in."""

    def hold(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        if not api_key:
            local_only(connection, handler)
            return
        given = connection.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {api_key}".encode()):
            raise NotAuthorizedException

    return hold


def local_only(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Let in only who asks from this machine, and by its own name.

    The name is checked too: a page of another site must not reach us through a name of its own that
    points here (DNS rebinding). What a proxy passed on comes from somewhere else.

    Raises:
        PermissionDeniedException: the caller is somewhere else.
    """
    client = connection.client.host if connection.client else ""
    passed_on = any(header in connection.headers for header in ("forwarded", "x-forwarded-for"))
    if passed_on or not (_is_loopback(client) and _is_loopback(connection.url.hostname or "")):
        raise PermissionDeniedException


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
