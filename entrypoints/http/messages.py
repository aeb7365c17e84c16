"""`/api/v1/messages`: what the CRM sends to a debtor through us."""

from base64 import b64decode
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import Body, FromPath, HeaderParameter, SkipValidation

from application.outgoing import FileParcel, TextParcel
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from application.send_message import SendMessage
from domain.shared.errors import RuleBroken
from domain.shared.ids import ConversationId, MessageId
from entrypoints.http import examples

LARGEST_DOCUMENT = 8 * 1024 * 1024
_MEDIA_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})
# As many characters as `LARGEST_DOCUMENT` bytes have in base64, and the rest of the body.
LARGEST_DOCUMENT_BODY = LARGEST_DOCUMENT * 4 // 3 + 64 * 1024

IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]


class TextRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text for the debtor of a conversation."""

    conversation_id: UUID
    text: Annotated[str, msgspec.Meta(pattern=r"\S", max_length=4096)]


class DocumentRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file for the debtor of a conversation; `content` is base64, at most 8 MB of PDF, PNG or JPEG."""

    conversation_id: UUID
    filename: Annotated[str, msgspec.Meta(min_length=1, max_length=240)]
    content: str
    media_type: str = "application/pdf"
    caption: Annotated[str, msgspec.Meta(max_length=1024)] = ""


class QueuedMessage(msgspec.Struct, frozen=True):
    """The message, and where to see how far it has come."""

    id: MessageId
    status_url: str


class MessageStatus(msgspec.Struct, frozen=True):
    """How far a message has come: pending, sent, delivered, read or failed."""

    id: MessageId
    status: str


class InvalidDocument(RuleBroken):
    """The content is not a file that can be sent."""


@post(
    "/messages/text",
    status_code=202,
    summary="Envia um texto pela mesma fila",
    responses=examples.problems(401, 404, 409, 422, 503),
)
async def send_text(
    data: Annotated[TextRequest, Body(examples=examples.TEXT)],
    send_message: NamedDependency[SkipValidation[SendMessage]],
    idempotency_key: IdempotencyKey = None,
) -> QueuedMessage:
    """Queue a text; the same `Idempotency-Key` sends it once."""
    conversation_id = ConversationId(data.conversation_id)
    return _queued(await send_message(conversation_id, TextParcel(data.text), idempotency_key))


@post(
    "/messages/document",
    status_code=202,
    request_max_body_size=LARGEST_DOCUMENT_BODY,
    summary="Envia um documento pela mesma fila",
    responses=examples.problems(401, 404, 409, 422, 503),
)
async def send_document(
    data: Annotated[DocumentRequest, Body(examples=examples.DOCUMENT)],
    send_message: NamedDependency[SkipValidation[SendMessage]],
    idempotency_key: IdempotencyKey = None,
) -> QueuedMessage:
    """Queue a file; the same `Idempotency-Key` sends it once."""
    _check(data)
    parcel = FileParcel(data.filename, data.media_type, data.content, data.caption)
    return _queued(await send_message(ConversationId(data.conversation_id), parcel, idempotency_key))


@get("/messages/{message_id:uuid}/status", summary="Até onde uma mensagem chegou")
async def show_status(message_id: FromPath[UUID], uow: NamedDependency[UnitOfWorkFactory]) -> MessageStatus:
    """Return how far a message has come."""
    async with uow() as work:
        view = await work.views.message(MessageId(message_id))
    if view is None:
        raise NotFound
    return MessageStatus(view.id, view.status)


def _check(document: DocumentRequest) -> None:
    if document.media_type not in _MEDIA_TYPES:
        raise InvalidDocument("o tipo do documento deve ser PDF, PNG ou JPEG")
    try:
        data = b64decode(document.content, validate=True)
    except ValueError:
        raise InvalidDocument("o conteúdo do documento deve estar em base64") from None
    if not 0 < len(data) <= LARGEST_DOCUMENT:
        raise InvalidDocument("o documento deve ter até 8 MB e não pode ser vazio")


def _queued(message_id: MessageId) -> QueuedMessage:
    return QueuedMessage(message_id, f"/api/v1/messages/{message_id}/status")
