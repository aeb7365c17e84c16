"""Which instalment a debtor means: "a segunda parcela", "parcela 3", "3ª parcela", "o Pix da segunda"."""

import re
from dataclasses import replace

from application.figures import fold
from domain.negotiation.events import PaymentAskedAgain
from domain.negotiation.negotiation import Decision, Negotiation
from domain.negotiation.understanding import Intent, Understanding

_ORDINALS = (
    "primeir", "segund", "terceir", "quart", "quint", "sext", "setim", "oitav", "non", "decim",
)  # fmt: skip
_WORDS = "|".join(_ORDINALS)
_PARCELA = r"(?:parcela|prestacao|boleto|mensalidade)"
_OF_IT = r"(?:pix|boleto|codigo|linha|carne|qr)\s+d[ao]|(?:pagar|pago|adiantar|quitar)\s+[ao]"
_BY_WORD = re.compile(
    rf"\b({_WORDS})[ao]\s+{_PARCELA}\b|\b{_PARCELA}\s+({_WORDS})[ao]\b"
    rf"|\b(?:{_OF_IT})\s+({_WORDS})[ao]\b(?!\s*-?\s*(?:feira|via))"
)
_BY_NUMBER = re.compile(
    rf"\b{_PARCELA}\s+(?:n(?:umero)?\.?[o°]?\s*)?(\d{{1,2}})\b(?!\s*(?:x|vezes|reais|/))|\b(\d{{1,2}})\s*[ao]\s+{_PARCELA}\b"
)
_LAST = re.compile(rf"\b(?:ultim[ao]\s+{_PARCELA}|{_PARCELA}\s+final)\b")

# Under an agreement these, said of an instalment, ask how to pay it.
_ASK_FOR_IT = frozenset(
    {
        Intent.PROPOSE,
        Intent.ASK_INSTALLMENTS,
        Intent.ASK_DETAILS,
        Intent.ACCEPT,
        Intent.GREETING,
        Intent.UNKNOWN,
    }
)


def which_installment(text: str, of: int) -> int | None:
    """Return the number of the instalment that `text` names, of `of`; None when it names none of them."""
    folded = fold(text)
    if of > 1 and _LAST.search(folded):
        return of
    if found := _BY_WORD.search(folded):
        number = _ORDINALS.index(next(filter(None, found.groups()))) + 1
    elif found := _BY_NUMBER.search(folded):
        number = int(found[1] or found[2])
    else:
        return None
    return number if 1 <= number <= of else None


def as_asking_to_pay(understood: Understanding, negotiation: Negotiation, text: str) -> Understanding:
    """Return what was understood: naming an instalment of one's agreement is asking how to pay it."""
    if negotiation.agreement_id is None or understood.intent not in _ASK_FOR_IT:
        return understood
    if which_installment(text, _agreed(negotiation)) is None:
        return understood
    return Understanding(Intent.ASK_PAYMENT_METHOD, hardship=understood.hardship)


def naming_installment(decision: Decision, text: str) -> Decision:
    """Return `decision` with the instalment that was asked for, if one was named."""
    if not any(isinstance(event, PaymentAskedAgain) for event in decision.events):
        return decision
    asked = PaymentAskedAgain(installment=which_installment(text, _agreed(decision.negotiation)))
    events = tuple(asked if isinstance(event, PaymentAskedAgain) else event for event in decision.events)
    return replace(decision, events=events)


def _agreed(negotiation: Negotiation) -> int:
    return len(negotiation.current.terms.installments) if negotiation.current else 1
