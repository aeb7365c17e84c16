"""`/api/v1/agreements`: terms, schedule and documents."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.views import AgreedInstallmentView, AgreementView, DocumentView
from application.render_documents import RenderDocuments
from domain.shared.ids import AgreementId, ConversationId
from entrypoints.http import examples


class DocumentBody(msgspec.Struct, frozen=True):
    """One way to pay an instalment; `url` gives its PDF."""

    n: int
    kind: str
    linha_digitavel: str | None
    barcode: str | None
    pix_code: str | None
    url: str


class InstallmentBody(msgspec.Struct, frozen=True):
    """One instalment, in BRL."""

    number: int
    amount: Decimal
    due_date: date
    status: str
    documents: tuple[DocumentBody, ...]


class AgreementBody(msgspec.Struct, frozen=True):
    """One agreement, in BRL; `carne_url` gives all its documents in one PDF."""

    id: AgreementId
    conversation_id: ConversationId
    status: str
    original_amount: Decimal
    total: Decimal
    discount_amount: Decimal
    installments: tuple[InstallmentBody, ...]
    carne_url: str | None


@get(
    "/agreements/{agreement_id:uuid}",
    summary="Um acordo: condições, parcelas e documentos",
    responses=examples.problems(401, 404, 503),
)
async def show_agreement(
    agreement_id: FromPath[UUID], uow: NamedDependency[UnitOfWorkFactory]
) -> AgreementBody:
    """Return the terms and the schedule, with a link for each document."""
    async with uow() as work:
        view = await work.views.agreement(AgreementId(agreement_id))
    if view is None:
        raise NotFound
    return _body(view)


@get("/agreements/{agreement_id:uuid}/documents/{n:int}", summary="O PDF de um documento")
async def show_document(
    agreement_id: FromPath[UUID],
    n: FromPath[int],
    render_documents: NamedDependency[SkipValidation[RenderDocuments]],
) -> Response[bytes]:
    """Return the PDF of document `n`; 0 is the carnê with all of them."""
    pdf = await render_documents.numbered(AgreementId(agreement_id), n)
    headers = {"Content-Disposition": f'inline; filename="documento-{n}.pdf"', "Cache-Control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _body(view: AgreementView) -> AgreementBody:
    has_documents = any(installment.documents for installment in view.installments)
    return AgreementBody(
        view.id,
        view.conversation_id,
        view.status,
        view.original_amount,
        view.total,
        view.discount_amount,
        tuple(_installment(view.id, installment) for installment in view.installments),
        _url(view.id, 0) if has_documents else None,
    )


def _installment(agreement_id: AgreementId, view: AgreedInstallmentView) -> InstallmentBody:
    documents = tuple(_document(agreement_id, document) for document in view.documents)
    return InstallmentBody(view.number, view.amount, view.due_date, view.status, documents)


def _document(agreement_id: AgreementId, view: DocumentView) -> DocumentBody:
    return DocumentBody(
        view.n, view.kind, view.linha_digitavel, view.barcode, view.pix_code, _url(agreement_id, view.n)
    )


def _url(agreement_id: AgreementId, n: int) -> str:
    return f"/api/v1/agreements/{agreement_id}/documents/{n}"
