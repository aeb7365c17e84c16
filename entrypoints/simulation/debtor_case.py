"""Who owes what in one simulated conversation: an invented person with an invented debt."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from domain.negotiation.debt_at_stake import DebtAtStake
from domain.shared.calendar import SAO_PAULO
from domain.shared.cpf import Cpf, InvalidCpf

_NAMES = (
    "Ana",
    "Beatriz",
    "Carlos",
    "Davi",
    "Elaine",
    "Fábio",
    "Gilberto",
    "Helena",
    "João",
    "Luzia",
    "Rita",
)
_DEBTS = ("Cartão da loja", "Crediário de móveis", "Compra de geladeira", "Carnê de celular", "Empréstimo")
_FIRST_DAY = date(2026, 11, 2)
_YEAR = 365
_BALANCES = (600, 6000)  # BRL, as retail credit goes


@dataclass(frozen=True, slots=True)
class DebtorCase:
    """A person and their debt; `at` (aware) is when the conversation was opened."""

    first_name: str
    cpf: Cpf
    debt: DebtAtStake
    at: datetime


def draw_case(rng: Random, creditor: str) -> DebtorCase:
    """Draw a debtor who owes `creditor`, and a moment of the day at which they have time."""
    day = _FIRST_DAY + timedelta(days=rng.randrange(_YEAR))
    balance = Decimal(rng.randint(_BALANCES[0] * 100, _BALANCES[1] * 100)) / 100
    original = (balance * rng.randint(60, 95) / 100).quantize(Decimal("0.01"))
    fell_due = day - timedelta(days=rng.randint(60, 4 * _YEAR))
    moment = datetime(day.year, day.month, day.day, rng.randint(8, 21), rng.randrange(60), tzinfo=SAO_PAULO)
    debt = DebtAtStake(balance, original, fell_due, creditor, rng.choice(_DEBTS))
    return DebtorCase(rng.choice(_NAMES), _draw_cpf(rng), debt, moment)


def _draw_cpf(rng: Random) -> Cpf:
    base = f"{rng.randrange(10**9):09}"
    for check in range(100):
        try:
            return Cpf.parse(f"{base}{check:02}")
        except InvalidCpf:
            continue
    return _draw_cpf(rng)
