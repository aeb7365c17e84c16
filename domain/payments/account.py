"""The account of an agreement: what was paid, for which instalment, and what is left. A pure function.

Whatever order the news of payments came in, and however often, the account is the same: payments are told
apart by name, put in the order in which they were made, and counted once.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.payments.late import Due, LateTerms, bank_rounding
from domain.payments.received import PaymentReceived
from domain.shared.money import ZERO


class InstallmentStatus(StrEnum):
    """Where one instalment stands; `partial` was paid in part and is not overdue."""

    OPEN = "open"
    PARTIAL = "partial"
    OVERDUE = "overdue"
    PAID = "paid"
    PROMISED = "promised"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The part of one payment that settles one instalment, in BRL; `payment` is what it is told as."""

    payment: str
    installment: int
    amount: Decimal
    paid_on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One instalment in the account, in BRL, with its `charges` for being late, and when it was settled."""

    due: Due
    payable_until: date
    paid: Decimal
    charges: Decimal
    settled_on: date | None

    @property
    def remaining(self) -> Decimal:
        """What settles it on the day of the account."""
        return self.due.amount + self.charges - self.paid

    @property
    def principal_left(self) -> Decimal:
        """What is left without the charges: payments go to it first."""
        return max(ZERO, self.due.amount - self.paid)

    def is_overdue(self, today: date) -> bool:
        """Tell whether its day has passed without it being paid."""
        return self.principal_left > ZERO and today > self.payable_until

    def last_day(self, grace_days: int) -> date:
        """Return the day after which it breaks the agreement.

        A document that was issued within the days of grace is good until it falls due: what was offered binds
        (CDC art. 48).
        """
        last = self.payable_until + timedelta(days=grace_days)
        return max([last, *(quote.payable_until for quote in self.due.quotes if quote.issued_on <= last)])


@dataclass(frozen=True, slots=True)
class Account:
    """How an agreement stands on the day `on`.

    `surplus` is what nothing was owed for, by payment: it is nobody's to move but a person's.
    """

    on: date
    entries: tuple[Entry, ...]
    settlements: tuple[Settlement, ...] = ()
    surplus: tuple[tuple[str, Decimal], ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to pay."""
        return all(entry.settled_on is not None for entry in self.entries)

    @property
    def remaining(self) -> Decimal:
        """What settles everything on the day of the account, in BRL."""
        return sum((entry.remaining for entry in self.entries), ZERO)

    @property
    def paid(self) -> Decimal:
        """What was paid of the instalments and their charges, in BRL."""
        return sum((entry.paid for entry in self.entries), ZERO)

    @property
    def overpaid(self) -> Decimal:
        """What was paid beyond everything that was owed, in BRL."""
        return sum((amount for _, amount in self.surplus), ZERO)

    @property
    def unsettled(self) -> tuple[Entry, ...]:
        """The instalments that are not settled, the first due first."""
        return tuple(entry for entry in self.entries if entry.settled_on is None)

    def entry(self, number: int) -> Entry | None:
        """Return instalment `number`, if there is one."""
        return next((entry for entry in self.entries if entry.due.number == number), None)

    def is_broken(self, grace_days: int) -> bool:
        """Tell whether an instalment is overdue beyond its last day."""
        return any(entry.principal_left and self.on > entry.last_day(grace_days) for entry in self.entries)

    def status_of(self, entry: Entry) -> InstallmentStatus:
        """Return where `entry` stands."""
        if entry.settled_on is not None:
            return InstallmentStatus.PAID
        if entry.is_overdue(self.on):
            return InstallmentStatus.OVERDUE
        return InstallmentStatus.PARTIAL if entry.paid else InstallmentStatus.OPEN


def counted(payments: Iterable[PaymentReceived]) -> tuple[PaymentReceived, ...]:
    """Return each payment once, in the order in which they were made.

    When the tellings of one payment differ, the one in the debtor's favour counts: the most, the soonest. Of
    one day, those that name their instalment come first: the others then find what is still open.
    """
    told: dict[str, PaymentReceived] = {}
    for payment in payments:
        known = told.get(payment.told_as)
        told[payment.told_as] = payment if known is None else min(known, payment, key=_in_favour)
    return tuple(sorted(told.values(), key=_in_order))


def _in_order(payment: PaymentReceived) -> tuple[date, bool, str]:
    return payment.paid_on, payment.installment is None, payment.told_as


def _in_favour(payment: PaymentReceived) -> tuple[Decimal, date, bool, int, str, str]:
    named = payment.installment
    return -payment.amount, payment.paid_on, named is None, named or 0, payment.source, payment.external_id


def account_of(
    dues: Sequence[Due],
    payments: Iterable[PaymentReceived],
    late: LateTerms,
    on: date,
    holidays: AbstractSet[date],
) -> Account:
    """Return the account on the day `on`: `dues` after `payments`, late ones by `late`.

    A payment of an instalment that is named settles that one; any other settles the oldest open ones. What is
    then left of it is surplus. `holidays` are those of the banks.
    """
    book = _Book(tuple(sorted(dues, key=lambda due: (due.due_date, due.number))), late, holidays)
    for payment in counted(payments):
        book.post(payment)
    return Account(
        on, tuple(book.entry(due, on) for due in book.dues), tuple(book.settlements), tuple(book.surplus)
    )


@dataclass(slots=True)
class _Book:
    """The account while it is being written."""

    dues: tuple[Due, ...]
    late: LateTerms
    holidays: AbstractSet[date]
    settlements: list[Settlement] = field(default_factory=list)
    surplus: list[tuple[str, Decimal]] = field(default_factory=list)
    # When an instalment was settled, and the charges it was settled with: they grow no more.
    settled: dict[int, tuple[date, Decimal]] = field(default_factory=dict)

    def post(self, payment: PaymentReceived) -> None:
        """Settle what `payment` pays, and keep what is left of it as surplus."""
        left = payment.amount
        for due in self.dues:
            if payment.installment not in (None, due.number):
                continue
            part = min(left, self._owed(due, payment.paid_on))
            if part > ZERO:
                self.settlements.append(Settlement(payment.told_as, due.number, part, payment.paid_on))
                self._close_if_paid(due, payment.paid_on)
                left -= part
        if left > ZERO:
            self.surplus.append((payment.told_as, left))

    def entry(self, due: Due, on: date) -> Entry:
        """Return the line of `due` on the day `on`."""
        closed = self.settled.get(due.number)
        settled_on, charges = closed or (None, self._charges(due, on))
        return Entry(due, due.payable_until(self.holidays), self._paid(due), charges, settled_on)

    def _owed(self, due: Due, on: date) -> Decimal:
        if due.number in self.settled:
            return ZERO
        return due.amount + self._charges(due, on) - self._paid(due)

    def _close_if_paid(self, due: Due, on: date) -> None:
        charged = self._paid(due) - due.amount
        spared = self._charges(due, on) - charged
        if charged >= ZERO and spared <= bank_rounding(due, on, self.holidays):
            self.settled[due.number] = (on, charged)

    def _charges(self, due: Due, on: date) -> Decimal:
        paid = [(each.paid_on, each.amount) for each in self.settlements if each.installment == due.number]
        return self.late.charges(due, paid, on, self.holidays)

    def _paid(self, due: Due) -> Decimal:
        return sum((each.amount for each in self.settlements if each.installment == due.number), ZERO)
