"""The HTTP application."""

from collections.abc import Callable
from typing import Any

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import SwaggerRenderPlugin
from litestar.types import ControllerRouterHandler

from entrypoints.container import Container
from entrypoints.http import (
    agreements,
    bank_files,
    campaigns,
    conversations,
    health,
    human_checks,
    messages,
    metrics,
    payments,
    pix_webhook,
    whatsapp_webhook,
)
from entrypoints.http.body_limit import BodyLimit
from entrypoints.http.guards import api_guard, local_only
from entrypoints.http.problems import EXCEPTION_HANDLERS
from entrypoints.simulator.routes import simulator_router

_LARGEST_BODY = 1024 * 1024
# Whoever holds the key of the API.
_API: list[ControllerRouterHandler] = [
    conversations.open_conversation_by_cpf,
    conversations.list_conversations,
    conversations.show_conversation,
    campaigns.start_campaign,
    campaigns.list_campaigns,
    campaigns.show_campaign,
    campaigns.list_contacts,
    *campaigns.STEERING,
    agreements.show_agreement,
    agreements.show_document,
    bank_files.write_remittance,
    bank_files.show_remittance,
    bank_files.read_return,
    bank_files.read_statement,
    payments.record_payment,
    payments.list_unmatched,
    messages.send_text,
    messages.send_document,
    messages.show_status,
    human_checks.list_human_checks,
    human_checks.close_human_check,
    human_checks.show_file_to_check,
]
# Whoever knocks: each answers only to whom it knows.
_OPEN: list[ControllerRouterHandler] = [
    whatsapp_webhook.answer_challenge,
    whatsapp_webhook.take_events,
    pix_webhook.take_pix,
    pix_webhook.take_pix_below,
    health.live,
    health.ready,
    metrics.metrics,
]
_OPENAPI = OpenAPIConfig(
    title="Certobot",
    version="1",
    description="Negociação de débitos por WhatsApp, em português.",
    path="/docs",
    render_plugins=[SwaggerRenderPlugin()],
)


def create_app(container: Container) -> Litestar:
    """Return the application over `container`; whoever calls starts and stops what it holds."""
    settings = container.settings()
    api = Router(path="/api/v1", guards=[api_guard(settings.http.api_key)], route_handlers=_API)
    handlers: list[ControllerRouterHandler] = [*_OPEN, api]
    if settings.providers.whatsapp == "mock":
        handlers.append(Router(path="/", guards=[local_only], route_handlers=[simulator_router()]))
    return Litestar(
        handlers,
        dependencies={name: _provide(make) for name, make in _dependencies(container).items()},
        middleware=[BodyLimit()],
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=_LARGEST_BODY,
        # Litestar's own logging would replace ours, and its redaction.
        logging_config=None,
        openapi_config=_OPENAPI,
    )


def create_watch_app(container: Container) -> Litestar:
    """Return what a worker answers on: `/health` and `/metrics`, and nothing else."""
    return Litestar(
        [health.live, health.ready, metrics.metrics],
        dependencies={name: _provide(make) for name, make in _dependencies(container).items()},
        exception_handlers=EXCEPTION_HANDLERS,
        logging_config=None,
        openapi_config=None,
    )


def _dependencies(container: Container) -> dict[str, Callable[[], Any]]:
    return {
        "uow": lambda: container.uow,
        "clock": container.clock,
        "received_files": container.received_files,
        "crm": container.crm,
        "gate": container.gate,
        "exposition": container.telemetry,
        "metrics_token": lambda: container.settings().http.metrics_token,
        "receive_events": container.receive_events,
        "door": lambda: whatsapp_webhook.Door(
            container.gate(), container.note_events(), container.receive_together()
        ),
        "write": container.write_remittance,
        "read": container.read_return,
        "read_ofx": container.read_statement,
        "pix_door": lambda: pix_webhook.PixDoor(container.pix_gate(), container.record_payment()),
        "open_conversation": container.open_conversation,
        "campaigns": container.start_campaign,
        "plan": container.plan_campaign,
        "follow": container.follow_campaign,
        "steer": container.steer_campaign,
        "send_message": container.send_message,
        "record": container.record_payment,
        "agreements": container.show_agreement,
        "render_documents": container.render_documents,
        "render_document": lambda: container.render_documents().numbered,
    }


def _provide(make: Callable[[], Any]) -> Provide:
    return Provide(lambda: make(), sync_to_thread=False)
