"""`/api/v1/agreements`: terms, schedule and documents."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from application.ports.views import AgreedInstallmentView, AgreementView, DocumentView, PaymentView
from application.render_documents import RenderDocuments
from application.show_agreement import ShowAgreement
from domain.shared.ids import AgreementId, ConversationId
from entrypoints.http import examples


class DocumentBody(msgspec.Struct, frozen=True):
    """One way to pay an instalment; `url` gives its PDF, `registration` what the bank knows of a boleto."""

    n: int
    kind: str
    status: str
    amount: Decimal | None
    due_date: date | None
    linha_digitavel: str | None
    barcode: str | None
    pix_code: str | None
    registration: str | None
    url: str


class InstallmentBody(msgspec.Struct, frozen=True):
    """One instalment, in BRL: `remaining` is what settles it today, with the charges for being late."""

    number: int
    amount: Decimal
    due_date: date
    status: str
    paid: Decimal
    late_charges: Decimal
    remaining: Decimal
    paid_on: date | None
    documents: tuple[DocumentBody, ...]


class PaymentOfAgreement(msgspec.Struct, frozen=True):
    """One payment, in BRL: the instalments it settled, and what of it nobody owed."""

    id: UUID
    source: str
    external_id: str
    amount: Decimal
    paid_on: date
    installments: tuple[int, ...]
    surplus: Decimal


class AgreementBody(msgspec.Struct, frozen=True):
    """One agreement, in BRL; `carne_url` gives all documents that stand in one PDF."""

    id: AgreementId
    conversation_id: ConversationId
    status: str
    original_amount: Decimal
    total: Decimal
    discount_amount: Decimal
    paid: Decimal
    remaining: Decimal
    overpaid: Decimal
    installments: tuple[InstallmentBody, ...]
    payments: tuple[PaymentOfAgreement, ...]
    renegotiates: AgreementId | None
    renegotiated_by: AgreementId | None
    carne_url: str | None


@get(
    "/agreements/{agreement_id:uuid}",
    summary="Um acordo: condições, parcelas e documentos",
    responses=examples.problems(401, 404, 503),
)
async def show_agreement(
    agreement_id: FromPath[UUID], agreements: NamedDependency[SkipValidation[ShowAgreement]]
) -> AgreementBody:
    """Return the terms and the schedule as they stand today, the payments, and a link for each document."""
    return _body(await agreements(AgreementId(agreement_id)))


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
    documents = [document for installment in view.installments for document in installment.documents]
    return AgreementBody(
        view.id,
        view.conversation_id,
        view.status,
        view.original_amount,
        view.total,
        view.discount_amount,
        view.paid,
        view.remaining,
        view.overpaid,
        tuple(_installment(view.id, installment) for installment in view.installments),
        tuple(_payment(payment) for payment in view.payments),
        view.renegotiates,
        view.renegotiated_by,
        _url(view.id, 0) if any(document.status == "active" for document in documents) else None,
    )


def _installment(agreement_id: AgreementId, view: AgreedInstallmentView) -> InstallmentBody:
    documents = tuple(_document(agreement_id, document) for document in view.documents)
    return InstallmentBody(
        view.number,
        view.amount,
        view.due_date,
        view.status,
        view.paid,
        view.late_charges,
        view.remaining,
        view.paid_on,
        documents,
    )


def _document(agreement_id: AgreementId, view: DocumentView) -> DocumentBody:
    return DocumentBody(
        view.n,
        view.kind,
        view.status,
        view.amount,
        view.due_date,
        view.linha_digitavel,
        view.barcode,
        view.pix_code,
        view.registration,
        _url(agreement_id, view.n),
    )


def _payment(view: PaymentView) -> PaymentOfAgreement:
    return PaymentOfAgreement(
        view.id,
        view.source,
        view.external_id,
        view.amount,
        view.paid_on,
        view.installments,
        view.surplus,
    )


def _url(agreement_id: AgreementId, n: int) -> str:
    return f"/api/v1/agreements/{agreement_id}/documents/{n}"
