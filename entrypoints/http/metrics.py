"""`/metrics`: what this process counted, for Prometheus."""

import asyncio
import hmac
from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException
from litestar.params import SkipValidation

from application.ports.backlog import BacklogView
from application.ports.clock import Clock
from application.ports.telemetry import Exposition, Measured, Readings
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory

_STORE_SECONDS = 3.0


@get("/metrics", summary="Contagens deste processo, para o Prometheus")
async def metrics(
    request: Request[Any, Any, Any],
    uow: NamedDependency[UnitOfWorkFactory],
    clock: NamedDependency[SkipValidation[Clock]],
    exposition: NamedDependency[SkipValidation[Exposition]],
    metrics_token: NamedDependency[str],
) -> Response[bytes]:
    """Show the counters, and what waits in the database now; without an answer of it, the counters alone."""
    _hold_to_token(request, metrics_token)
    try:
        async with asyncio.timeout(_STORE_SECONDS), uow() as work:
            now = clock.now()
            readings = _readings(await work.backlog.at(now), now)
    except (StoreUnavailable, TimeoutError):
        readings = {(Measured.STORE_UP, None): 0}
    return Response(exposition.text(readings), media_type=exposition.media_type)


def _hold_to_token(request: Request[Any, Any, Any], token: str) -> None:
    """Ask for the token when there is one: how much is agreed a day is the creditor's business."""
    given = request.headers.get("authorization", "")
    if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise NotAuthorizedException


def _readings(backlog: BacklogView, now: datetime) -> Readings:
    readings: dict[tuple[Measured, str | None], float] = {
        (Measured.STORE_UP, None): 1,
        (Measured.ACTIVE_CONVERSATIONS, None): backlog.active_conversations,
        (Measured.SENDER_STOPPED, None): int(backlog.sender_stopped),
    }
    for queue, waiting in backlog.waiting.items():
        age = (now - waiting.oldest).total_seconds() if waiting.oldest else 0
        readings[Measured.WAITING, queue] = waiting.count
        readings[Measured.OLDEST_WAITING, queue] = max(age, 0)
    for kind, count in backlog.dead.items():
        readings[Measured.DEAD_LETTERS, kind] = count
    return readings
