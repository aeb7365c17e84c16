"""The simulator's routes: a page, and what it asks for. What it writes enters by the provider's own door."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Protocol
from uuid import UUID, uuid4

from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, SkipValidation
from litestar.response import ServerSentEvent
from litestar.status_codes import HTTP_202_ACCEPTED
from msgspec import Meta, Struct

from application.ports.clock import Clock
from application.ports.crm import Crm
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.views import AgreementView, ConversationSummary, ConversationView
from application.ports.webhook_gate import InboundMessage, ProviderEvents
from application.show_agreement import ShowAgreement
from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf
from domain.shared.ids import AgreementId, ConversationId
from entrypoints.simulator.live import live_view
from entrypoints.simulator.page_files import show_page, show_page_file

RECENT = 20


class Opened(Protocol):
    """A conversation that was opened, or that already was; `scheduled_for` when it must wait for its hour."""

    @property
    def conversation_id(self) -> ConversationId:
        """The conversation."""

    @property
    def scheduled_for(self) -> datetime | None:
        """When its first message leaves, if not at once."""

    @property
    def already_open(self) -> bool:
        """Whether it stood before."""


OpenConversation = Callable[[Cpf], Awaitable[Opened]]
ReceiveEvents = Callable[[ProviderEvents], Awaitable[Sequence[ConversationId]]]
RenderDocument = Callable[[AgreementId, int], Awaitable[bytes]]


class PickableDebtor(Struct, frozen=True):
    """An invented debtor to be played; `hint` are the digits that prove who they are, `amount` is in BRL."""

    cpf: str
    cpf_masked: str
    hint: str
    name: str
    uf: str | None
    amount: Decimal
    description: str
    creditor: str


class NewConversation(Struct, frozen=True):
    """Whom to play."""

    cpf: str


class OpenedConversation(Struct, frozen=True):
    """The conversation to watch."""

    conversation_id: ConversationId
    scheduled_for: datetime | None
    already_open: bool


class NewMessage(Struct, frozen=True):
    """What the debtor writes: at most what WhatsApp takes."""

    text: Annotated[str, Meta(min_length=1, max_length=4096)]


class TakenMessage(Struct, frozen=True):
    """The conversations that the message belongs to: another one, when the one written to had ended."""

    conversation_ids: tuple[ConversationId, ...]


@get("/debtors")
async def list_debtors(crm: NamedDependency[SkipValidation[Crm]]) -> list[PickableDebtor]:
    """Return the debtors that may be played."""
    return [_pickable(record) for record in await crm.list_debtors()]


@post("/conversations")
async def open_as_debtor(
    data: JSONBody[NewConversation], open_conversation: NamedDependency[OpenConversation]
) -> OpenedConversation:
    """Open a conversation with a debtor, as the collection firm would."""
    opened = await open_conversation(Cpf.parse(data.cpf))
    return OpenedConversation(opened.conversation_id, opened.scheduled_for, opened.already_open)


@post("/conversations/{conversation_id:uuid}/messages", status_code=HTTP_202_ACCEPTED)
async def write_as_debtor(
    conversation_id: FromPath[UUID],
    data: JSONBody[NewMessage],
    uow: NamedDependency[UnitOfWorkFactory],
    clock: NamedDependency[SkipValidation[Clock]],
    receive_events: NamedDependency[ReceiveEvents],
) -> TakenMessage:
    """Take what the debtor wrote as if the provider had brought it."""
    async with uow() as work:
        conversation = await work.conversations.get(ConversationId(conversation_id))
    message = InboundMessage(f"sim.{uuid4()}", conversation.contact, clock.now(), "text", data.text)
    return TakenMessage(tuple(await receive_events(ProviderEvents(messages=(message,)))))


@get("/conversations/{conversation_id:uuid}/events")
async def watch_conversation(
    conversation_id: FromPath[UUID], uow: NamedDependency[UnitOfWorkFactory], state: State
) -> ServerSentEvent:
    """Stream the conversation: its view at once, and again whenever it changes.

    Ends when whoever stops the server sets `state.stopping`, an `asyncio.Event`: a server that waits for
    its open answers would otherwise wait for the browser to be closed.
    """

    async def read() -> ConversationView | None:
        async with uow() as work:
            return await work.views.conversation(ConversationId(conversation_id))

    if await read() is None:
        raise NotFound
    stopping: asyncio.Event = state.setdefault("stopping", asyncio.Event())
    return ServerSentEvent(
        live_view(read, stopping), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


@get("/recent")
async def list_recent(uow: NamedDependency[UnitOfWorkFactory]) -> tuple[ConversationSummary, ...]:
    """Return the latest conversations, so that one of them can be watched again."""
    async with uow() as work:
        return await work.views.conversations(limit=RECENT)


@get("/agreements/{agreement_id:uuid}")
async def show_agreement(
    agreement_id: FromPath[UUID], agreements: NamedDependency[SkipValidation[ShowAgreement]]
) -> AgreementView:
    """Return an agreement as it stands: schedule, documents and payments."""
    return await agreements(AgreementId(agreement_id))


@get("/agreements/{agreement_id:uuid}/documents/{n:int}")
async def show_document(
    agreement_id: FromPath[UUID], n: FromPath[int], render_document: NamedDependency[RenderDocument]
) -> Response[bytes]:
    """Return one payment document, to be read in the browser."""
    pdf = await render_document(AgreementId(agreement_id), n)
    headers = {"Content-Disposition": f'inline; filename="documento-{n}.pdf"', "Cache-Control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


def simulator_router() -> Router:
    """Return everything under `/simulador`.

    The application provides `crm`, `uow`, `clock`, `agreements`, `open_conversation`, `receive_events` and
    `render_document`.
    """
    api = Router(
        path="/api",
        route_handlers=[
            list_debtors,
            open_as_debtor,
            write_as_debtor,
            watch_conversation,
            list_recent,
            show_agreement,
            show_document,
        ],
    )
    return Router(path="/simulador", route_handlers=[show_page, show_page_file, api], include_in_schema=False)


def _pickable(record: DebtorRecord) -> PickableDebtor:
    return PickableDebtor(
        cpf=record.cpf.digits,
        cpf_masked=record.cpf.masked,
        hint=record.cpf.digits[:3],
        name=record.name,
        uf=record.uf,
        amount=sum((debt.amount for debt in record.debts), Decimal("0.00")),
        description=", ".join(debt.description for debt in record.debts),
        creditor=", ".join(dict.fromkeys(debt.creditor for debt in record.debts)),
    )
