"""`/health`: whether the process lives, and whether it can work."""

import asyncio
from datetime import timedelta
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from application.ports.clock import Clock
from application.ports.unit_of_work import StoreUnavailable, UnitOfWorkFactory
from entrypoints.http.problems import problem

_READY_SECONDS = 3.0
# A block that is over has yet to be proven so by a message that passes; until then, this long, it is told.
UNPROVEN = timedelta(minutes=2)


@get("/health/live", summary="O processo está vivo")
async def live() -> dict[str, str]:
    """Answer at all."""
    return {"status": "ok"}


@get("/health/ready", summary="Pode trabalhar: o banco responde e o WhatsApp aceita o que enviamos")
async def ready(
    uow: NamedDependency[UnitOfWorkFactory], clock: NamedDependency[SkipValidation[Clock]]
) -> Response[Any]:
    """Answer 503 when the database does not within three seconds, and while our sender is refused."""
    try:
        async with asyncio.timeout(_READY_SECONDS), uow() as work:
            blocked = await work.outbox.blocked(clock.now() - UNPROVEN)
            bad = await work.templates.bad()
    except (StoreUnavailable, TimeoutError):
        return problem(503, "O banco de dados não responde.")
    if blocked:
        return problem(503, f"O envio está parado: {blocked}.", rule="sender_blocked")
    refused = {template.name: template.reason for template in bad}
    return Response({"status": "ok", "sender": "ok", "refused_templates": refused})
