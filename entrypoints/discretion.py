"""What may be said of the creditor before anybody has proven who they are."""

import unicodedata

_TELLTALE = ("divida", "debito", "cobranca", "recuperacao", "credito", "financ")


def discreet_name(name: str) -> str:
    """Return the creditor's name, or nothing when the name itself says what the matter is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "" if any(word in plain for word in _TELLTALE) else name
