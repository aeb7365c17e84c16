"""What one debtor can pay, drawn for one conversation, and whether an offer fits it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from random import Random
from typing import Self

from domain.negotiation.offer import Terms
from domain.negotiation.reply import Promise
from domain.shared.money import ZERO
from entrypoints.simulation.persona import Span, Wallet

_PROPOSALS_TO_THE_MOST = 3
_MOST_INSTALLMENTS_IMAGINED = 24
_TENS, _FIVES = Decimal(10), Decimal(5)
_SMALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Purse:
    """The most that can be paid at once and by month, in BRL (zero: not at all), and from when on."""

    cash: Decimal
    monthly: Decimal
    earliest: date
    first_ask: int

    @classmethod
    def draw(cls, wallet: Wallet, balance: Decimal, today: date, rng: Random) -> Self:
        """Draw what a debtor of `balance` BRL has."""
        cash, monthly = (_share(span, balance, rng) for span in (wallet.cash, wallet.monthly))
        return cls(cash, monthly, today + timedelta(days=rng.randint(*wallet.not_before)), wallet.first_ask)

    def affords(self, terms: Terms) -> bool:
        """Tell whether the amounts of `terms` fit, whatever their date."""
        if len(terms.installments) == 1:
            return terms.total <= self.cash
        return max(installment.amount for installment in terms.installments) <= self.monthly

    def fits(self, terms: Terms) -> bool:
        """Tell whether `terms` fit in amount and date."""
        return self.affords(terms) and terms.first_due >= self.earliest

    def fits_promise(self, promise: Promise) -> bool:
        """Tell whether the debtor can keep `promise`."""
        return promise.amount <= self.cash and promise.on >= self.earliest

    def total_asked(self, times: int) -> Decimal:
        """Return the cash total proposed the `times`-th time, in a round number of BRL."""
        most = self.cash or self.monthly * self.installments_for(None)
        return _rounded(most * self._asked_share(times) / 100)

    def monthly_asked(self, times: int) -> Decimal:
        """Return the instalment proposed the `times`-th time, in a round number of BRL."""
        return _rounded((self.monthly or self.cash / 6) * self._asked_share(times) / 100)

    def installments_for(self, terms: Terms | None) -> int:
        """Return in how many instalments the total in view would fit, as a person reckons it."""
        if terms is None or not self.monthly:
            return _PROPOSALS_TO_THE_MOST
        count = int((terms.total / self.monthly).to_integral_value(ROUND_CEILING))
        return min(max(count, 2), _MOST_INSTALLMENTS_IMAGINED)

    def _asked_share(self, times: int) -> int:
        risen = min(times, _PROPOSALS_TO_THE_MOST) * (100 - self.first_ask) // _PROPOSALS_TO_THE_MOST
        return self.first_ask + risen


def _share(span: Span | None, balance: Decimal, rng: Random) -> Decimal:
    percent = rng.randint(span[0] * 10, span[1] * 10) if span else 0
    return balance * percent / 1000 if percent else ZERO


def _rounded(amount: Decimal) -> Decimal:
    step = _TENS if amount >= _SMALL else _FIVES
    return max(amount // step * step, _FIVES)
