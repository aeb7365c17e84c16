"""The two sides of a payment document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """The creditor as every collection document must show it (CDC art. 42-A)."""

    name: str
    document: str
    address: str
    city: str
    phone: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Payer:
    """The debtor as the document shows them; `document` is the CPF with its mask of dots and dash."""

    name: str
    document: str
