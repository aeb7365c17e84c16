"""Draw the payment documents of an agreement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from application.known_documents import known_documents
from application.ports.boleto_renderer import BoletoRenderer
from application.ports.negotiation_repository import NotFound
from application.ports.second_copies import KeptDocument
from application.ports.unit_of_work import UnitOfWorkFactory
from application.show_agreement import position_of
from domain.payments.document import PaymentDocument
from domain.shared.ids import AgreementId


@dataclass(frozen=True, slots=True)
class RenderDocuments:
    """Draws a PDF from the documents as they were issued, each saying what its bank knows of it by now.

    Raises:
        NotFound: the agreement has no such document.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    renderer: BoletoRenderer

    async def __call__(self, agreement_id: AgreementId, installments: Sequence[int] = ()) -> bytes:
        """Return one PDF with a page for each of `installments`, in order; all of them when none is named."""
        async with self.uow() as uow:
            history = await known_documents(uow, agreement_id)
        chosen = tuple(_latest(history, installments))
        if not chosen:
            raise NotFound
        return await self.renderer.render(chosen)

    async def numbered(self, agreement_id: AgreementId, n: int) -> bytes:
        """Return the PDF of document `n` as `ShowAgreement` numbers them; 0 is all that stand, in one.

        A boleto and the Pix of the same instalment are drawn on one page.
        """
        if n == 0:
            return await self(agreement_id)
        async with self.uow() as uow:
            kept = {each.position: each.document for each in await known_documents(uow, agreement_id)}
        document = kept.get(position_of(n, kept[1].of)) if n > 0 and 1 in kept else None
        if document is None:
            raise NotFound
        return await self.renderer.render((document,))


def _latest(history: Sequence[KeptDocument], installments: Sequence[int]) -> Iterator[PaymentDocument]:
    """Yield the latest document of each instalment that is named; when none is, of those that stand."""
    latest = {kept.document.installment: kept for kept in history}
    for number, kept in sorted(latest.items()):
        if number in installments or not (installments or kept.cancelled):
            yield kept.document
