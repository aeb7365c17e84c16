"""`/health`: whether the process lives, and whether it can work."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from application.ports.clock import Clock
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from entrypoints.http.problems import problem

_READY_SECONDS = 3.0


@get("/health/live", summary="O processo está vivo")
async def live() -> dict[str, str]:
    """Answer at all."""
    return {"status": "ok"}


@get("/health/ready", summary="Pode trabalhar: o banco responde")
async def ready(
    uow: NamedDependency[UnitOfWorkFactory], clock: NamedDependency[SkipValidation[Clock]]
) -> Response[Any]:
    """Ask the database whether the sender is free; 503 when it does not answer within three seconds."""
    try:
        async with asyncio.timeout(_READY_SECONDS), uow() as work:
            blocked = await work.outbox.blocked(clock.now())
    except (StoreUnavailable, TimeoutError):
        return problem(503, "O banco de dados não responde.")
    # Other processes would be refused just the same: this one still takes what debtors write.
    return Response({"status": "ok", "sender": f"parado: {blocked}" if blocked else "ok"})
