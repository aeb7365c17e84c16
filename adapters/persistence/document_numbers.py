"""The forms under which banks and statements name a payment document."""

import re
from collections.abc import Iterator

from domain.payments.document import PaymentDocument

_SEPARATORS = re.compile(r"[^0-9]+")


def numbers_of(document: PaymentDocument) -> tuple[str, ...]:
    """Return every form of the document's own numbers, each once: its nosso número and its txid."""
    forms = [*_forms(document.boleto.nosso_numero), *([document.pix.txid] if document.pix else [])]
    return tuple(dict.fromkeys(forms))


def plain_number(number: str) -> str:
    """Return a nosso número as it is looked for: its digits alone."""
    return _SEPARATORS.sub("", number)


def _forms(printed: str) -> Iterator[str]:
    """Yield `109/00000001-4` whole, and its number with and without wallet and check digit."""
    yield plain_number(printed)
    wallet, _, number = printed.rpartition("/")
    core, _, check_digit = number.partition("-")
    core = plain_number(core)
    if wallet or check_digit:
        yield core
    if wallet and check_digit:
        yield core + plain_number(check_digit)
        yield plain_number(wallet) + core
