"""Who may use the API."""

import hmac
import ipaddress
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard


def api_guard(api_key: str) -> Guard:
    """Return a guard that asks for the bearer key; with none set, only this machine is let in."""

    def hold(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
        if api_key:
            given = connection.headers.get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {api_key}".encode()):
                raise NotAuthorizedException
            return
        client = connection.client.host if connection.client else ""
        # The name is checked too: a page of another site must not come in through a name that points here.
        if not (_is_loopback(client) and _is_loopback(connection.url.hostname or "")):
            raise PermissionDeniedException

    return hold


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
