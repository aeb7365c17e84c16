"""`/api/v1/conversations`: open one, and see how it goes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import Body, FromPath, FromQuery, QueryParameter, SkipValidation

from application.open_conversation import OpenConversation
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.views import ConversationSummary, ConversationView
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId
from entrypoints.http import examples


class OpenRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The debtor to talk to, by CPF, with or without its mask."""

    cpf: Annotated[str, msgspec.Meta(max_length=20)]


class OpenedConversation(msgspec.Struct, frozen=True, omit_defaults=True):
    """The conversation; `scheduled_for` when its first message waits for the allowed hours."""

    id: ConversationId
    scheduled_for: datetime | None = None


@post(
    "/conversations",
    summary="Abre a conversa com o devedor de um CPF",
    status_code=201,
    responses=examples.problems(401, 404, 409, 422, 503),
)
async def open_conversation_by_cpf(
    data: Annotated[OpenRequest, Body(examples=examples.OPEN)],
    open_conversation: NamedDependency[SkipValidation[OpenConversation]],
) -> Response[OpenedConversation]:
    """Fetch the debtor from the CRM and send the opening template.

    201 opened now, 200 it was open already, 202 scheduled for the next allowed hour.
    """
    opened = await open_conversation(Cpf.parse(data.cpf))
    status = 202 if opened.scheduled_for else 200 if opened.already_open else 201
    body = OpenedConversation(opened.conversation_id, opened.scheduled_for)
    headers = {"Location": f"/api/v1/conversations/{opened.conversation_id}"}
    return Response(body, status_code=status, headers=headers)


@get("/conversations", summary="Lista as conversas, as mais novas primeiro")
async def list_conversations(
    uow: NamedDependency[UnitOfWorkFactory],
    status: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    before: FromQuery[datetime | None] = None,
) -> tuple[ConversationSummary, ...]:
    """Return conversations opened before `before`, of one status when it is given."""
    async with uow() as work:
        return await work.views.conversations(status=status, limit=limit, before=before)


@get(
    "/conversations/{conversation_id:uuid}",
    summary="Uma conversa inteira",
    responses=examples.problems(401, 404, 503),
)
async def show_conversation(
    conversation_id: FromPath[UUID], uow: NamedDependency[UnitOfWorkFactory]
) -> ConversationView:
    """Return state, messages, offers and outcome."""
    async with uow() as work:
        view = await work.views.conversation(ConversationId(conversation_id))
    if view is None:
        raise NotFound
    return view
