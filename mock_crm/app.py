"""The CRM's HTTP application."""

from litestar import Litestar, Router, get
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import SwaggerRenderPlugin

from mock_crm.desk import Desk
from mock_crm.faults import FaultMiddleware, FaultSwitch, set_faults
from mock_crm.guard import api_guard
from mock_crm.problems import EXCEPTION_HANDLERS
from mock_crm.routes import boletos, debtors, negotiations

_LARGEST_BODY = 1024 * 1024
_DOCS = OpenAPIConfig(
    title="CRM de exemplo",
    version="1",
    description="Um CRM inventado, para experimentar integrações de cobrança.",
    path="/docs",
    render_plugins=[SwaggerRenderPlugin()],
)


@get("/health", summary="Se está no ar")
async def health() -> dict[str, str]:
    """Say that the CRM answers."""
    return {"status": "ok"}


def create_app(desk: Desk) -> Litestar:
    """Return the application over `desk`, which the caller opens and closes."""
    guard, switch = api_guard(desk.settings.api_key), FaultSwitch()
    api = Router(
        path="/api",
        guards=[guard],
        dependencies={"chosen": Provide(debtors.read_filter, sync_to_thread=False)},
        route_handlers=[*debtors.ROUTES, *negotiations.ROUTES, *boletos.ROUTES],
    )
    admin = Router(path="/", guards=[guard], route_handlers=[set_faults])
    return Litestar(
        [health, boletos.open_payment_link, api, admin],
        dependencies={
            "desk": Provide(lambda: desk, sync_to_thread=False),
            "switch": Provide(lambda: switch, sync_to_thread=False),
        },
        middleware=[FaultMiddleware(switch)],
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=_LARGEST_BODY,
        openapi_config=_DOCS,
    )
