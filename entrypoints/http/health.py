"""`/health`: whether the process lives, and whether it can work."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from entrypoints.http.problems import problem

_READY_SECONDS = 3.0


@get("/health/live", summary="O processo está vivo")
async def live() -> dict[str, str]:
    """Answer at all."""
    return {"status": "ok"}


@get("/health/ready", summary="Pode trabalhar: o banco responde")
async def ready(uow: NamedDependency[UnitOfWorkFactory]) -> Response[Any]:
    """Ask the database something; 503 when it does not answer within three seconds."""
    try:
        async with asyncio.timeout(_READY_SECONDS), uow() as work:
            await work.views.conversations(limit=1)
    except (StoreUnavailable, TimeoutError):
        return problem(503, "O banco de dados não responde.")
    return Response({"status": "ok"})
