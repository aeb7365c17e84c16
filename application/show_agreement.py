"""Show an agreement as it stands: terms, schedule, documents and payments."""

from collections.abc import Iterator
from dataclasses import dataclass

from application.assess_agreement import AssessAgreement, Standing
from application.ports.clock import Clock
from application.ports.second_copies import KeptDocument
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.views import (
    AgreedInstallmentView,
    AgreementView,
    DocumentStatus,
    DocumentView,
    PaymentView,
)
from domain.payments.account import Entry
from domain.shared.calendar import business_date
from domain.shared.ids import AgreementId


@dataclass(frozen=True, slots=True)
class ShowAgreement:
    """Answers with what is true today, whether or not anybody has acted on it yet.

    Raises:
        NotFound: there is no such agreement.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    assess: AssessAgreement
    clock: Clock

    async def __call__(self, agreement_id: AgreementId) -> AgreementView:
        """Return the agreement, in BRL."""
        async with self.uow() as uow:
            standing = await self.assess(uow, agreement_id, business_date(self.clock.now()))
            successor = await uow.agreements.successor_of(agreement_id)
        agreement = standing.agreement
        return AgreementView(
            agreement.id,
            agreement.conversation_id,
            standing.status.value,
            agreement.original_amount,
            agreement.total,
            agreement.discount_amount,
            tuple(_installment(standing, entry) for entry in standing.account.entries),
            payments=tuple(_payments(standing)),
            paid=standing.account.paid,
            remaining=standing.account.remaining,
            overpaid=standing.account.overpaid,
            renegotiates=agreement.renegotiates,
            renegotiated_by=successor.id if successor else None,
        )


def number_of(position: int, installments: int, *, pix: bool) -> int:
    """Return the number of a document within its agreement.

    First the boletos of all instalments, then their Pix charges, then both of each second copy.
    """
    second = position - installments
    if second <= 0:
        return position + (installments if pix else 0)
    return 2 * installments + 2 * second - (0 if pix else 1)


def position_of(n: int, installments: int) -> int:
    """Return the position of the document that goes by the number `n`."""
    if n > 2 * installments:
        return installments + (n - 2 * installments + 1) // 2
    return (n - 1) % installments + 1


def _installment(standing: Standing, entry: Entry) -> AgreedInstallmentView:
    of = len(standing.agreement.installments)
    documents = [kept for kept in standing.documents if kept.document.installment == entry.due.number]
    return AgreedInstallmentView(
        entry.due.number,
        entry.due.amount,
        entry.due.due_date,
        standing.status_of(entry).value,
        tuple(view for kept in reversed(documents) for view in _ways_to_pay(kept, of)),
        entry.paid,
        entry.charges,
        entry.remaining,
        entry.settled_on,
    )


def _ways_to_pay(kept: KeptDocument, of: int) -> Iterator[DocumentView]:
    """Yield the boleto, then the Pix charge; what stands comes before what was cancelled."""
    boleto, pix = kept.document.boleto, kept.document.pix
    status: DocumentStatus = "cancelled" if kept.cancelled else "active"
    yield DocumentView(
        number_of(kept.position, of, pix=False),
        "boleto",
        boleto.linha_digitavel,
        boleto.barcode,
        None,
        status,
        boleto.amount,
        boleto.due_date,
        boleto.registration,
    )
    if pix is not None:
        n = number_of(kept.position, of, pix=True)
        yield DocumentView(n, "pix", None, None, pix.payload, status, pix.amount, boleto.due_date)


def _payments(standing: Standing) -> Iterator[PaymentView]:
    account = standing.account
    for payment_id, payment in standing.payments:
        yield PaymentView(
            payment_id,
            payment.source,
            payment.external_id,
            payment.amount,
            payment.paid_on,
            tuple(each.installment for each in account.settlements if each.payment == payment.told_as),
            sum(
                (left for name, left in account.surplus if name == payment.told_as), start=payment.amount * 0
            ),
        )
