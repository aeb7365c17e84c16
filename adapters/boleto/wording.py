"""What every drawn document says besides its numbers, in Portuguese."""

from datetime import date

from domain.payments.document import PaymentDocument
from domain.payments.party import Beneficiary
from domain.payments.registration import Registration

PLACE_OF_PAYMENT = "Pagável em qualquer banco, casa lotérica ou aplicativo"

_STATES: dict[Registration, str] = {
    "unregistered": "Boleto ainda não registrado no banco: ele só pode ser pago depois do registro.",
    "sent": "Boleto enviado ao banco para registro: ele só pode ser pago depois do registro.",
    "registered": "Boleto registrado no banco: já pode ser pago em qualquer banco ou aplicativo.",
    "rejected": "O banco recusou o registro deste boleto: ele não pode ser pago.",
    "cancelled": "Boleto cancelado: não pague este documento.",
    "paid": "Boleto pago: não pague de novo.",
}
# While the bank has yet to take the boleto, or has not, its Pix pays the same instalment.
_WAITS_FOR_THE_BANK: frozenset[Registration] = frozenset({"unregistered", "sent", "rejected"})
_PIX_IS_READY = " O Pix já pode ser pago."


def installment(document: PaymentDocument) -> str:
    """Return which part of the agreement the document pays: `Parcela 2 de 3`."""
    return f"Parcela {document.installment} de {document.of}"


def registration(document: PaymentDocument) -> str:
    """Return whether the boleto can be paid yet, as a debtor understands it."""
    state = document.boleto.registration
    has_pix = document.pix is not None and state in _WAITS_FOR_THE_BANK
    return _STATES[state] + (_PIX_IS_READY if has_pix else "")


def day(value: date) -> str:
    """Return `value` as `05/12/2026`."""
    return value.strftime("%d/%m/%Y")


def tax_number(document: str) -> str:
    """Return a CPF or CNPJ, already masked, with its name before it."""
    return f"{'CNPJ' if '/' in document else 'CPF'} {document}"


def copyable(code: str, columns: int) -> list[str]:
    """Return `code` cut into lines of at most `columns` characters.

    No space stands at either side of a cut: one at the end of a line is lost when the code is copied.
    """
    lines = []
    while code:
        end = min(columns, len(code))
        while 1 < end < len(code) and " " in code[end - 1 : end + 1]:
            end -= 1
        lines.append(code[:end])
        code = code[end:]
    return lines


def address(beneficiary: Beneficiary) -> str:
    """Return street and city on one line."""
    return " – ".join(part for part in (beneficiary.address, beneficiary.city) if part)


def contact(beneficiary: Beneficiary) -> str:
    """Return how to reach the creditor, or an empty text when no way was given."""
    return " · ".join(part for part in (beneficiary.phone, beneficiary.site) if part)


def title(documents: tuple[PaymentDocument, ...]) -> str:
    """Return the title of the file, as a PDF reader shows it."""
    creditor = documents[0].boleto.beneficiary
    what = installment(documents[0]).lower() if len(documents) == 1 else f"{len(documents)} parcelas"
    return f"Boleto de {creditor.name}, {what}"
