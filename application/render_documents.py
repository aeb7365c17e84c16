"""Draw the payment documents of an agreement."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.boleto_renderer import BoletoRenderer
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import AgreementId


@dataclass(frozen=True, slots=True)
class RenderDocuments:
    """Draws a PDF from the documents as they were issued; the same documents give the same facts.

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
        chosen = tuple(
            document for document in documents if not installments or document.installment in installments
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
