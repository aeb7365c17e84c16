"""Invented people for scenarios: valid CPFs and phones that belong to nobody."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf, InvalidCpf
from domain.shared.phone import Phone

_SURNAME = "Souza Prado"
# 529.982.247-25 is the CPF that documentation uses; the others begin elsewhere.
_BEGINNINGS = ("529", "311", "407", "618", "730", "842", "953", "164", "275", "386")


def invented(name: str, serial: int, creditor: str) -> DebtorRecord:
    """Return a person of São Paulo who owes R$ 1.000,00 on a store card, due 10/03/2026."""
    debt = Debt(Decimal("1000.00"), Decimal("1000.00"), date(2026, 3, 10), creditor, "cartão da loja")
    whole = name if " " in name else f"{name} {_SURNAME}"
    turn, place = divmod(serial, len(_BEGINNINGS))
    return DebtorRecord(
        cpf=cpf_beginning_with(f"{(int(_BEGINNINGS[place]) + turn) % 1000:03d}"),
        name=whole,
        phone=Phone.parse(f"551197000{serial:04d}"),
        debts=(debt,),
    )


def owing(
    record: DebtorRecord,
    *,
    amount: Decimal | None = None,
    original: Decimal | None = None,
    due_date: date | None = None,
    creditor: str | None = None,
    description: str | None = None,
) -> DebtorRecord:
    """Return the person with their last debt changed in what is named."""
    debt = record.debts[-1]
    changed = replace(
        debt,
        amount=debt.amount if amount is None else amount,
        original_amount=next((each for each in (original, amount) if each is not None), debt.original_amount),
        due_date=due_date or debt.due_date,
        creditor=creditor or debt.creditor,
        description=description or debt.description,
    )
    return replace(record, debts=(*record.debts[:-1], changed))


def cpf_beginning_with(digits: str) -> Cpf:
    """Return a valid CPF that begins with these digits.

    Raises:
        InvalidCpf: there is none.
    """
    for check in range(100):
        with suppress(InvalidCpf):
            return Cpf.parse(f"{digits}982247"[:9] + f"{check:02d}")
    raise InvalidCpf
