"""The PDF that carries an agreement's boletos to the debtor."""

import re
import unicodedata

from application.outgoing import SlipParcel
from domain.payments.document import PaymentDocument
from domain.shared.ids import AgreementId


def slip_of(agreement_id: AgreementId, documents: tuple[PaymentDocument, ...]) -> SlipParcel:
    """Return the parcel of one PDF: the boleto, or the carnê when there are several instalments."""
    first = documents[0].boleto
    creditor = _plain(first.beneficiary.name)
    name = (
        f"boleto-{creditor}-{first.due_date}"
        if len(documents) == 1
        else f"carne-{creditor}-{len(documents)}x"
    )
    return SlipParcel(
        agreement_id,
        tuple(document.installment for document in documents),
        filename=f"{name}.pdf",
        caption="",
    )


def _plain(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")
