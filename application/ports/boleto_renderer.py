"""Drawing payment documents."""

from typing import Protocol

from domain.payments.document import PaymentDocument


class BoletoRenderer(Protocol):
    """Draws payment documents as a PDF."""

    async def render(self, documents: tuple[PaymentDocument, ...]) -> bytes:
        """Return one PDF with one page per document, in order; never on the event loop's thread."""
