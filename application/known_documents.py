"""The documents of an agreement, and what their bank knows of them by now."""

from dataclasses import replace

from application.ports.second_copies import KeptDocument
from application.ports.unit_of_work import UnitOfWork
from domain.shared.ids import AgreementId


async def known_documents(uow: UnitOfWork, agreement_id: AgreementId) -> tuple[KeptDocument, ...]:
    """Return all documents of an agreement by position, each boleto in the state that its bank last told."""
    history = await uow.second_copies.history(agreement_id)
    states = await uow.registrations.states(agreement_id)
    return tuple(
        replace(kept, document=kept.document.known_as(states.get(boleto.nosso_numero, boleto.registration)))
        for kept in history
        for boleto in (kept.document.boleto,)
    )
