"""Draw the payment documents of an agreement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from application.ports.boleto_renderer import BoletoRenderer
from application.ports.negotiation_repository import NotFound
from application.ports.second_copies import KeptDocument
from application.ports.unit_of_work import UnitOfWorkFactory
from application.show_agreement import position_of
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
            history = await uow.second_copies.history(agreement_id)
            states = await uow.registrations.states(agreement_id)
        chosen = tuple(_registered(document, states) for document in _latest(history, installments))
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
            kept = {each.position: each.document for each in await uow.second_copies.history(agreement_id)}
            states = await uow.registrations.states(agreement_id)
        document = kept.get(position_of(n, kept[1].of)) if n > 0 and 1 in kept else None
        if document is None:
            raise NotFound
        return await self.renderer.render((_registered(document, states),))


def _latest(history: Sequence[KeptDocument], installments: Sequence[int]) -> Iterator[PaymentDocument]:
    """Yield the latest document of each instalment that is named; when none is, of those that stand."""
    latest = {kept.document.installment: kept for kept in history}
    for number, kept in sorted(latest.items()):
        if number in installments or not (installments or kept.cancelled):
            yield kept.document


def _registered(document: PaymentDocument, states: Mapping[str, Registration]) -> PaymentDocument:
    boleto = document.boleto
    state = states.get(boleto.nosso_numero, boleto.registration)
    return replace(document, boleto=replace(boleto, registration=state))
