"""Draw the payment documents of an agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from application.ports.boleto_renderer import BoletoRenderer
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.payments.document import PaymentDocument
from domain.payments.registration import Registration
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
            documents = await uow.agreements.documents(agreement_id)
            states = await uow.registrations.states(agreement_id)
        chosen = tuple(
            _registered(document, states)
            for document in documents
            if not installments or document.installment in installments
        )
        if not chosen:
            raise NotFound
        return await self.renderer.render(chosen)

    async def numbered(self, agreement_id: AgreementId, n: int) -> bytes:
        """Return the PDF of document `n`: boletos come first, then their Pix charges; 0 is all in one.

        A boleto and the Pix of the same instalment are drawn on one page.
        """
        async with self.uow() as uow:
            count = len(await uow.agreements.documents(agreement_id))
        if not 0 <= n <= 2 * count:
            raise NotFound
        return await self(agreement_id, () if n == 0 else ((n - 1) % count + 1,))


def _registered(document: PaymentDocument, states: Mapping[str, Registration]) -> PaymentDocument:
    boleto = document.boleto
    state = states.get(boleto.nosso_numero, boleto.registration)
    return replace(document, boleto=replace(boleto, registration=state))
