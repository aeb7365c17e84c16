"""`payments = "crm"`: the CRM issues what it is told was agreed, and hands it over through our API."""

from datetime import date

from application.ports.payment_issuer import IssueRequest
from domain.payments.document import PaymentDocument


class CrmIssuer:
    """Issues nothing: a successful outcome that names no slip asks the CRM for one.

    The slip comes by `POST /api/v1/messages/document`.
    """

    def series(self, on: date) -> None:
        """Return None: the CRM numbers its boletos."""

    async def issue(
        self,
        request: IssueRequest,  # noqa: ARG002 -- the outcome tells the CRM all of it
    ) -> tuple[PaymentDocument, ...]:
        """Return no documents: they are the CRM's to hand over."""
        return ()

    async def aclose(self) -> None:
        """Close nothing."""

    async def cancel(self, document: PaymentDocument) -> None:
        """Tell nobody: there is nothing of ours to cancel."""
