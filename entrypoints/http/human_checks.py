"""`/api/v1/human-checks`: what a person has to look at, such as a receipt that nobody believes unseen."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation

from application.ports.clock import Clock
from application.ports.human_checks import HumanCheck
from application.ports.negotiation_repository import NotFound
from application.ports.received_files import ReceivedFiles
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import ConversationId, MessageId
from entrypoints.http import examples


class HumanCheckBody(msgspec.Struct, frozen=True):
    """One file to look at; `url` gives it as long as the provider keeps it, seven days from `opened_at`."""

    message_id: MessageId
    conversation_id: ConversationId
    kind: str
    media_id: str
    media_type: str
    filename: str
    opened_at: datetime
    url: str


@get("/human-checks", summary="O que espera por uma pessoa, o mais antigo primeiro")
async def list_human_checks(
    uow: NamedDependency[UnitOfWorkFactory],
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> tuple[HumanCheckBody, ...]:
    """Return the checks that are open."""
    async with uow() as work:
        return tuple(_body(check) for check in await work.human_checks.waiting(limit))


@post(
    "/human-checks/{message_id:uuid}/done",
    summary="Uma pessoa conferiu",
    status_code=204,
    responses=examples.problems(401, 404, 503),
)
async def close_human_check(
    message_id: FromPath[UUID],
    uow: NamedDependency[UnitOfWorkFactory],
    clock: NamedDependency[SkipValidation[Clock]],
) -> None:
    """Close the check of a message."""
    async with uow() as work:
        closed = await work.human_checks.close(MessageId(message_id), clock.now())
        await work.commit()
    if not closed:
        raise NotFound


@get(
    "/human-checks/{message_id:uuid}/file",
    summary="O arquivo a conferir, tal como veio",
    media_type="application/octet-stream",
    responses=examples.problems(401, 404, 410, 503),
)
async def show_file_to_check(
    message_id: FromPath[UUID],
    uow: NamedDependency[UnitOfWorkFactory],
    received_files: NamedDependency[SkipValidation[ReceivedFiles]],
) -> Response[bytes]:
    """Return the file as an attachment: it comes from a stranger, and no browser should show it by itself."""
    async with uow() as work:
        check = await work.human_checks.of_message(MessageId(message_id))
    if check is None:
        raise NotFound
    file = await received_files.fetch(check.file.media_id)
    headers = {
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }
    return Response(file.data, media_type="application/octet-stream", headers=headers)


def _body(check: HumanCheck) -> HumanCheckBody:
    file = check.file
    return HumanCheckBody(
        check.message_id,
        check.conversation_id,
        check.kind,
        file.media_id,
        file.media_type,
        file.filename,
        check.opened_at,
        f"/api/v1/human-checks/{check.message_id}/file",
    )
