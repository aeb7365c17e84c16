"""Where the PSP knocks when a Pix came in."""

import logging
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from application.ports.negotiation_repository import NotFound
from application.ports.pix_gate import PixGate
from application.record_payment import PaymentContradicted, RecordPayment

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PixDoor:
    """What a notification needs, as one dependency: several would be resolved in tasks of their own."""

    gate: PixGate
    record_payment: RecordPayment


@post(
    "/webhooks/pix/{secret:str}",
    status_code=200,
    summary="Pix recebidos, contados pelo PSP (API Pix do Bacen)",
)
async def take_pix(
    secret: FromPath[str],
    request: Request[Any, Any, Any],
    pix_door: NamedDependency[SkipValidation[PixDoor]],
) -> Response[Any]:
    """Record every payment, and only then answer 200; an address with another secret does not exist."""
    return await _take(secret, request, pix_door)


@post("/webhooks/pix/{secret:str}/pix", status_code=200, include_in_schema=False)
async def take_pix_below(
    secret: FromPath[str],
    request: Request[Any, Any, Any],
    pix_door: NamedDependency[SkipValidation[PixDoor]],
) -> Response[Any]:
    """Take what `take_pix` takes: the PSP adds `/pix` to the address it was given."""
    return await _take(secret, request, pix_door)


async def _take(secret: str, request: Request[Any, Any, Any], pix_door: PixDoor) -> Response[Any]:
    if not pix_door.gate.is_authentic(secret):
        raise NotFound
    notices = pix_door.gate.read(await request.body())
    if notices.skipped:
        log.warning("malformed pix skipped", extra={"count": notices.skipped})
    for payment in notices.payments:
        try:
            await pix_door.record_payment(payment)
        except PaymentContradicted:
            log.warning("pix told again with other facts")
    return Response({"status": "ok"})
